"""Texts for readers: lists in sentences, and the beginning of what is too long to repeat."""

from collections.abc import Sequence

LONGEST_ECHO = 60
"""Characters of what a client wrote that a sentence repeats."""


def listed(parts: Sequence[str], word: str = "and") -> str:
    """`parts` as a sentence lists them: a; a and b; a, b and c."""
    *others, last = parts
    return f"{', '.join(others)} {word} {last}" if others else last


def beginning(text: str, most: int = LONGEST_ECHO) -> str:
    """`text`, or its first `most` characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"
