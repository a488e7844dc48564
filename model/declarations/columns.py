"""How a column is declared: once, with its unit, bounds and meaning.

A class of columns is a *part* of a kind of record, such as what a firm is like. State, identities, recorder, tables,
``alliances outcomes`` and the ODD read the declaration. A stored column lies in the state; a derived one is worked out
when a table is made, from the columns that its function names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any, Literal, NamedTuple

from alliances.model.declarations.codes import NOBODY

Kind = Literal["int", "float", "bool", "text", "list"]
MONEY, MONEY_A_YEAR, UNIT_INTERVAL = "million USD", "million USD/year", "0-1"
PLACES = ("countries", "industries", "names")
"""Vocabularies that differ between worlds."""
CONTEXT = ("step", "ids", "values")
"""What a derived column may ask for beside columns: the quarter, the row numbers, all parameter values."""


class Column(NamedTuple):
    """A stored column."""

    dtype: str
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    width: int = 0  # 0: one value a record
    fill: float = 0  # before anything is stored
    words: tuple[str, ...] | str = ()  # what codes, or the places of a wide column, stand for; or one of PLACES
    table: str = ""  # the result table that shows it, if any
    shown: str = ""  # its name there, if another; "{word}" for each place of a wide column
    when: Callable[..., Any] | None = None  # where it is shown, as a function of columns; null elsewhere

    @property
    def kind(self) -> Kind:
        """What it is in a table."""
        if self.words and not self.width:
            return "text"
        return {"f": "float", "?": "bool"}.get(self.dtype[0], "int")  # type: ignore[return-value]

    @property
    def nullable(self) -> bool:
        """Whether a table may lack a value."""
        return self.when is not None


class Derived(NamedTuple):
    """A column of a table that follows from others."""

    kind: Kind
    meaning: str
    unit: str
    of: Callable[..., Any]  # its parameters are names of columns, or of CONTEXT
    table: str
    shown: str = ""
    nullable: bool = False
    words: tuple[str, ...] | str = ()


def real(meaning: str, unit: str = "", **more: Any) -> Any:
    """A real number."""
    return Column("f8", meaning, unit, **more)


def share(meaning: str, **more: Any) -> Any:
    """A real number in [0, 1]."""
    return Column("f8", meaning, UNIT_INTERVAL, 0, 1, **more)


def noted(meaning: str, unit: str = "", **more: Any) -> Any:
    """A real number that is only noted for a table, in half the bytes: no rule asks for it."""
    return Column("f4", meaning, unit, **more)


def count(meaning: str, unit: str = "", dtype: str = "i4", **more: Any) -> Any:
    """A whole number."""
    return Column(dtype, meaning, unit, **{"low": 0, **more})


def step(meaning: str, dtype: str = "i4", **more: Any) -> Any:
    """A quarter, counted from the end of the burn-in."""
    return Column(dtype, meaning, "quarter", **more)


def link(meaning: str, **more: Any) -> Any:
    """A row number of other records; none at first."""
    return Column("i4", meaning, fill=NOBODY, **more)


def place(meaning: str, words: str = "countries", dtype: str = "i4", **more: Any) -> Any:
    """A market or an industry, by number."""
    return Column(dtype, meaning, words=words, **more)


def code(meaning: str, words: tuple[str, ...] = (), fill: int = NOBODY, **more: Any) -> Any:
    """One of a few words, by number; none at first."""
    return Column("i1", meaning, words=words, fill=fill, **more)


def bits(meaning: str, dtype: str = "i1", **more: Any) -> Any:
    """Answers of yes or no, one bit each: up to seven in a byte."""
    return Column(dtype, meaning, **more)


def flag(meaning: str, **more: Any) -> Any:
    """Yes or no."""
    return Column("?", meaning, **more)


def key(meaning: str) -> Any:
    """What random draws are keyed to."""
    return Column("u8", meaning)


def derived(kind: Kind, meaning: str, unit: str, of: Callable[..., Any], table: str, **more: Any) -> Any:
    """A column of a table only."""
    return Derived(kind, meaning, unit, of, table, **more)


Part = type
"""A class whose attributes are columns: those of one subject."""


class Records(NamedTuple):
    """A kind of record: what one firm, alliance or market is described by."""

    name: str  # of their array in the state
    meaning: str
    parts: tuple[Part, ...]

    @property
    def stored(self) -> Mapping[str, Column]:
        """The stored columns by name, part by part."""
        return {name: column for name, column in self.declared if isinstance(column, Column)}

    @property
    def declared(self) -> list[tuple[str, Column | Derived]]:
        """Every column with its name, stored or derived, in the order of declaration."""
        return [item for part in self.parts for item in columns_of(part).items()]


def columns_of(part: Part) -> dict[str, Column | Derived]:
    """The columns of a part by name, in the order of declaration."""
    return {name: column for name, column in vars(part).items() if isinstance(column, (Column, Derived))}


def asks_for(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of the columns that a function of columns takes, and of what it asks for beside."""
    return tuple(signature(function).parameters)


def recorded(records: Records, table: str) -> tuple[str, ...]:
    """The stored columns that a table needs: those that it shows, and those that its other columns follow from."""
    needed: list[str] = []
    for name, column in records.declared:
        if column.table == table:
            function = column.when if isinstance(column, Column) else column.of
            needed += [name] if isinstance(column, Column) else []
            needed += asks_for(function) if function else ()
    return tuple(name for name in dict.fromkeys(needed) if name not in CONTEXT)
