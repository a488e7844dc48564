"""Regime maps: a few situations in plain words, and which of them holds where on a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.conditions import Condition, outcomes_among
from alliances.analysis.heat_maps.heat_maps import CELL, FAILED, HeatMap
from alliances.analysis.statistics.intervals import LEVEL
from alliances.analysis.wording import spoken
from alliances.model.errors import echoed, refuse

MATTERS = 0.05  # share of the outcome by which something must change it to matter
RESAMPLES = 200
SURE = 0.9  # share of resamples that give a cell the same regime
MOST = 6  # regimes that a reader can tell apart
OTHERWISE = "none of these"
NO_ALLIANCES, NOT_MEASURED = "no alliances", "not measured"  # where a condition speaks of what has no value


@dataclass(frozen=True)
class Regime:
    """A situation: its name in plain words, and the condition on a cell's means under which it holds."""

    name: str
    where: str


@dataclass(frozen=True)
class RegimeMap:
    """``cells`` of the map with the name of the ``regime`` in each and how ``sure`` it is: the share of resamples."""

    heat: HeatMap
    regimes: tuple[Regime, ...]
    otherwise: str
    cells: pd.DataFrame
    missing: str  # what a cell is called in which a condition speaks of what has no value there

    @property
    def names(self) -> list[str]:
        """All regimes, those that hold nowhere too, and what cells are called whose regime cannot be told, if any."""
        named = [*(regime.name for regime in self.regimes), self.otherwise]
        return [*named, self.missing] if (self.cells["regime"] == self.missing).any() else named


def default_regimes(heat: HeatMap, less_is_better: bool = False) -> tuple[tuple[Regime, ...], str]:
    """Regimes that fit a map, and the name of what is left: does the contrast pay, and do most alliances fail?"""
    most_fail = Regime("most alliances fail", f"{FAILED} > 0.5")
    failing = FAILED in heat.samples.columns
    if heat.contrast is None:
        return ((most_fail,), "most alliances do not fail") if failing else ((), OTHERWISE)
    alliances = heat.contrast.label == "alliances"
    what = "alliances" if alliances else spoken(heat.contrast.factor)
    verb = ("pay", "hurt", "do not matter") if alliances else ("pays", "hurts", "does not matter")
    up, down = (verb[1], verb[0]) if less_is_better else verb[:2]
    regimes = [Regime(f"{what} {up}", f"change > {MATTERS}"), Regime(f"{what} {down}", f"change < -{MATTERS}")]
    return (*sorted(regimes, key=lambda one: one.name.endswith(verb[1])), *[most_fail] * failing), f"{what} {verb[2]}"


def regime_from(text: str) -> Regime:
    """The regime that ``NAME: CONDITION`` describes."""
    name, colon, where = text.partition(":")
    if not colon or not name.strip() or not where.strip():
        refuse(f"{echoed(text)} is not of the form NAME: CONDITION, such as 'most alliances fail: failed_share > 0.5'")
    return Regime(name.strip(), where.strip())


def regime_map(heat: HeatMap, regimes: Sequence[Regime], otherwise: str = OTHERWISE, seed: int = 1) -> RegimeMap:
    """Which regime holds in each cell: the first whose condition is true of the cell's means.

    Conditions may speak of outcomes (means of runs with the contrast's high level), and with a contrast of
    ``without`` (the outcome with the low level), ``effect`` (the difference) and ``change`` (the difference as a share
    of ``without``). The same is asked of means over resampled replicates (points, where a cell has several): the share
    that gives the same answer says how sure it is; NaN where there is nothing to resample. Where a condition speaks of
    an outcome that has no value in the cell, and none before it is true, the regime cannot be told.
    """
    if not 1 <= len(regimes) <= MOST:
        refuse(f"there must be 1 to {MOST} regimes, not {len(regimes)}")
    numeric = heat.samples.select_dtypes("number")
    sources = outcomes_among(numeric.columns, CELL)
    known = [*sources, "change"] if heat.contrast else sources
    conditions = [Condition(regime.where, known) for regime in regimes]
    pair = {"effect", "without"} & set(sources)
    used = sorted({name for one in conditions for name in one.names} - {"change"} | pair)
    gaps = [name for name in used if heat.samples[name].isna().any()]
    missing = NO_ALLIANCES if gaps == [FAILED] else NOT_MEASURED
    called = [*(one.name for one in regimes), otherwise, missing]
    rng, rows = np.random.default_rng(seed), []
    for place, cell in heat.samples.groupby(CELL, sort=True):
        clusters = cell.groupby("point" if cell["point"].nunique() > 1 else "replicate")[used].mean().to_numpy()
        draws = rng.integers(0, len(clusters), (RESAMPLES, len(clusters)))
        mean = cell[used].mean().to_numpy()
        means = np.vstack([mean, mean + wider(len(clusters)) * (known_means(clusters[draws]) - mean)])
        kinds = first_true(conditions, with_change(pd.DataFrame(means, columns=used)))
        sure = float(np.mean(kinds[1:] == kinds[0])) if len(clusters) > 1 else np.nan
        rows.append((*place, called[kinds[0]], sure))
    cells = heat.cells.merge(pd.DataFrame(rows, columns=[*CELL, "regime", "sure"]), on=CELL)
    return RegimeMap(heat, tuple(regimes), otherwise, cells, missing)


def known_means(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over the second axis of what has a value; NaN where nothing has."""
    known = np.isfinite(draws)
    return np.where(known.any(axis=1), np.where(known, draws, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1), np.nan)


def wider(clusters: int) -> float:
    """By how much means of so few must be spread so that 95 % of them span Student's interval."""
    from scipy.special import ndtri, stdtrit

    if clusters < 2:
        return 0.0
    share = (1 + LEVEL) / 2
    return float(np.sqrt(clusters / (clusters - 1)) * stdtrit(clusters - 1, share) / ndtri(share))


def with_change(means: pd.DataFrame) -> pd.DataFrame:
    """Means with the effect as a share of the outcome without it."""
    if "effect" not in means:
        return means
    change = means["effect"] / means["without"].abs()  # infinite where there is nothing without it
    return means.assign(change=change.mask((means["effect"] == 0) & (means["without"] == 0), 0.0))


def first_true(conditions: Sequence[Condition], means: pd.DataFrame) -> np.ndarray:
    """The number of the first condition that is true of each row; the next one where none is.

    The one after that where a condition speaks of what is missing, and none before it is true.
    """
    unknown = np.array([one.unknowable(means) for one in conditions])
    held = np.array([one(means) for one in conditions]) & ~unknown
    first = np.vstack([held | unknown, np.ones(len(means), bool)]).argmax(axis=0)
    at_first = np.vstack([unknown, np.zeros(len(means), bool)])[first, np.arange(len(means))]
    return np.where(at_first, len(conditions) + 1, first)
