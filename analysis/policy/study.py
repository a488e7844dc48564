"""What figures, words and the report are made of: a comparison of policies with its tables.

Years count from the start of the first policy. Effects are differences between paired worlds; the table of summaries
has their mean over seeds with its 95 % interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import pandas as pd

from alliances.analysis.policy.seeds import recorded, with_effect
from alliances.model.policies.policy import Policy


class Option(Protocol):
    """One option: a name and the policies that go together."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def policies(self) -> Sequence[Policy]:
        """What it consists of."""

    @property
    def against(self) -> str:
        """The option of shocks whose world it is set against; empty: the world as it is."""


class Comparison(Protocol):
    """What is read of a design; years after the burn-in."""

    @property
    def title(self) -> str:
        """What is compared."""

    @property
    def question(self) -> str:
        """What is asked."""

    @property
    def source(self) -> str:
        """Key of a reference, or a text."""

    @property
    def aim(self) -> str:
        """The measure that counts."""

    @property
    def options(self) -> Sequence[Option]:
        """What is compared."""

    @property
    def start(self) -> float:
        """When the first policy starts."""

    @property
    def measured_at(self) -> float:
        """The horizon."""

    @property
    def discount_rate(self) -> float:
        """A year."""

    @property
    def cost_of_funds(self) -> float:
        """What raising a dollar costs beside the dollar."""

    @property
    def price(self) -> float:
        """What one more firm abroad may cost, million USD."""


class Measure(NamedTuple):
    """How a measure is called: on an axis, in a sentence (more of it, less of it), and its unit."""

    title: str
    more: str
    less: str
    unit: str
    scale: float = 1.0


MEASURES = {
    "firms_abroad": Measure("Firms abroad", "more firms abroad", "fewer firms abroad", "firms"),
    "foreign_sales": Measure("Foreign sales", "million USD more foreign sales a year",
                             "million USD less foreign sales a year", "million USD a year"),
    "alliances": Measure("Alliances alive", "more alliances", "fewer alliances", "alliances"),
    "alliance_survival": Measure("New alliances that live three years", "points higher survival of alliances",
                                 "points lower survival of alliances", "percentage points", 100.0),
    "profit": Measure("Profit of all firms", "million USD more profit a year", "million USD less profit a year",
                      "million USD a year"),
}  # fmt: skip


class Study(NamedTuple):
    """A comparison that was run: its design, the rows of all its worlds, and what was worked out of them."""

    design: Comparison
    effects: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]  # by name, as they are written; what was not asked for is missing
    manifest: Mapping[str, Any]

    @property
    def options(self) -> list[str]:
        """Names of the options, in the design's order."""
        return [option.name for option in self.design.options]

    @property
    def against(self) -> dict[str, str]:
        """What each option is set against: another option's name, or nothing for the world as it is."""
        return {option.name: option.against for option in self.design.options}

    @property
    def comparable(self) -> bool:
        """Whether all options are set against the same world, so that they can be ranked."""
        return len(set(self.against.values())) == 1

    def added(self, option: Option) -> list[Policy]:
        """The policies of an option that the world it is set against does not have."""
        there = [policy for other in self.design.options if other.name == option.against for policy in other.policies]
        return [policy for policy in option.policies if policy not in there]

    def rivals(self, other: str) -> list[str]:
        """The options that are set against the same world, and so are ranked with each other."""
        return [option for option, against in self.against.items() if against == other]

    @property
    def aim(self) -> Measure:
        """The measure that counts."""
        return MEASURES[self.design.aim]

    @property
    def change(self) -> str:
        """What is along an axis of effects on the aim."""
        return f"{self.aim.title}, change ({self.aim.unit})"

    @property
    def seeds(self) -> int:
        """Pairs of worlds in the main comparison."""
        return int(self.main["seed"].nunique())

    @property
    def pairs(self) -> str:
        """What the main comparison rests on."""
        return f"{self.seeds} pairs of worlds for each option"

    @property
    def rate(self) -> str:
        """How money of later years is counted."""
        return f"money at present value, {100 * self.design.discount_rate:g} % a year"

    @property
    def numbered(self) -> str:
        """The seeds of the main comparison, from the first to the last."""
        return f"{self.main['seed'].min()} to {self.main['seed'].max()}"

    @property
    def main(self) -> pd.DataFrame:
        """Rows of the main comparison, with ``effect``."""
        return with_effect(self.effects[self.effects["kind"] == "main"])

    @property
    def horizon(self) -> float:
        """The recorded year at which effects are told."""
        return recorded(self.effects, self.design.measured_at - self.design.start)

    @property
    def endings(self) -> dict[str, float]:
        """The recorded year of the last policy's end, for options that end."""
        last = {option.name: max(policy.end for policy in option.policies) for option in self.design.options}
        ends = {name: end - self.design.start for name, end in last.items() if math.isfinite(end)}
        return {name: recorded(self.effects, end) for name, end in ends.items()}

    def summary(self, measure: str, group: str = "all", year: float | None = None) -> pd.DataFrame:
        """Mean, low, high and n of a measure's effect: by option at one year, or all years of it."""
        rows = self.tables["summary"]
        rows = rows[(rows["measure"] == measure) & (rows["group"] == group)]
        if year is None:
            return rows
        return rows[rows["year"] == year].set_index("option").reindex(self.options)
