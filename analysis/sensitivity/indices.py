"""Which factors an outcome depends on: Morris, Sobol, eFAST, PAWN and delta, with intervals and convergence.

SALib estimates; this module gives it whole blocks of points in the unit cube and one value of the outcome per point,
seeds its resampling, keeps it from disturbing its surroundings, and puts what it finds into one form. What SALib does
otherwise than a user expects (a seed of 0 counts as none, generator and warnings are set for the whole process) ends
here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.sensitivity import HARMONICS
from alliances.analysis.sensitivity.pawn import Numbers, distances
from alliances.analysis.statistics.intervals import NORMAL
from alliances.model.errors import refuse, unknown

SLICES = 10  # of each factor's range in PAWN
STEPS = 5  # sample sizes at which convergence is looked at, each double the last


class Method(NamedTuple):
    """A method: the samples it can use, its indices in the order they are shown, and the one that ranks."""

    title: str
    samplers: tuple[str, ...]
    indices: dict[str, str]  # name and meaning
    ranks_by: str
    blocks: str  # what is dropped as a whole when a point of it is missing
    least: int  # blocks
    together: str  # how the indices of a rule's parameters are put together if they were not moved together


FIRST = "share of variance due to it alone"
TOTAL = "share of variance due to it alone and with others"
SPREAD = ("latin_hypercube", "sobol")
METHODS = {
    "morris": Method(
        "Morris screening", ("morris",),
        {"mu": "mean effect of its whole range", "mu_star": "mean size of the effect of its whole range",
         "sigma": "how much the effect differs from place to place"}, "mu_star", "trajectories", 4, "sum",
    ),
    "sobol": Method("Sobol indices", ("sobol",), {"first": FIRST, "total": TOTAL}, "total", "blocks", 8, "sum"),
    "efast": Method("eFAST", ("efast",), {"first": FIRST, "total": TOTAL}, "total", "curves", 1, "sum"),
    "pawn": Method(
        "PAWN", SPREAD,
        {"pawn": "median over slices of the distance between distributions", "pawn_max": "the largest such distance"},
        "pawn", "points", 100, "mean",
    ),
    "delta": Method(
        "Delta", SPREAD, {"delta": "share of the distribution that shifts with it", "first": FIRST}, "delta", "points",
        100, "max",
    ),
}  # fmt: skip


def method_named(name: str) -> Method:
    """The method; ``InputError`` if there is none of this name."""
    if name not in METHODS:
        refuse(f"{unknown('method', name, METHODS)}; it must be one of {', '.join(METHODS)}")
    return METHODS[name]


@dataclass(frozen=True)
class Sample:
    """Points in the unit cube, one column per factor, rows in the order of the sampler; how they were drawn."""

    unit: pd.DataFrame
    rules: tuple[str, ...] = ()  # of each factor
    grouped: bool = False  # whether the factors of a rule were moved together
    second_order: bool = True  # of Sobol
    levels: int = 4  # of Morris

    @property
    def names(self) -> list[str]:
        """The factors."""
        return [str(name) for name in self.unit]

    @property
    def problem(self) -> dict[str, Any]:
        """The factors as SALib takes them."""
        names = self.names
        described = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
        return {**described, "groups": list(self.rules)} if self.grouped else described

    @property
    def moved(self) -> list[str]:
        """What was moved by itself: rules, or factors."""
        return list(dict.fromkeys(self.rules)) if self.grouped else self.names

    def block(self, method: str) -> int:
        """Points in a block of the method."""
        size = len(self.moved)
        sobol = 2 * size + 2 if self.second_order else size + 2
        return {"morris": size + 1, "sobol": sobol, "efast": len(self.unit)}.get(method, 1)


class Effort(NamedTuple):
    """How intervals are drawn: number of resamples, and seed."""

    resamples: int = 100
    seed: int = 1


class Found(NamedTuple):
    """Every index of every name, half-widths of 95 % intervals, resampled values if any, and pairs of factors."""

    names: list[str]
    values: dict[str, Numbers]
    halves: dict[str, Numbers]
    draws: dict[str, Numbers] = {}  # noqa: RUF012  resamples × names
    pairs: list[tuple[str, str, float, float]] = []  # noqa: RUF012  factor, other, second order, half-width


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put back what SALib changes for the whole process; on one thread, on which sums would depend."""
    from threadpoolctl import threadpool_limits

    state, form = np.random.get_state(), warnings.formatwarning
    try:
        with threadpool_limits(1), warnings.catch_warnings(record=True), np.errstate(all="ignore"):
            yield
    finally:
        np.random.set_state(state)
        warnings.formatwarning = form


def estimate(method: str, sample: Sample, y: Numbers, effort: Effort) -> Found:
    """The indices of ``y``, one value per point of ``sample``; NaN only where eFAST lacks a point of a curve."""
    with undisturbed():
        return ESTIMATORS[method](sample, y, effort)


