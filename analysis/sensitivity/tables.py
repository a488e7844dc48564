"""One outcome's sensitivity as tables: ranked indices with intervals, and how they settle with the sample.

A block of points (a trajectory of Morris, a base point of Sobol with all its moves) counts only as a whole: if one of
its points has no value, the block is dropped and counted. eFAST has no blocks: without a point, a factor's curve, and
so its index, is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.sensitivity import HARMONICS
from alliances.analysis.sensitivity.fitness import check_applies, remarks
from alliances.analysis.sensitivity.indices import METHODS, STEPS, Effort, Found, Sample, estimate
from alliances.analysis.sensitivity.pawn import Numbers
from alliances.analysis.sensitivity.replicates import Noise
from alliances.analysis.statistics.intervals import NORMAL
from alliances.model.errors import refuse

DUMMIES = 10  # factors without effect, by which PAWN and delta show what chance alone gives
FIRST_FIVE = 5
INDEX_COLUMNS = ["factor", "other", "index", "value", "low", "high", "floor"]
SIZE_COLUMNS = ["blocks", "factor", "index", "value", "low", "high"]


class Analysis(NamedTuple):
    """What a method finds for one outcome.

    ``indices``: one row per factor and index, with the interval and the ``floor``, the value to expect of a factor
    without any effect; second orders name the ``other`` factor. ``convergence``: the same from fewer blocks.
    ``remarks``: what the outcome's values and the indices say against them, in sentences.
    """

    indices: pd.DataFrame
    convergence: pd.DataFrame
    blocks: int
    dropped: int
    remarks: tuple[str, ...] = ()


def analyse(
    method: str, sample: Sample, means: pd.Series[Any], noise: Noise, effort: Effort, rules: bool = False
) -> Analysis:
    """Analyse one outcome: ``means`` has a value for each point of ``sample``, NaN where there is none.

    ``rules`` puts the factors of a rule together; an infinite value counts as none. Raises ``InputError`` if too few
    blocks are whole, if the outcome is the same everywhere, or if the method's estimator does not apply to it.
    """
    given = means.reindex(sample.unit.index).to_numpy(float)
    sample, y, dropped = whole_blocks(method, sample, np.where(np.isfinite(given), given, np.nan))
    there = y[np.isfinite(y)]
    check_applies(method, there)
    blocks = len(y) // sample.block(method)
    together = rules and not sample.grouped
    at_chance = floors(method, sample, y, noise, effort)
    found = estimate(method, sample, y, effort)
    steps = []
    for size in sizes(method, blocks):
        part, values = (sample, y) if size == blocks else cut(method, sample, y, size, effort)
        seen = found if size == blocks else estimate(method, part, values, effort)
        steps.append(index_table(by_rule(method, seen, sample.rules) if together else seen, {}).assign(blocks=size))
    convergence = pd.concat(steps, ignore_index=True)
    convergence = convergence.loc[convergence["other"] == "", SIZE_COLUMNS].reset_index(drop=True)
    shown = by_rule(method, found, sample.rules) if together else found
    table = index_table(shown, {} if together else at_chance)
    singly = index_table(found, {})
    return Analysis(table, convergence, blocks, dropped, tuple(remarks(method, there, singly[singly["other"] == ""])))


def whole_blocks(method: str, sample: Sample, y: Numbers) -> tuple[Sample, Numbers, int]:
    """The blocks that have all their values, and how many have not."""
    if len(y) % sample.block(method):
        refuse(f"{len(y)} points are no whole number of {METHODS[method].blocks} of {sample.block(method)}")
    if method == "efast":
        kept = np.ones(len(y), dtype=bool)
        lost = int(np.isnan(y.reshape(len(sample.unit.columns), -1)).any(axis=1).sum())
        if lost == len(sample.unit.columns):
            refuse("every curve lacks a point; at least one factor's curve must be without a gap")
        dropped = lost
    else:
        whole: Any = ~np.isnan(y.reshape(-1, sample.block(method))).any(axis=1)
        dropped = int((~whole).sum())
        if whole.sum() < METHODS[method].least:
            refuse(
                f"{int(whole.sum())} of {len(whole)} {METHODS[method].blocks} have all their values; "
                f"there must be at least {METHODS[method].least}"
            )
        kept = np.repeat(whole, sample.block(method))
    values = y[kept]
    if np.nanmax(values) - np.nanmin(values) <= 1e-12 * np.nanmax(np.abs(values)):
        refuse(f"it is {np.nanmax(values):g} at every point; it must be an outcome that varies")
    return replace(sample, unit=sample.unit[kept]), values, dropped


def sizes(method: str, blocks: int) -> list[int]:
    """Numbers of blocks to look at, each half of the next; eFAST's one curve cannot be cut."""
    halves = [blocks >> step for step in range(STEPS)] if method != "efast" else [blocks]
    return [size for size in reversed(halves) if size >= METHODS[method].least]


def cut(method: str, sample: Sample, y: Numbers, size: int, effort: Effort) -> tuple[Sample, Numbers]:
    """The first blocks; of points in no order, as many at random."""
    if METHODS[method].blocks == "points":
        rows = np.sort(np.random.default_rng(effort.seed).permutation(len(y))[:size])
    else:
        rows = np.arange(size * sample.block(method))
    return replace(sample, unit=sample.unit.iloc[rows]), y[rows]


