"""The outcomes of a pair of worlds, with and without a cause: of whole worlds, or of classes of firms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliances.analysis.firm_outcomes import FIRM_OUTCOMES
from alliances.analysis.run_outcomes import measure
from alliances.analysis.summary import last_record
from alliances.analysis.tables import Tables
from alliances.experiments.variants.causes import SIZE, WITH, WITHOUT, Trait

if TYPE_CHECKING:
    from alliances.experiments.variants.effect import Run

Row = tuple[int, float, str, float | None, float | None]


def whole(run: Run, worlds: Mapping[str, Tables]) -> Iterator[Row]:
    """The outcomes of whole worlds at one level."""
    (at,) = run.plan.levels[run.place].values()
    measured = {name: measure(run.plan.outcomes, tables, run.seed) for name, tables in worlds.items()}
    for outcome in run.plan.outcomes:
        yield run.place, at, outcome, measured[WITH][outcome], measured[WITHOUT][outcome]


def by_class(run: Run, worlds: Mapping[str, Tables]) -> Iterator[Row]:
    """The outcomes of firms in classes of a trait: of those that are alive at the last record."""
    trait = run.plan.over
    assert isinstance(trait, Trait)
    last = {name: last_record(tables["firms"]).set_index("firm_id") for name, tables in worlds.items()}
    for place, (at, ids) in enumerate(classes_of(worlds[WITH]["firms"], trait, run.plan.cause.start)):
        living = {name: firms[firms.index.isin(ids)] for name, firms in last.items()}
        for outcome in run.plan.outcomes:
            of = FIRM_OUTCOMES[outcome]
            yield place, at, outcome, of(living[WITH]), of(living[WITHOUT])


def classes_of(firms: pd.DataFrame, trait: Trait, start: int) -> Iterator[tuple[float, list[int]]]:
    """The middle and the firms of each class, at the last record before the cause begins; equally many in each."""
    before = firms[firms["step"] == firms.loc[firms["step"] < start, "step"].max()]
    values = np.log2(before[trait.column]) if trait.asked == SIZE else before[trait.column]
    order = np.argsort(values.to_numpy(float), kind="stable")
    for part in np.array_split(order, trait.classes):
        yield float(np.median(values.to_numpy(float)[part])), before["firm_id"].to_numpy()[part].tolist()
