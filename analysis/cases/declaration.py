"""What a case declares for its readers: what it is about, its history, and the quantities that are measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any

from alliances.analysis.cases.measures import check_measure
from alliances.model.declarations.typed import Names, Number, Switch, Text, typed, within
from alliances.model.errors import at, refuse
from alliances.model.rules import QUARTERS_PER_YEAR

Year = Annotated[int, within(1000, 3000)]


@typed
class Told:
    """What the table ``[case]`` tells: the question, and in a sentence each what the case shows and what it cannot."""

    title: Text
    question: Text
    source: Text
    shows: Names
    cannot: Names


@typed
class Event:
    """A table ``[[event]]``: a dated step of the history, drawn in the paths. Nothing of the model reads it."""

    year: Annotated[float, within(1000, 3000)]  # a part of a year as a decimal
    words: Text


@typed
class Quantity:
    """A table ``[[quantity]]``: what is measured in every world, and what is reported of it."""

    name: Text
    measure: Text
    of: dict[str, Any] = field(default_factory=dict)  # what the measure asks for
    unit: str = ""  # "share" is told in per cent
    since: Year | None = None  # its change since the end of this year
    year: Year | None = None  # in which worlds are set against each other; by default the last reported, or the last
    path: Switch = False  # drawn from the first year to the last
    reported: Mapping[str, Number] | Number | None = None  # by year; a single number is of the last year
    source: str = ""
    missed: str = ""  # why it may be missed, as far as that is known

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless it can be measured and what is reported has years and a source."""
        with at("measure"):
            check_measure(self.measure, self.of)
        with at("reported"):
            if isinstance(self.reported, Mapping) and (odd := [key for key in self.reported if not key.isdecimal()]):
                refuse(f"reported = {odd[0]!r} must be a year")
            if self.reported is not None and not self.source:
                refuse("reported needs source, the place where it is reported")

    def reported_in(self, last: int) -> dict[int, float]:
        """What is reported, by year; ``last`` is the year in which a case ends."""
        if isinstance(self.reported, Mapping):
            return {int(year): float(value) for year, value in self.reported.items()}
        return {} if self.reported is None else {last: float(self.reported)}

    def told_in(self, last: int) -> int:
        """The year in which worlds are set against each other."""
        return self.year or max(self.reported_in(last), default=last)


def last_step(year: int, first_year: int) -> int:
    """The last quarter of a year, where step 0 begins ``first_year``."""
    return (year - first_year + 1) * QUARTERS_PER_YEAR - 1


def years_of(quantity: Quantity, first_year: int, last: int) -> list[int]:
    """Years in which a quantity is measured: all of a path, else those that are told of."""
    if quantity.path:
        return [*range(first_year, last + 1)]
    return sorted({*quantity.reported_in(last), quantity.told_in(last)})
