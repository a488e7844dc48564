"""Whether a box is better than chance, and whether other points would have given the same one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.discovery.peeling import Peeled, strength

if TYPE_CHECKING:
    from alliances.analysis.discovery.discovery import Search

FEWEST = 10  # points in a box, and points of interest that must be left to look for one more


class Work:
    """The search, its random numbers, and how much of it is done."""

    def __init__(self, search: Search, progress: Callable[[int, int], None] | None) -> None:
        """Nothing is done yet."""
        self.search = search
        self.rng = np.random.default_rng(search.seed)
        self.done = 0
        self.all = search.boxes * (1 + search.shuffles + search.resamples)
        self.progress = progress

    def advance(self) -> None:
        """One more search is done."""
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.all)


def least_mass(search: Search, points: int) -> float:
    """The least mass of a box, so that it holds some points."""
    return min(max(search.mass, FEWEST / points), 0.5)


def as_strong_by_chance(peeled: Peeled, x: pd.DataFrame, wanted: NDArray[np.int64], work: Work) -> float:
    """Share of shuffled outcomes, the true one counted among them, in which the strongest box is as strong."""
    if not work.search.shuffles:
        return float("nan")
    true, as_strong = strength(peeled.trajectory).max(), 1
    for _ in range(work.search.shuffles):
        shuffled = Peeled(x, work.rng.permutation(wanted), peeled.mass, peeled.density)
        as_strong += strength(shuffled.trajectory).max() >= true
        work.advance()
    return float(as_strong / (1 + work.search.shuffles))


def resamples(x: pd.DataFrame, wanted: NDArray[np.int64], work: Work) -> Iterator[Peeled]:
    """The boxes found in random halves of the points."""
    for _ in range(work.search.resamples):
        half = np.sort(work.rng.permutation(len(x))[: len(x) // 2])
        work.advance()
        if len(set(wanted[half])) == 2:
            chosen = x.iloc[half].reset_index(drop=True)
            yield Peeled(chosen, wanted[half], least_mass(work.search, len(half)), work.search.density)


def both(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Share of the points in either region that are in both."""
    return float((one & other).sum() / max((one | other).sum(), 1))


def stability(limits: pd.DataFrame, resampled: Sequence[Peeled]) -> pd.DataFrame:
    """The limits, with how often resamples limit each factor, and between which values 90 % of their limits lie."""
    found: dict[str, pd.DataFrame] = {name: limits_of(resampled, name) for name in limits["factor"]}
    columns: dict[str, list[Any]] = {"limited": [len(found[name]) / max(len(resampled), 1) for name in found]}
    for side in ("low", "high"):
        for end, quantile in (("from", 0.05), ("to", 0.95)):
            columns[f"{side}_{end}"] = [rows[side].dropna().astype(float).quantile(quantile) for rows in found.values()]
    return limits.assign(**columns)


def limits_of(resampled: Sequence[Peeled], factor: str) -> pd.DataFrame:
    """The limits that resamples put on a factor."""
    rows = [one.limits[one.limits["factor"] == factor] for one in resampled]
    return pd.concat(rows) if rows else pd.DataFrame({"low": [], "high": []})
