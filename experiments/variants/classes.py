"""The outcomes of a pair of worlds, with and without a cause: of whole worlds, or of classes of firms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from alliances.analysis.firm_outcomes import FIRM_OUTCOMES
from alliances.analysis.run_outcomes import measure
from alliances.analysis.summary import last_record
from alliances.analysis.tables import Tables
from alliances.experiments.variants.causes import SIZE, WITH, WITHOUT, Trait

Row = tuple[int, float, str, float | None, float | None]  # place and value of the level, outcome, with and without


def whole(worlds: Mapping[str, Tables], outcomes: Sequence[str], seed: int, level: tuple[int, float]) -> Iterator[Row]:
    """The outcomes of whole worlds at one level: its place and its value."""
    measured = {name: measure(outcomes, tables, seed) for name, tables in worlds.items()}
    for outcome in outcomes:
        yield *level, outcome, measured[WITH][outcome], measured[WITHOUT][outcome]


def by_class(worlds: Mapping[str, Tables], outcomes: Sequence[str], trait: Trait, start: int) -> Iterator[Row]:
    """The outcomes of firms in classes of a trait before ``start``: of those that are alive at the last record."""
    last = {name: last_record(tables["firms"]).set_index("firm_id") for name, tables in worlds.items()}
    for place, (at, ids) in enumerate(classes_of(worlds[WITH]["firms"], trait, start)):
        living = {name: firms[firms.index.isin(ids)] for name, firms in last.items()}
        for outcome in outcomes:
            of = FIRM_OUTCOMES[outcome]
            yield place, at, outcome, of(living[WITH]), of(living[WITHOUT])


def classes_of(firms: pd.DataFrame, trait: Trait, start: int) -> Iterator[tuple[float, list[int]]]:
    """The middle and the firms of each class, at the last record before the cause begins; equally many in each."""
    before = firms[firms["step"] == firms.loc[firms["step"] < start, "step"].max()]
    values = np.log2(before[trait.column]) if trait.asked == SIZE else before[trait.column]
    order = np.argsort(values.to_numpy(float), kind="stable")
    for part in np.array_split(order, trait.classes):
        yield float(np.median(values.to_numpy(float)[part])), before["firm_id"].to_numpy()[part].tolist()
