"""The patient rule induction method (Friedman and Fisher 1999): boxes that are peeled and pasted step by step.

A step is judged by what it gains in density for each point that it gives up or takes in (Kwakkel and Jaxa-Rozen 2016),
so that a factor with few values, of which a step takes many points at once, has no advantage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ALPHA = 0.05  # share of a box's points that one step peels or pastes
Truth = NDArray[np.bool_]
Limit = tuple[float, float] | frozenset[Any]  # lowest and highest value, or the values of a factor without order
Limits = dict[str, Limit]
EVERYWHERE = (-np.inf, np.inf)


class Region(NamedTuple):
    """A box: the limits of those factors that it limits, and which of all points lie in it."""

    limits: Limits
    members: Truth


class Points:
    """Points by factor, of which each is of interest or not."""

    def __init__(self, x: pd.DataFrame, wanted: NDArray[np.int64]) -> None:
        """``wanted`` is 1 for points of interest, else 0."""
        self.wanted = wanted
        self.columns = {str(name): numbers(x[name]) for name in x}
        self.whole: dict[str, Limit] = {name: all_of(values) for name, values in self.columns.items()}

    def within(self, limits: Mapping[str, Limit]) -> Truth:
        """Which points lie within limits."""
        inside = np.ones(len(self.wanted), bool)
        for name, limit in limits.items():
            inside &= holds(limit, self.columns[name])
        return inside

    def limited(self, region: Region, name: str, limit: Limit) -> Region:
        """The same region with one factor limited otherwise, or no more."""
        limits = {other: kept for other, kept in region.limits.items() if other != name}
        if limit != self.whole[name]:
            limits[name] = limit
        return Region(limits, self.within(limits))


def passed(points: Points, mass: float) -> list[Region]:
    """The regions on the way from all points to a small box of high density, and back where pasting helps.

    No region holds less than the share ``mass`` of the points.
    """
    found = [Region({}, np.ones(len(points.wanted), bool))]
    for steps in (peels, pastes):
        while (step := best(points, found[-1], steps(points, found[-1]), mass)) is not None:
            found.append(step)
    return found


def best(points: Points, now: Region, steps: Iterable[Region], mass: float) -> Region | None:
    """The step that gains most for each point; of equal ones, that which limits fewest factors; None if none gains."""
    count, density = int(now.members.sum()), points.wanted[now.members].mean()
    chosen, most = None, (0.0, 0)
    for step in steps:
        new = int(step.members.sum())
        if new == count or new < mass * len(points.wanted) or new == 0:
            continue
        gain = float(points.wanted[step.members].mean() - density) / abs(new - count)
        if gain > 0 and (gain, -len(step.limits)) > most:
            chosen, most = step, (gain, -len(step.limits))
    return chosen


def peels(points: Points, now: Region) -> Iterator[Region]:
    """Every region that gives up the outermost points at one end of one factor, or one value."""
    for name, values in points.columns.items():
        limit, here = now.limits.get(name, points.whole[name]), values[now.members]
        if isinstance(limit, frozenset):
            for value in sorted(limit, key=str):
                yield points.limited(now, name, limit - {value})
            continue
        for end, outwards in enumerate((1, -1)):
            if (cut := first_beyond(outwards * here, len(here))) is not None:
                yield points.limited(now, name, (outwards * cut, limit[1]) if end == 0 else (limit[0], outwards * cut))


def pastes(points: Points, now: Region) -> Iterator[Region]:
    """Every region that takes in the nearest points beyond one limit, or one more value."""
    count = int(now.members.sum())
    for name, limit in now.limits.items():
        whole = points.whole[name]
        if isinstance(limit, frozenset):
            assert isinstance(whole, frozenset)
            for value in sorted(whole - limit, key=str):
                yield points.limited(now, name, limit | {value})
            continue
        others = points.within({other: kept for other, kept in now.limits.items() if other != name})
        for end, outwards in enumerate((-1, 1)):
            ahead = outwards * points.columns[name][others]
            ahead = ahead[ahead > outwards * limit[end]]
            if not len(ahead):
                continue
            cut = first_beyond(ahead, count)
            new = outwards * (np.inf if cut is None else inner(ahead, cut))
            yield points.limited(now, name, (new, limit[1]) if end == 0 else (limit[0], new))


def first_beyond(values: NDArray[np.float64], of: int) -> float | None:
    """Where to cut so that the lowest values go, as many as a step takes of ``of`` points; None if none would be left.

    Equal values go together, and the cut lies midway to the next.
    """
    ordered = np.sort(values)
    last = ordered[min(max(int(ALPHA * of), 1), len(ordered)) - 1]
    place = int(np.searchsorted(ordered, last, "right"))
    if place == len(ordered):
        return None
    middle = last + (ordered[place] - last) / 2
    return float(middle if last < middle else ordered[place])


def inner(values: NDArray[np.float64], cut: float) -> float:
    """A limit that holds the values below a cut, and none from it on."""
    return float(cut if not (values == cut).any() else values[values < cut].max())


def holds(limit: Limit, values: NDArray[Any]) -> Truth:
    """Which values are within a limit."""
    if isinstance(limit, frozenset):
        return np.asarray(pd.Series(values).isin(limit), bool)
    return np.asarray((values >= limit[0]) & (values <= limit[1]), bool)


def numbers(column: pd.Series[Any]) -> NDArray[Any]:
    """A column as numbers where it has an order."""
    numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return column.to_numpy(float) if numeric else column.to_numpy(object)


def all_of(values: NDArray[Any]) -> Limit:
    """The limit that holds all values."""
    return frozenset(values.tolist()) if values.dtype == object else EVERYWHERE
