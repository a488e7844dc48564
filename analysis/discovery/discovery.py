"""Scenario discovery: the region of the factors in which a condition on the outcomes holds, found by PRIM.

The patient rule induction method (Friedman and Fisher 1999; for scenarios Bryant and Lempert 2010) peels thin slices
off the space of factors, always those that leave the highest share of cases of interest. What is added here: one rule
by which a box is taken from the trajectory, limits without evidence are dropped, and two questions are answered that a
box alone leaves open: is it better than what a search finds in shuffled outcomes, and would other points have given the
same box?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.conditions import Condition, outcomes_among
from alliances.analysis.discovery.checks import (
    FEWEST,
    Work,
    as_strong_by_chance,
    both,
    least_mass,
    resamples,
    stability,
)
from alliances.analysis.discovery.peeling import Peeled, inside
from alliances.model.errors import refuse

LEVEL = 0.05  # of the shares that would be due to chance
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Search:
    """How to search.

    ``density`` is the share of points of interest that a box should reach, as wide as it can be (None: as the strongest
    box has it); ``mass`` the least share of points it may hold; ``boxes`` how many are looked for, one after the other.
    ``shuffles`` and ``resamples`` are the efforts put into the two checks; ``seed`` their random numbers.
    """

    density: float | None = None
    mass: float = 0.05
    boxes: int = 1
    shuffles: int = 39
    resamples: int = 20
    seed: int = 1


@dataclass(frozen=True)
class Box:
    """A region.

    ``limits`` has one row per limited factor: ``low``, ``high`` (NaN: no limit), ``values`` (of a factor without an
    order, else None), ``low_p``, ``high_p`` (quasi p-values), ``range_low``, ``range_high`` (of the points),
    ``limited`` (share of resamples that limit it), ``low_from``, ``low_to``, ``high_from``, ``high_to`` (90 % of the
    resamples' limits).

    ``coverage`` is the share of all points of interest that lie inside, ``density`` the share of points inside that are
    of interest, ``mass`` the share of all points inside. ``chance`` is the share of outcomes, shuffled ones and the
    true one, that gave as strong a box (NaN if none was shuffled). ``overlap`` tells how alike the boxes of resamples
    are: of the points in this box or in such a one, the share that lies in both; the median.
    """

    limits: pd.DataFrame
    coverage: float
    density: float
    mass: float
    trajectory: pd.DataFrame
    chance: float
    overlap: float

    @property
    def better_than_chance(self) -> bool:
        """Whether shuffled outcomes hardly ever give as strong a box, and it has limits at all."""
        return not self.chance > LEVEL and len(self.limits) > 0


@dataclass(frozen=True)
class Discovery:
    """What was found; ``points`` says of every point whether it is ``of_interest``, and in which ``box`` (0: none)."""

    where: str
    boxes: tuple[Box, ...]
    points: pd.DataFrame
    left_out: int
    search: Search

    def __repr__(self) -> str:
        """The condition, and how many boxes and points there are."""
        boxes = f"{len(self.boxes)} box{'' if len(self.boxes) == 1 else 'es'}"
        return f"Discovery({self.where!r}, {boxes}, {len(self.points)} points)"

    @property
    def share(self) -> float:
        """Share of points at which the condition holds."""
        return float(self.points["of_interest"].mean())


def discover(
    runs: pd.DataFrame, where: str, factors: Sequence[str], search: Search | None = None,
    progress: Progress | None = None,
) -> Discovery:  # fmt: skip
    """Find where ``where`` holds, a condition on outcomes such as ``failed_share > 0.5``.

    ``runs`` has one row per run, with the ``factors`` and the outcomes. Outcomes are means over the replicates of a
    point: replicates share their factors, so that counting each of them would make p-values look better than they
    are. Points with a missing outcome are left out. Raises ``InputError`` for a condition that cannot be read, or that
    holds everywhere or nowhere.
    """
    search = search or Search()
    check(search)
    condition = Condition(where, outcomes_among(runs.columns, factors))
    points = means_by_point(runs, factors, condition.names)
    missing = condition.unknowable(points)
    points = points[~missing].reset_index(drop=True).assign(of_interest=condition(points)[~missing], box=0)
    varied = [name for name in factors if points[name].nunique() > 1]
    refuse_nothing_to_find(points, condition, varied)
    work = Work(search, progress)
    boxes = []
    for number, (box, members) in enumerate(found_boxes(points[varied], points["of_interest"], work), 1):
        points.loc[members, "box"] = number if box.better_than_chance else 0
        boxes.append(box)
    return Discovery(condition.text, tuple(boxes), points, int(missing.sum()), search)


def check(search: Search) -> None:
    """Raise ``InputError`` for settings that make no sense."""
    if search.density is not None and not 0 < search.density <= 1:
        refuse(f"density = {search.density:g} must be above 0, at most 1")
    if not 0 < search.mass < 1:
        refuse(f"mass = {search.mass:g} must be between 0 and 1")
    for name, least in (("boxes", 1), ("shuffles", 0), ("resamples", 0)):
        if getattr(search, name) < least:
            refuse(f"{name} = {getattr(search, name)} must be {least} or more")


def means_by_point(runs: pd.DataFrame, factors: Sequence[str], outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per point of the design: its factors, and the means of the outcomes over its replicates."""
    means = runs.groupby(list(factors), sort=True, observed=True)[list(outcomes)].mean()
    return means.reset_index()


def refuse_nothing_to_find(points: pd.DataFrame, condition: Condition, varied: list[str]) -> None:
    """Raise ``InputError`` where there is no region to look for."""
    if not varied:
        refuse("the points do not differ in any factor; the sweep must vary at least one")
    count = int(points["of_interest"].sum())
    if count in (0, len(points)):
        ranges = (f"{name} is {points[name].min():.4g} to {points[name].max():.4g}" for name in condition.names)
        which = "all" if count else "none"
        refuse(f"'{condition.text}' holds at {which} of {len(points)} points ({', '.join(ranges)})")


def found_boxes(
    x: pd.DataFrame, interest: pd.Series[bool], work: Work
) -> Iterator[tuple[Box, NDArray[np.int64]]]:  # fmt: skip
    """One box after the other, each among the points that are in none yet, with the rows in it."""
    left = np.arange(len(x))
    for number in range(work.search.boxes):
        here, wanted = x.iloc[left].reset_index(drop=True), interest.to_numpy()[left].astype(int)
        if len(set(wanted)) < 2 or (number and wanted.sum() < FEWEST):
            return
        peeled = Peeled(here, wanted, least_mass(work.search, len(left)), work.search.density)
        work.advance()
        box = rescaled(described(peeled, here, wanted, work), wanted.sum() / interest.sum(), len(left) / len(x))
        yield box, left[peeled.members]
        if not box.better_than_chance:
            return
        left = left[~peeled.members]


def rescaled(box: Box, of_interest: float, of_points: float) -> Box:
    """A box among the points that were left, in shares of all points."""
    trajectory = box.trajectory.assign(
        coverage=box.trajectory["coverage"] * of_interest, mass=box.trajectory["mass"] * of_points
    )
    return Box(
        box.limits, box.coverage * of_interest, box.density, box.mass * of_points, trajectory, box.chance, box.overlap
    )


def described(peeled: Peeled, x: pd.DataFrame, wanted: NDArray[np.int64], work: Work) -> Box:
    """A box with its limits, and the two checks of it."""
    chance = as_strong_by_chance(peeled, x, wanted, work)
    resampled = list(resamples(x, wanted, work))
    overlaps = [both(inside(x, other.box), peeled.members) for other in resampled]
    limits = stability(peeled.limits, resampled)
    inner = wanted[peeled.members]
    return Box(
        limits, inner.sum() / wanted.sum(), float(inner.mean()), len(inner) / len(wanted), peeled.trajectory, chance,
        float(np.median(overlaps)) if overlaps else float("nan"),
    )  # fmt: skip
