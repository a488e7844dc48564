"""Tables that a user gives, as a CSV file or in Python: their cells by column, once their shape is as it must be.

A file is read where its meaning is plain: blank lines, rows in which every cell is blank, blanks around a cell, and
semicolons or tabs between cells do no harm. All faults of a table are told at once, each with its line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, NamedTuple

from alliances.model.errors import InputError, echoed, refuse, refuse_all, unknown

SEPARATORS = (",", ";", "\t")
BLANKS = ("", "nan", "none", "<na>", "nat")
"""What Python writes where pandas has no value."""
NO_NUMBER = ("", "na", "n/a", "#n/a", "#null!", "null", "..", "-", "–", "—", "n.a.", "n.s.")
"""What published tables hold where a number is missing."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}([.,'\s_]\d{3})+([.,]\d+)?")
Row = tuple[str, list[str]]
"""Where it stands, as ``line 3``, and its cells."""


class Cell(NamedTuple):
    """A cell's text, without blanks around it, and where it stands; the text is empty where nothing is given."""

    place: str
    text: str


Cells = Mapping[str, Sequence[Cell]]
"""The cells of a table by column."""


class Range(NamedTuple):
    """What numbers a column may hold."""

    low: float
    high: float
    meaning: str = ""
    whole: bool = False

    def __str__(self) -> str:
        """The range in words."""
        return f"a {'whole ' if self.whole else ''}number in [{self.low:g}, {self.high:g}]"


@dataclass
class Found:
    """The faults found in a table so far."""

    faults: list[InputError] = field(default_factory=list)

    def say(self, cell: Cell, words: str) -> None:
        """Note a fault of a cell."""
        self.faults.append(InputError(f"{cell.place}, {words}"))

    def refuse(self) -> None:
        """Raise ``InputError`` if there are any."""
        refuse_all(self.faults)


def cells_in(text: str, columns: Sequence[str] = ()) -> Cells:
    """The cells of a CSV text; none of its columns is unknown, if ``columns`` are those that there may be."""
    rows = [row for row in rows_in(text) if any(row[1])]
    if not rows:
        refuse("is empty; it needs a header and one row for each")
    (_, header), *rows = rows
    width = len(header)
    while width > 1 and not header[width - 1] and not any(cell for _, row in rows for cell in row[width - 1 : width]):
        width -= 1  # a column that a spreadsheet left at the end
    found = Found()
    for place, row in rows:
        if len(row) < width or any(row[width:]):
            found.say(Cell(place, ""), f"which has {len(row)} cells where the header has {width}")
    check_header(header[:width], columns, found)
    found.refuse()
    return {name: [Cell(place, row[at]) for place, row in rows] for at, name in enumerate(header[:width])}


def rows_in(text: str) -> Iterator[Row]:
    """The rows of a CSV text that have a cell, the header too; cells without blanks around them."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    line = 1
    try:
        for row in reader:
            yield f"line {line}", [cell.strip() for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        cause = 'a quote (") is opened here and not closed' if "end of data" in str(error) else f"its quotes: {error}"
        raise InputError(f"line {line}: cannot be read; {cause}") from None


def cells_of(table: Any, columns: Sequence[str]) -> Cells:
    """The cells of a table in Python: a DataFrame, or lists by name of a column."""
    if not isinstance(table, Mapping) and not hasattr(table, "columns"):
        refuse(f"{echoed(table)} must be a table: a DataFrame, or a dictionary of lists")
    header, found = [*table.keys()], Found()
    check_header(header, columns, found)
    found.refuse()
    cells = {name: [Cell(f"row {n}", text_of(value)) for n, value in enumerate(listed(table[name], name))]
             for name in header}  # fmt: skip
    lengths = {name: len(column) for name, column in cells.items()}
    for name, length in lengths.items():
        if length != lengths[header[0]]:
            refuse(
                f"column {name} has {length} rows and column {header[0]} has {lengths[header[0]]}; it must be as many"
            )
    return cells


def listed(column: Any, name: str) -> list[Any]:
    """The values of a column."""
    if isinstance(column, str | bytes) or not hasattr(column, "__iter__"):
        refuse(f"column {name} = {echoed(column)} must be a list, with one value a row")
    return [*column]


def text_of(value: Any) -> str:
    """A value as a CSV file would have it."""
    try:
        text = str(value).strip()
    except (ValueError, RecursionError):
        return echoed(value)
    return "" if text.lower() in BLANKS and not isinstance(value, str) else text


def check_header(header: Sequence[Any], columns: Sequence[str], found: Found) -> None:
    """Note columns that have no name, that nobody knows, or that are there twice."""
    for number, name in enumerate(header, 1):
        if name == "":
            found.faults.append(InputError(
                f"column {number} has no name{' (an index?)' if number == 1 else ''}; give it one, or write the file "
                "without it"
            ))  # fmt: skip
        elif columns and name not in columns:
            found.faults.append(
                InputError(f"{unknown('column', name, columns)}; it must be one of {', '.join(columns)}")
            )
        elif name in header[: number - 1]:
            found.faults.append(InputError(f"column '{name}' is there twice; it must be there once"))


def numbers(cells: Sequence[Cell], column: str, allowed: Range, found: Found) -> list[float]:
    """The numbers of a column; NaN where nothing is given, and for a fault, which is noted."""
    return [float("nan") if cell.text.lower() in NO_NUMBER else number(cell, column, allowed, found) for cell in cells]


def number(cell: Cell, column: str, allowed: Range, found: Found) -> float:
    """The number of a cell; NaN for a fault, which is noted."""
    grouped = GROUPED.fullmatch(cell.text)
    if NUMBER.fullmatch(cell.text) and not (grouped and allowed.whole):
        value = float(cell.text)
        if allowed.low <= value <= allowed.high and (value.is_integer() or not allowed.whole):
            return value
    hint = ""
    if grouped:
        hint = "; write it without marks between thousands"
    elif "," in cell.text and NUMBER.fullmatch(cell.text.replace(",", ".")):
        hint = "; write it with a decimal point"
    found.say(cell, f"{column} = {echoed(cell.text)} must be {allowed}{hint}")
    return float("nan")