def morris(sample: Sample, y: Numbers, effort: Effort) -> Found:
    """Elementary effects over the whole range of a factor, in units of the outcome.

    For a rule of several factors that were moved together there is only mu_star: signs and spread have no meaning.
    """
    from SALib.analyze import morris

    found = morris.analyze(
        sample.problem, sample.unit.to_numpy(), y, num_levels=sample.levels, num_resamples=effort.resamples,
        seed=effort.seed + 1,
    )  # fmt: skip
    values = {index: np.asarray(found[index], float) for index in ("mu", "mu_star", "sigma")}
    values["mu"] = np.where(np.isnan(values["sigma"]), np.nan, values["mu"])
    errors = values["sigma"] / np.sqrt(len(y) / sample.block("morris"))
    half = np.asarray(found["mu_star_conf"], float)
    halves = {"mu": NORMAL * errors, "mu_star": half, "sigma": np.full(len(half), np.nan)}
    return Found([str(name) for name in found["names"]], values, halves)


def sobol(sample: Sample, y: Numbers, effort: Effort) -> Found:
    """First and total order, and second order where the sample has it."""
    from SALib.analyze import sobol

    found = sobol.analyze(
        sample.problem, y, calc_second_order=sample.second_order, num_resamples=effort.resamples,
        keep_resamples=True, seed=effort.seed + 1,
    )  # fmt: skip
    keys, names = {"first": "S1", "total": "ST"}, sample.moved
    pairs = [
        (one, other, float(found["S2"][i, j]), float(found["S2_conf"][i, j]))
        for i, one in enumerate(names) for j, other in enumerate(names)
        if i < j and sample.second_order
    ]  # fmt: skip
    return Found(
        names,
        {index: found[key] for index, key in keys.items()},
        {index: found[f"{key}_conf"] for index, key in keys.items()},
        {index: found[f"{key}_conf_all"] for index, key in keys.items()},
        pairs,
    )


def efast(sample: Sample, y: Numbers, effort: Effort) -> Found:
    """First and total order from the spectrum along each factor's curve; SALib calls its intervals indicative only."""
    from SALib.analyze import fast

    found = fast.analyze(sample.problem, y, M=HARMONICS, num_resamples=effort.resamples, seed=effort.seed + 1)
    keys = {"first": "S1", "total": "ST"}
    values = {index: np.array(found[key], float) for index, key in keys.items()}
    return Found(sample.names, values, {i: np.array(found[f"{key}_conf"], float) for i, key in keys.items()})


def pawn(sample: Sample, y: Numbers, effort: Effort) -> Found:
    """Distances between the outcome's distribution and that within slices of a factor; intervals by bootstrap."""
    columns = sample.unit.to_numpy().T

    def at(rows: Any) -> dict[str, Numbers]:
        apart = distances(columns[:, rows], y[rows], SLICES)
        return {"pawn": np.nanmedian(apart, axis=1), "pawn_max": np.nanmax(apart, axis=1)}

    return resampled(sample.names, at, len(y), effort, corrected=False)


def delta(sample: Sample, y: Numbers, effort: Effort) -> Found:
    """Borgonovo's delta and the first order from given data (Plischke et al. 2013), bias taken off by bootstrap.

    SALib's estimators, but not its ``analyze``: that starts from a random part of the sample, so that its value moves
    with the seed by more than its interval says.
    """
    from SALib.analyze.delta import calc_delta, sobol_first

    columns = sample.unit.to_numpy().T
    power = 2 / (7 + np.tanh((1500 - len(y)) / 500))  # bins as in Plischke et al. 2013
    edges = np.linspace(0, len(y), round(min(np.ceil(len(y) ** power), 48)) + 1)
    grid = np.linspace(y.min(), y.max(), 100)

    def at(rows: Any) -> dict[str, Numbers]:
        return {
            "delta": np.array([calc_delta(y[rows], grid, x[rows], edges) for x in columns]),
            "first": np.array([sobol_first(y[rows], x[rows], edges) for x in columns]),
        }

    return resampled(sample.names, at, len(y), effort, corrected=True)


ESTIMATORS: dict[str, Callable[[Sample, Numbers, Effort], Found]] = {
    "morris": morris, "sobol": sobol, "efast": efast, "pawn": pawn, "delta": delta,
}  # fmt: skip


def resampled(
    names: list[str], at: Callable[[Any], dict[str, Numbers]], count: int, effort: Effort, corrected: bool
) -> Found:
    """Indices at all points, intervals from resampled points; if ``corrected``, without the bias that these show."""
    rng = np.random.default_rng(effort.seed)
    values = at(slice(None))
    drawn = [at(rng.integers(count, size=count)) for _ in range(effort.resamples)]
    draws = {index: np.array([one[index] for one in drawn]) for index in values}
    if corrected:
        values = {index: 2 * value - draws[index].mean(axis=0) for index, value in values.items()}
    halves = {index: NORMAL * draw.std(axis=0, ddof=1) for index, draw in draws.items()}
    return Found(names, values, halves, draws)
