"""What the text of every error has in common: one sentence that a person can read, and no trace of the program."""

import re

LONGEST = 600
ENDS = (".", "?", ")")
# what a program says of itself when it fails, and a user cannot use
TRACES = re.compile(
    r"Traceback|File \"|line \d+, in|Error\b|Exception|object at 0x|<class|<function|NoneType|errors\.pydantic"
)


def assert_one_sentence(text: str) -> None:
    """`text` is one sentence for a person."""
    assert text == text.strip()
    assert text
    assert "\n" not in text
    assert text.endswith(ENDS), text
    assert len(text) <= LONGEST, f"{len(text)} characters"
    assert not TRACES.search(text), text
    # a capital, or the name, the number or the text that is wrong
    assert text[0].isupper() or text[0] in "'\"" or re.match(r"[\w.(\[{*~^+-]", text), text
