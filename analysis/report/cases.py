"""The page on a case: simulated against reported, its paths, what each counterfactual changes, and what it can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.cases.agreement import INSIDE
from alliances.analysis.cases.declaration import Event, Quantity, Told
from alliances.analysis.cases.figures import changes_figure, paths_figure
from alliances.analysis.cases.words import (
    agreement_words,
    change,
    change_unit,
    change_words,
    levels_words,
    unit_of,
    value,
    value_with_ends,
)
from alliances.analysis.report.page import Block, Prose, Report, Section, Table, page
from alliances.analysis.report.variants import ENOUGH, numbered

HEADS = ["Quantity", "Reported", "Simulated (nine in ten worlds)", "Simulated is", "Years inside", "Reported in"]


class CaseFound(NamedTuple):
    """A case and what came of it."""

    about: Told
    events: Sequence[Event]
    quantities: Sequence[Quantity]
    differs: Mapping[str, str]  # what is different in each counterfactual world
    last: int  # year
    paths: pd.DataFrame
    agreement: pd.DataFrame
    changes: pd.DataFrame

    @property
    def of(self) -> dict[str, Quantity]:
        """The quantities by name."""
        return {quantity.name: quantity for quantity in self.quantities}

    @property
    def paths_drawn(self) -> bool:
        """Whether a path is drawn."""
        return any(quantity.path for quantity in self.quantities)

    @property
    def answer(self) -> list[str]:
        """What it comes to."""
        worlds = [change_words(self.changes, self.quantities, world) for world in self.differs]
        levels = [levels_words(self.changes, self.quantities)] if self.agreement.empty else []
        return [*levels, agreement_words(self.agreement), *worlds]


def case_report(found: CaseFound, manifest: Mapping[str, Any]) -> str:
    """The page as text."""
    about, seeds = found.about, len(manifest["seeds"])
    says = Prose("case", seeds=seeds, enough=ENOUGH, source=about.source, worlds=len(found.differs) + 1)
    few = [says["few"]] if seeds < ENOUGH else []
    return page(Report(
        about.title, f"{about.question} {says['about']}", found.answer,
        [
            Section("What this can show, and what it cannot", [
                Block("It can show", points=about.shows),
                Block("It cannot show", points=[*about.cannot, *says.all("caveats"), *few]),
            ], warning=True),
            *([Section("The paths", [Block(figure=figure_of_paths(found))])] if found.paths_drawn else []),
            Section("What would have been different", [
                Block(points=[f"“{world}”: {words}" for world, words in found.differs.items()]),
                Block(figure=changes_figure(found.changes, found.quantities)), Block(table=change_rows(found)),
            ]),
            *([Section("Why numbers are missed", [Block(points=missed_words(found))])] if len(found.agreement) else []),
        ],
        manifest, numbered(manifest["seeds"]), says["kept"], agreement_rows(found, says["caption"]),
    ))  # fmt: skip


def figure_of_paths(found: CaseFound) -> Any:
    """The paths of a case."""
    return paths_figure(found.paths, found.quantities, found.events, found.last)


def agreement_rows(found: CaseFound, caption: str = "") -> Table:
    """Simulated against reported as rows of words: of each quantity the last reported year, and how many are inside."""
    rows = []
    for name, own in found.agreement.groupby("quantity", sort=False):
        quantity, row = found.of[str(name)], own.to_dict("records")[-1]
        inside = f"{(own['simulated'] == INSIDE).sum()} of {len(own)}"
        rows.append([f"{name}, {row['year']} ({unit_of(quantity)})".replace(" ()", ""),
                     value(quantity, row["reported"]), value_with_ends(quantity, row), row["simulated"], inside,
                     row["source"]])  # fmt: skip
    return Table(HEADS, rows, caption)


def change_rows(found: CaseFound, caption: str = "") -> Table:
    """What counterfactuals change as rows of words, a column for each."""
    worlds = list(found.differs)
    rows = []
    for name, own in found.changes.groupby("quantity", sort=False):
        cells = {row["world"]: row for row in own.to_dict("records")}
        quantity = found.of[str(name)]
        told = [change(quantity, cells[world]).removesuffix(change_unit(quantity)).strip() for world in worlds]
        rows.append([f"{name} ({change_unit(quantity)}), {quantity.told_in(found.last)}".replace(" ()", ""),
                     value(quantity, own["base"].iloc[0]), *told])  # fmt: skip
    return Table(["Quantity", "As it was", *worlds], rows, caption)


def missed_words(found: CaseFound) -> list[str]:
    """Of the reported numbers that lie outside, why, as far as that is known."""
    outside = set(found.agreement[found.agreement["simulated"] != INSIDE]["quantity"]) if len(found.agreement) else ()
    told = [f"{one.name}: {one.missed}" for one in found.quantities if one.missed and one.name in outside]
    return told or ["Nothing is known of why, or nothing is missed."]
