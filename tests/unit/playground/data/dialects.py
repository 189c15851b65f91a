"""Tables of points as ordinary programs write them, drawn at random, with what a reader of each must find."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from app.playground.data.samples import MOST_CLASSES, Label, Row

# x, y and the label; those of the last line name the label alone
NAMES = (
    ("x", "y", "label"),
    ("X", "Y", "Class"),
    ("x1", "x2", "y"),
    ("X0", "X1", "target"),
    ("x (cm)", "y (cm)", "species"),
    ("x coordinate [m/s]", "y coordinate [m/s]", "Label"),
    ("sepal length", "sepal width", "Species"),
)
WORDS = ("red", "Iris setosa", "größer", "none", "a")
MISSING = ("", "NA", "nan", "?", "NULL")
REMARKS = ("# made by a program", "# two class data", "# 2026-11-27", "#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a program writes a table; `order` has the places of x, y and the label, `index` the name of a first column.

    `index` is None where no column numbers the lines, and "unnamed" where the header leaves that column out.
    """

    separator: str
    decimal: str
    ending: str
    mark: str
    told: bool
    names: tuple[str, str, str] | None
    is_remark: bool
    order: tuple[int, int, int]
    index: str | None
    first: int
    quotes: str
    pad: str
    trailing: bool
    remarks: tuple[str, ...]
    blank: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text, the points that it holds, and what is wrong with it, if anything is.

    `gap` is the number of the line that lacks a cell, and the cell.
    """

    text: str
    dialect: Dialect
    rows: list[Row]
    gap: tuple[int, str] | None
    has_thousands: bool

    @property
    def class_names(self) -> set[str] | None:
        """The classes that the labels are; None where they are targets."""
        labels = {label for _, _, label in self.rows}
        if len(labels) > MOST_CLASSES:
            return None
        return {label if isinstance(label, str) else f"{Decimal(repr(label)).normalize() + 0:f}" for label in labels}

    @property
    def is_open(self) -> bool:
        """Whether a careful reader may ask what is meant."""
        return self.has_thousands or (self.dialect.names is None and "# two class data" in self.dialect.remarks)


@st.composite
def dialects(draw: st.DrawFn) -> Dialect:
    """Every combination that a program could write."""
    separator = draw(st.sampled_from(",;\t |"))
    names = draw(st.sampled_from((None, *NAMES)))
    spaced = separator == " "
    is_named = names is not None and names[0].lower().startswith("x")
    # a remark of several words is prose, unless it is parted as the lines are
    is_remark = names is not None and " " not in "".join(names) and draw(st.booleans())
    return Dialect(
        separator=separator,
        decimal="." if separator == "," else draw(st.sampled_from(".,")),
        ending=draw(st.sampled_from(("\n", "\r\n", "\r"))),
        mark=draw(st.sampled_from(("", "\ufeff"))),
        told=not spaced and draw(st.booleans()),
        names=names,
        is_remark=is_remark,
        # without names there is one order
        order=draw(st.sampled_from(((0, 1, 2), (2, 0, 1), (0, 2, 1), (2, 1, 0))[: 4 if is_named else 3]))
        if names
        else (0, 1, 2),
        index=draw(st.sampled_from((None, None, "", "Unnamed: 0", "id", "unnamed"))),
        first=draw(st.sampled_from((0, 1))),
        quotes=draw(st.sampled_from(("where needed", "all", "texts"))),
        pad="" if spaced else draw(st.sampled_from(("", " "))),
        trailing=not spaced and draw(st.booleans()),
        remarks=tuple(draw(st.lists(st.sampled_from(REMARKS), max_size=2))),
        blank=draw(st.tuples(st.integers(0, 2), st.integers(0, 2))),
    )


def decimals() -> st.SearchStrategy[Decimal]:
    """Numbers of few digits, as people measure them."""
    return st.builds(
        lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-99999, 99999), st.integers(0, 3)
    )


def labels() -> st.SearchStrategy[st.SearchStrategy[Label]]:
    """One way to label points, drawn for all rows of a table."""
    return st.sampled_from(
        (
            st.sampled_from(WORDS),
            st.sampled_from(("true", "false")),
            st.sampled_from(("TRUE", "FALSE")),
            st.sampled_from((-1.0, 1.0)),
            st.integers(0, 3).map(float),
            decimals().map(float),
        )
    )


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A table in a dialect of its own; now and then a cell is missing, or numbers have their thousands apart."""
    dialect = draw(dialects())
    of_label = draw(labels())
    points = draw(st.lists(st.tuples(decimals(), decimals(), of_label), min_size=2, max_size=10))
    rows: list[Row] = [(float(x), float(y), label) for x, y, label in points]
    thousands = draw(st.integers(0, 7)) == 0
    forms = st.sampled_from(("f", "E", "e") if not thousands else (",", ",", "f"))
    cells = [
        [_number(Decimal(repr(v)), draw(forms), dialect) if not isinstance(v, str) else v for v in row] for row in rows
    ]
    gap = None
    if draw(st.integers(0, 3)) == 0:
        row, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, 2))
        # between spaces nothing is no cell
        cells[row][column] = draw(st.sampled_from(MISSING[dialect.separator == " " :]))
        gap = (len(_head(dialect)) + row + 1, cells[row][column])
    lines = _lines(dialect, cells)
    body = [*_head(dialect), *lines, *[""] * dialect.blank[1]]
    text = dialect.mark + dialect.ending.join(body) + dialect.ending
    return Written(text=text, dialect=dialect, rows=rows, gap=gap, has_thousands=thousands)


def _number(value: Decimal, form: str, dialect: Dialect) -> str:
    """`value` in plain digits, with an exponent or with its thousands apart."""
    text = f"{value:{form}}" if form != "," else f"{value:,f}"
    return text if dialect.decimal == "." else text.translate(str.maketrans(".,", ",."))


def _head(dialect: Dialect) -> list[str]:
    """All that stands above the points."""
    told = [f"sep={dialect.separator}"] if dialect.told else []
    head = [*told, *[""] * dialect.blank[0], *dialect.remarks]
    if dialect.names is None:
        return head
    names = [dialect.names[place] for place in dialect.order]
    if dialect.index not in {None, "unnamed"}:
        names = [dialect.index or "", *names]
    return [*head, ("# " if dialect.is_remark else "") + _joined(dialect, names)]


def _lines(dialect: Dialect, cells: Sequence[Sequence[str]]) -> list[str]:
    ordered = [[row[place] for place in dialect.order] for row in cells]
    if dialect.index is not None:
        ordered = [[str(dialect.first + i), *row] for i, row in enumerate(ordered)]
    return [_joined(dialect, row) for row in ordered]


def _joined(dialect: Dialect, cells: Sequence[str]) -> str:
    """A line; a cell is quoted where it holds the separator or a space between words, or where the program likes to."""
    line = dialect.separator.join(dialect.pad + _quoted(dialect, cell) + dialect.pad for cell in cells)
    return line + dialect.separator if dialect.trailing else line


def _quoted(dialect: Dialect, cell: str) -> str:
    is_text = not cell.lstrip("+-").replace(",", "").replace(".", "")[:1].isdigit()
    needed = dialect.separator in cell or (dialect.separator == " " and not cell)
    return f'"{cell}"' if needed or dialect.quotes == "all" or (dialect.quotes == "texts" and is_text) else cell
