"""Texts that need no subject: lists in sentences, and patterns."""

from collections.abc import Sequence


def listed(parts: Sequence[str], word: str = "and") -> str:
    """`parts` as a sentence lists them: a; a and b; a, b and c."""
    *others, last = parts
    return f"{', '.join(others)} {word} {last}" if others else last


LONGEST_ECHO = 60
"""How much of what a person wrote a sentence repeats."""


def echoed(text: str) -> str:
    """What a person wrote, or its beginning, in letters that can be shown."""
    text = text if text.isprintable() else ascii(text)[1:-1]
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"


def whole_pattern(most: int) -> str:
    """A regular expression, Python's and HTML's, for the whole numbers from 1 to `most`, without leading zeros."""
    digits = str(most)
    shorter = [f"[1-9][0-9]{{0,{len(digits) - 2}}}"] if len(digits) > 1 else []
    # as long as `most`, with the same beginning and then a smaller digit
    smaller = [
        f"{digits[:place]}[{int(place == 0)}-{int(digit) - 1}][0-9]{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if int(digit) > int(place == 0)
    ]
    return "|".join([*shorter, *smaller, digits])
