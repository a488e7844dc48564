"""What a survey looks back on: the last five years of the records, and the alliances that lived in them."""

from __future__ import annotations

import pandas as pd

from alliances.analysis.summary import FIVE_YEARS
from alliances.analysis.tables import Tables
from alliances.model.errors import refuse
from alliances.model.rules import QUARTERS_PER_YEAR

WINDOW_YEARS = FIVE_YEARS // QUARTERS_PER_YEAR


def window(tables: Tables) -> tuple[int, int]:
    """First and last step of the five years before the last record; ``InputError`` where nothing was recorded."""
    if tables["firms"].empty:
        refuse("no firm was recorded, so none can be asked; the run must last at least a year")
    last = int(tables["firms"]["step"].max())
    return last - FIVE_YEARS + 1, last


def opening(tables: Tables) -> int:
    """The last recorded step before the window: the state that change is told from; ``InputError`` if there is none."""
    first, _ = window(tables)
    steps = tables["firms"]["step"]
    earlier = steps[steps < first]
    if earlier.empty:
        refuse(f"a survey of change looks back {FIVE_YEARS} quarters; the records of this run span fewer")
    return int(earlier.max())


def within_window(tables: Tables, name: str) -> pd.DataFrame:
    """The rows of a table by step that lie in the window."""
    first, last = window(tables)
    return tables[name][tables[name]["step"].between(first, last)]


def living(tables: Tables) -> pd.DataFrame:
    """Alliances that lived in the window, with ``years`` of their life in it."""
    first, last = window(tables)
    rows = tables["alliances"]
    ended = rows["ended_step"].astype("Float64").fillna(last).clip(upper=last).astype(float)
    lived = (rows["formed_step"] <= last) & (ended >= first)
    years = (ended - rows["formed_step"].clip(lower=first) + 1) / QUARTERS_PER_YEAR
    return rows.assign(years=years)[lived]


def allied_abroad(tables: Tables) -> pd.Index:
    """Firms that were in a signed international alliance at any time in the window."""
    alliances = living(tables)
    return pd.Index(alliances.loc[alliances["international"], "partners"].explode().unique())


def shared_by_partner(alliances: pd.DataFrame) -> pd.DataFrame:
    """One row per alliance and partner: ``firm_id``, and whether it ``initiated`` the alliance."""
    rows = alliances.explode("partners").rename(columns={"partners": "firm_id"}).astype({"firm_id": int})
    return rows.assign(initiated=~rows["alliance_id"].duplicated())  # the initiator is listed first