def floors(method: str, sample: Sample, y: Numbers, noise: Noise, effort: Effort) -> dict[str, float]:
    """The value of each index to expect of a factor without effect, but for chance.

    For Morris, Sobol and eFAST it is what noise in means would give if each point had random draws of its own, which
    paired seeds do better than; NaN with one replicate. PAWN and delta are asked about factors made of random numbers.
    """
    if method in ("pawn", "delta"):
        rng = np.random.default_rng(effort.seed)
        chance = pd.DataFrame(rng.random((len(y), DUMMIES))).add_prefix("chance ")
        found = estimate(method, Sample(chance), y, Effort(max(effort.resamples // 5, 2), effort.seed))
        return {index: float(values.mean()) for index, values in found.values.items()}
    share, deviation = noise.noise_in_means, float(np.sqrt(noise.variance_in_means))
    if method == "morris":  # an effect is the difference of two means, over a step of the unit cube
        step = sample.levels / (2 * (sample.levels - 1))
        return {"mu": 0.0, "mu_star": 2 * deviation / np.sqrt(np.pi) / step, "sigma": np.sqrt(2) * deviation / step}
    if method == "sobol":
        return {"first": 0.0, "total": share}
    along = len(y) / len(sample.unit.columns)  # noise is spread evenly over the frequencies, of which each has a part
    return {"first": share * 2 * HARMONICS / along, "total": share * (1 - 1 / (2 * HARMONICS))}


def by_rule(method: str, found: Found, rules: Sequence[str]) -> Found:
    """The indices of each rule's factors put together: sums, or for PAWN the mean and for delta the largest.

    Of Morris only mu_star is: signs and spreads of different factors do not add up.
    """
    combine: Any = {"sum": np.sum, "mean": np.mean, "max": np.max}[METHODS[method].together]
    members = {rule: [n for n, own in enumerate(rules) if own == rule] for rule in dict.fromkeys(rules)}
    values, halves = {}, {}
    for index in found.values:
        values[index] = np.array([combine(found.values[index][own]) for own in members.values()])
        if index in found.draws:
            draws = found.draws[index]
            spreads = [combine(draws[:, own], axis=1).std(ddof=1) * NORMAL for own in members.values()]
        else:  # each factor was resampled by itself
            spreads = [np.sqrt((found.halves[index][own] ** 2).sum()) for own in members.values()]
        halves[index] = np.array(spreads)
        if method == "morris" and index != "mu_star":
            values[index] = np.full(len(members), np.nan)
    return Found(list(members), values, halves)


def index_table(found: Found, at_chance: dict[str, float]) -> pd.DataFrame:
    """All that was found, one row per index and name."""
    rows = []
    for index, values in found.values.items():
        for name, value, half in zip(found.names, values, found.halves[index], strict=True):
            floor = at_chance.get(index, float("nan"))
            rows.append((name, "", index, value, value - half, value + half, floor))
    for name, other, value, half in found.pairs:
        rows.append((name, other, "second", value, value - half, value + half, float("nan")))
    return pd.DataFrame(rows, columns=INDEX_COLUMNS)


def ranking(method: str, indices: pd.DataFrame, drowned: bool = False) -> pd.DataFrame:
    """One row per factor, from the first rank on: every index with its interval, and whether it is above chance.

    Where noise is most of what differs between points (``drowned``), none is.
    """
    single = indices[indices["other"] == ""]
    wide = single.pivot(index="factor", columns="index", values=["value", "low", "high"])
    main, columns = METHODS[method].ranks_by, METHODS[method].indices
    order = wide["value", main].sort_values(ascending=False, kind="stable", na_position="last").index
    table = pd.DataFrame(index=order)
    for index in columns:
        table[index] = wide["value", index]
        table[f"{index}_low"], table[f"{index}_high"] = wide["low", index], wide["high", index]
    main_rows = single[single["index"] == main].set_index("factor")
    table["floor"] = main_rows["floor"]
    known = table["floor"].notna() & table[main].notna()
    above = (table[f"{main}_low"] > table["floor"]) & (not drowned)
    table["above_chance"] = above.astype("boolean").where(known | drowned)
    return (
        table.reset_index()
        .rename_axis(columns=None)
        .assign(rank=range(1, len(table) + 1))[["rank", "factor", *table.columns]]
    )


def settled(method: str, analysis: Analysis) -> dict[str, Any]:
    """How far the indices have settled: the widest interval, as a share of the largest where the index has a unit.

    Sarrazin, Pianosi and Wagener (2016) call indices converged below 0.05, a ranking once its order stays.
    ``same_order`` tells whether the first five are the same, in the same order, with half the blocks; None where there
    is no half.
    """
    main = METHODS[method].ranks_by
    rows = analysis.convergence[analysis.convergence["index"] == main]
    last = rows[rows["blocks"] == analysis.blocks]
    width = float((last["high"] - last["low"]).max())
    scale = float(last["value"].max()) if method == "morris" else 1.0
    leaders = [
        rows[rows["blocks"] == size].sort_values("value", ascending=False)["factor"].head(FIRST_FIVE).tolist()
        for size in np.unique(rows["blocks"])[-2:]
    ]
    same = leaders[0] == leaders[1] if len(leaders) > 1 else None
    return {"widest_interval": width / scale if scale > 0 else float("nan"), "same_order": same}
