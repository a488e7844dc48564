"""Yearly records of firms: as they stood at the end of each year, and when something happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.tables import BASE, Tables
from alliances.model.rules import QUARTERS_PER_YEAR


def base(replicate: Replicate) -> Tables:
    """The result tables of the base world."""
    return replicate.worlds[BASE]


def last_step(tables: Tables) -> int:
    """The last quarter of the run."""
    return int(tables["quarters"]["step"].max())


def year_ends(firms: pd.DataFrame) -> pd.DataFrame:
    """The records of the last quarter of each year."""
    return firms[firms["step"] % QUARTERS_PER_YEAR == QUARTERS_PER_YEAR - 1]


def founded_step(firms: pd.DataFrame) -> pd.Series[Any]:
    """Quarter in which each firm was founded, by its id; negative if before the run."""
    first = firms.drop_duplicates("firm_id").set_index("firm_id")
    return first["step"] - QUARTERS_PER_YEAR * first["age_years"]


def last_known(firms: pd.DataFrame, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """``rows`` (with ``step`` and ``firm_id``) with what the firm's last record at or before that step says.

    Rows before the firm's first record are left out; the others keep their index, and are ordered by step.
    """
    records = firms[["step", "firm_id", *columns]].sort_values("step", kind="stable").assign(recorded=True)
    rows = rows.astype({"step": "int64", "firm_id": "int64"}).sort_values("step", kind="stable")
    joined = pd.merge_asof(rows, records, on="step", by="firm_id").set_index(rows.index)
    return joined[joined["recorded"].notna()].drop(columns="recorded")
