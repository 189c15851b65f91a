"""Samples within a link: their columns as JSON, deflated, in the letters that an address may have."""

import base64
import binascii
import zlib
from typing import Annotated

from pydantic import TypeAdapter

from app.fields import AtMost
from app.playground.data.samples import MOST_INPUTS, MOST_ROWS, Row

LONGEST_LINK = 6000
"""Characters that samples may take in a link: proxies refuse addresses of more than 8 KB."""

# as many numbers of 24 characters as there may be, and names of 40 letters in six bytes each
_MOST_BYTES = MOST_ROWS * (MOST_INPUTS * 25 + 6 * 41)
_RAW = -zlib.MAX_WBITS

_COLUMNS: TypeAdapter[list[list[float | str]]] = TypeAdapter(
    Annotated[list[Annotated[list[float | str], AtMost(MOST_ROWS)]], AtMost(MOST_INPUTS + 1, fewest=2)]
)


def rows_of_link(text: str) -> list[Row]:
    """The rows that a page has written into a link, not looked at yet. Raises ValueError, with one sentence."""
    if len(text) > LONGEST_LINK:
        raise ValueError(f"samples has {len(text)} characters; at most {LONGEST_LINK} are allowed.")
    try:
        return list(zip(*_columns(_inflated(text)), strict=True))
    except (ValueError, zlib.error, binascii.Error) as error:
        raise ValueError(
            "The points in the address cannot be read: it has been cut off or changed; ask for the link again."
        ) from error


def _columns(text: bytes) -> list[list[float | str]]:
    """The columns of `text`, the labels last. Raises ValueError where there are none, or an input is a text."""
    columns = _COLUMNS.validate_json(text, strict=True)
    if any(isinstance(value, str) for column in columns[:-1] for value in column):
        raise ValueError("an input is a number")
    return columns


def _inflated(text: str) -> bytes:
    """What was deflated. Raises ValueError or zlib.error where nothing was, or far too much."""
    deflated = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    reader = zlib.decompressobj(_RAW)
    found = reader.decompress(deflated, _MOST_BYTES)
    if not reader.eof or reader.unused_data:
        raise ValueError("it is cut off, goes on, or is longer than points can be")
    return found
