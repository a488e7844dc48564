"""Firms of two paired worlds by year: one row per year's end, one column per firm, zero where a firm is not alive.

Firm ids are the same in both worlds, so that a column is one firm in either.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.summary import Tables
from alliances.model.declarations.codes import TRANSFERS
from alliances.model.rules import QUARTERS_PER_YEAR

THREE_YEARS = 3 * QUARTERS_PER_YEAR
NEVER = np.iinfo(np.int64).max


class Grid(NamedTuple):
    """Years and firms of two worlds."""

    steps: np.ndarray  # last quarter of each year that both worlds recorded
    firms: int  # ids run from 0 to firms - 1

    def cells(self, years: np.ndarray, firms: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Sums of weights by year (position in ``steps``) and firm; what lies before or after all years is left out."""
        inside = (years >= 0) & (years < len(self.steps))
        weights = None if weights is None else weights[inside]
        shape = len(self.steps), self.firms
        places = years[inside] * self.firms + firms[inside]
        return np.bincount(places, weights, shape[0] * shape[1]).reshape(shape).astype(float)

    def year_of(self, steps: np.ndarray) -> np.ndarray:
        """Position of the year in which a quarter lies; -1 where that year is not recorded."""
        places = np.searchsorted(self.steps, steps)
        ends = np.append(self.steps, NEVER)[places]
        return np.where(ends - steps < QUARTERS_PER_YEAR, places, -1)


class Memberships(NamedTuple):
    """One row per alliance and partner."""

    firms: np.ndarray
    weights: np.ndarray  # one over the alliance's partners
    formed: np.ndarray
    ended: np.ndarray  # NEVER while it lives


def grid_of(base: Tables, option: Tables) -> Grid:
    """The years and firms of two worlds."""
    steps = np.intersect1d(base["firms"]["step"], option["firms"]["step"])
    ids = [int(ids.max()) for tables in (base, option) for ids in named_in(tables) if len(ids)]
    return Grid(steps[(steps + 1) % QUARTERS_PER_YEAR == 0].astype(np.int64), max(ids, default=-1) + 1)


def named_in(tables: Tables) -> tuple[np.ndarray, ...]:
    """Ids of the firms that a world's tables name."""
    paid = tables["spending"]["firm_id"].dropna()
    return tables["firms"]["firm_id"].to_numpy(), memberships(tables).firms, paid.to_numpy(np.int64)


def memberships(tables: Tables) -> Memberships:
    """Who is in which alliance, and when."""
    alliances = tables["alliances"]
    sizes = alliances["n_partners"].to_numpy(np.int64)
    partners = [firm for partners in alliances["partners"] for firm in partners]
    ended = alliances["ended_step"].fillna(NEVER).to_numpy(np.int64)
    return Memberships(
        np.array(partners, np.int64),
        np.repeat(1 / sizes, sizes),
        np.repeat(alliances["formed_step"].to_numpy(np.int64), sizes),
        np.repeat(ended, sizes),
    )


def firms_by_year(tables: Tables, grid: Grid) -> dict[str, np.ndarray]:
    """Whether each firm lives and is abroad at a year's end, and its foreign sales and profit in the year, million USD.

    A year's money is the mean of its records. Outlays are lumpy (a budget may be gone in its first quarter), so profit
    is not a number for a year of which a quarter was not recorded.
    """
    firms = tables["firms"]
    steps, ids = firms["step"].to_numpy(np.int64), firms["firm_id"].to_numpy(np.int64)
    years = grid.year_of(steps)
    ends = np.where(np.isin(steps, grid.steps), years, -1)
    recorded = np.bincount(grid.year_of(np.unique(steps)) + 1, minlength=len(grid.steps) + 1)[1:, None]
    profit = grid.cells(years, ids, firms["profit"].to_numpy()) / recorded
    return {
        "firms": grid.cells(ends, ids),
        "firms_abroad": grid.cells(ends, ids, (firms["markets"] > 0).to_numpy(float)),
        "foreign_sales": grid.cells(years, ids, firms["foreign_sales"].to_numpy()) / recorded,
        "profit": np.where(recorded == QUARTERS_PER_YEAR, profit, np.nan),
    }


def alliances_by_year(tables: Tables, grid: Grid, first_step: int) -> dict[str, np.ndarray]:
    """Each firm's part of the alliances that live at a year's end; of those signed since ``first_step`` and three years
    ago or more (``watched``); and of the watched that lived three years (``survived``).
    """
    own = memberships(tables)
    lived = own.ended - own.formed >= THREE_YEARS
    found: dict[str, list[np.ndarray]] = {"alliances": [], "watched": [], "survived": []}
    for step in grid.steps:
        watched = (own.formed >= first_step) & (own.formed <= step - THREE_YEARS)
        living = (own.formed <= step) & (own.ended > step)
        for name, chosen in (("alliances", living), ("watched", watched), ("survived", watched & lived)):
            found[name].append(np.bincount(own.firms[chosen], own.weights[chosen], grid.firms))
    return {name: np.array(rows).reshape(len(grid.steps), grid.firms) for name, rows in found.items()}


def payments_by_year(tables: Tables, grid: Grid) -> dict[str, np.ndarray]:
    """Payments to or for each firm in a year, of all purposes and of those that are transfers, million USD."""
    spending = tables["spending"]
    spending = spending[spending["firm_id"].notna()]
    years, firms = grid.year_of(spending["step"].to_numpy(np.int64)), spending["firm_id"].to_numpy(np.int64)
    amounts = spending["amount"].to_numpy(float)
    transferred = amounts * spending["purpose"].isin(TRANSFERS).to_numpy()
    return {"spending": grid.cells(years, firms, amounts), "transfers": grid.cells(years, firms, transferred)}


def spending_by_year(tables: Tables, grid: Grid, policy: str | None = None) -> np.ndarray:
    """All payments in each year, or those of one policy, also those for no firm, million USD."""
    spending = tables["spending"]
    spending = spending if policy is None else spending[spending["policy"] == policy]
    years = grid.year_of(spending["step"].to_numpy(np.int64))
    sums = np.bincount(years + 1, spending["amount"].to_numpy(float), len(grid.steps) + 1)
    return np.asarray(sums[1:], float)


def supported_by_year(tables: Tables, grid: Grid, without: tuple[str, ...] = ()) -> np.ndarray:
    """Whether each firm had got any payment, or one was made for it, by a year's end; not by policies ``without``."""
    spending = tables["spending"]
    spending = spending[spending["firm_id"].notna() & ~spending["policy"].isin(without)]
    first = np.full(grid.firms, NEVER)
    np.minimum.at(first, spending["firm_id"].to_numpy(np.int64), spending["step"].to_numpy(np.int64))
    return np.asarray(first[None, :] <= grid.steps[:, None])


def traits(base: Tables, option: Tables, first_step: int) -> pd.DataFrame:
    """Home, industry and size class (sme) of each firm: those before ``first_step``, or at its first record after it.

    They are taken from the world without the policy wherever it has the firm, so that no policy moves a firm from one
    group to another.
    """
    told = []
    for tables in (base, option):
        firms = tables["firms"][["step", "firm_id", "home", "industry", "sme"]]
        early = firms["step"] < first_step
        told += [firms[early].drop_duplicates("firm_id", keep="last"), firms[~early].drop_duplicates("firm_id")]
    return pd.concat(told).drop_duplicates("firm_id").set_index("firm_id").sort_index()
