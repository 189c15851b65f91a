"""Lists in sentences."""

from collections.abc import Sequence


def listed(parts: Sequence[str], word: str = "and") -> str:
    """`parts` as a sentence lists them: a; a and b; a, b and c."""
    *others, last = parts
    return f"{', '.join(others)} {word} {last}" if others else last
