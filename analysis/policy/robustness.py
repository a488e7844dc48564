"""Does the ranking of the options hold: how often each is best, and under which conditions another one is.

All tables here are worked out of ``worlds`` (see ``worlds``): one row per ``setting`` ("" as the world is, else
"competition=hard"), ``seed`` and ``option``, with the ``effect``, the ``cost``, and what the option is set ``against``.
Options of one setting and seed had the same random draws, so they are compared world by world; but only with those
that are set against the same world, as an effect on top of another shock is another question.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from alliances.analysis.policy.settings import AS_IT_IS
from alliances.analysis.statistics.intervals import Interval, interval


def shares_best(values: pd.DataFrame) -> pd.Series[Any]:
    """Share of the worlds (rows) in which each option (column) has the largest value; options that tie share a world.

    Worlds in which an option has no value are left out; NaN where none is left.
    """
    known = values.dropna()
    best = known.eq(known.max(axis=1), axis=0)
    return best.div(best.sum(axis=1), axis=0).mean()


def by_option(worlds: pd.DataFrame, column: str = "effect") -> pd.DataFrame:
    """One row per setting and seed, one column per option in the order of its first row."""
    wide = worlds.pivot(index=["setting", "seed"], columns="option", values=column)
    return wide[list(dict.fromkeys(worlds["option"]))]


def ranking(worlds: pd.DataFrame) -> pd.DataFrame:
    """One row per setting and option, the best of those that are set against the same world first.

    Columns: ``setting``, ``against``, ``option``, ``rank``, ``effect`` with ``low`` and ``high`` (95 %), ``worlds``,
    ``share_best`` (of the worlds, by effect), ``cost``, ``per_million`` (mean effect over mean cost) and
    ``share_best_per_million`` (among options that cost anything in every world).
    """
    parts, first = [], ["setting", "against"]
    groups: Any = worlds.groupby(first, sort=False)
    for (setting, against), rows in groups:
        effects, costs = by_option(rows), by_option(rows, "cost")
        means = [interval(effects[option].dropna()) for option in effects]
        table = pd.DataFrame(means, index=effects.columns)[["mean", "low", "high"]].rename(columns={"mean": "effect"})
        table = table.assign(worlds=effects.count(), share_best=shares_best(effects), cost=costs.mean())
        costly = effects.loc[:, (costs > 0).all()]
        table["per_million"] = costly.mean() / costs.mean()
        table["share_best_per_million"] = shares_best(costly / costs[costly.columns])
        table.insert(0, "rank", table["effect"].rank(ascending=False, method="min", na_option="bottom").astype(int))
        ordered = table.sort_values("rank", kind="stable").reset_index()
        parts.append(ordered.assign(setting=setting, against=against))
    ranked = pd.concat(parts, ignore_index=True)
    return ranked[[*first, *ranked.columns.drop(first)]]


def lead(worlds: pd.DataFrame, setting: str, first: str, second: str) -> Any:
    """Mean effect of ``first`` minus ``second`` in a setting, with its 95 % interval, over worlds that have both."""
    effects = by_option(worlds[worlds["setting"] == setting])
    return interval((effects[first] - effects[second]).dropna())


def differences(worlds: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of options that are set against the same world: mean effect of ``first`` less ``second`` in the
    world as it is, with its interval.
    """
    told = [
        {"first": first, "second": second, **lead(rows, AS_IT_IS, first, second)._asdict()}
        for _, rows in worlds.groupby("against", sort=False)
        for first, second in combinations(dict.fromkeys(rows["option"]), 2)
    ]
    return pd.DataFrame(told, columns=["first", "second", *Interval._fields])


def turns(worlds: pd.DataFrame) -> pd.DataFrame:
    """Where the ranking turns: one row per setting other than the world as it is, and world that two options or
    more are set ``against``.

    ``best_as_it_is`` and ``best`` are the options with the largest mean effect; ``turned`` whether they differ.
    ``lead`` with ``low`` and ``high`` is by how much ``best`` is ahead of the other in that setting (of the next one,
    if nothing turned). ``sure``: the lead's interval lies above zero, and where something turned, so does that of the
    other's lead in the world as it is.
    """
    rows = []
    for against, own in worlds.groupby("against", sort=False):
        if own["option"].nunique() < 2:
            continue
        best = {str(setting): best_of(part) for setting, part in own.groupby("setting", sort=False)}
        told = [turn(own, best, setting) for setting in best if setting != AS_IT_IS and AS_IT_IS in best]
        rows += [(one[0], against, *one[1:]) for one in told]
    columns = ["setting", "against", "best_as_it_is", "best", "turned", "ahead_of", "lead", "low", "high", "sure"]
    return pd.DataFrame(rows, columns=columns)


def turn(worlds: pd.DataFrame, best: Mapping[str, tuple[str, str]], setting: str) -> tuple[Any, ...]:
    """One row of ``turns``: the best in a setting, compared with the best as it is, or against the next one."""
    (first, second), before = best[setting], best[AS_IT_IS][0]
    turned = first != before
    other = before if turned else second
    there = lead(worlds, setting, first, other)
    sure = bool(there.low > 0 and (not turned or lead(worlds, AS_IT_IS, before, first).low > 0))
    return setting, before, first, turned, other, there.mean, there.low, there.high, sure


def best_of(rows: pd.DataFrame) -> tuple[str, str]:
    """The options with the largest and the second largest mean effect."""
    means = by_option(rows).mean().sort_values(ascending=False, kind="stable")
    return str(means.index[0]), str(means.index[1])
