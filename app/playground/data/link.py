"""Samples within a link: their columns as JSON, and what they are called, deflated, in the letters of an address."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import TypeAdapter

from app.fields import AtMost, Closed
from app.playground.data.samples import MOST_INPUTS, MOST_ROWS, Row

LONGEST_LINK = 6000
"""Characters that samples may take in a link: proxies refuse addresses of more than 8 KB."""

# as many digits as there may be numbers, and commas behind them: what has more of each fits into no link
_MOST_BYTES = 2 * MOST_ROWS * (MOST_INPUTS + 1)
_RAW = -zlib.MAX_WBITS

_Columns: TypeAlias = Annotated[
    list[Annotated[list[float | str], AtMost(MOST_ROWS)]], AtMost(MOST_INPUTS + 1, fewest=2)
]


class _Table(Closed):
    """Columns, the labels last, and the names of the others, None where they are the usual ones."""

    names: Annotated[list[str], AtMost(MOST_INPUTS)] | None = None
    columns: _Columns


_WRITTEN: TypeAdapter[_Table | _Columns] = TypeAdapter(_Table | _Columns)


@dataclass(frozen=True, slots=True)
class Linked:
    """The rows of a link, and the names of their inputs, None where they are the usual ones; not looked at yet."""

    rows: list[Row]
    names: list[str] | None = None


def read_link(text: str) -> Linked:
    """What a page has written into a link. Raises ValueError, with one sentence."""
    if len(text) > LONGEST_LINK:
        raise ValueError(f"samples has {len(text)} characters; at most {LONGEST_LINK} are allowed.")
    try:
        table = _table(_inflated(text))
        return Linked(list(zip(*table.columns, strict=True)), table.names)
    except (ValueError, zlib.error, binascii.Error) as error:
        raise ValueError(
            "The points in the address cannot be read: it has been cut off or changed; ask for the link again."
        ) from error


def _table(text: bytes) -> _Table:
    """The table that `text` is. Raises ValueError where it is none, or an input is a text."""
    written = _WRITTEN.validate_json(text, strict=True)
    table = written if isinstance(written, _Table) else _Table(columns=written)
    if any(isinstance(value, str) for column in table.columns[:-1] for value in column):
        raise ValueError("an input is a number")
    return table


def _inflated(text: str) -> bytes:
    """What was deflated. Raises ValueError or zlib.error where nothing was, or far too much."""
    deflated = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    reader = zlib.decompressobj(_RAW)
    found = reader.decompress(deflated, _MOST_BYTES)
    if not reader.eof or reader.unused_data:
        raise ValueError("it is cut off, goes on, or is longer than points can be")
    return found
