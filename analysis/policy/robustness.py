"""Does the ranking of the options hold: how often each is best, and under which conditions another one is.

All tables here are worked out of ``worlds`` (see ``worlds``): one row per ``setting`` ("" as the world is, else
"competition=hard"), ``seed`` and ``option``, with the ``effect`` and the ``cost``. Options of one setting and seed had
the same luck, so they are compared world by world.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.policy.seeds import interval

AS_IT_IS = ""  # the setting of the world as the design has it


class Condition(NamedTuple):
    """What is different under a condition: a parameter, and what each level adds to it."""

    parameter: str
    levels: Mapping[str, float]  # log-odds
    words: Mapping[str, str]  # what a level means


CONDITIONS = {
    "competition": Condition(
        "market_conditions.competition", {"soft": -1.5, "hard": 1.5},
        {"soft": "competition is softer in every market", "hard": "competition is harder in every market"},
    ),
    "barriers": Condition(
        "market_conditions.barrier", {"soft": -1.0, "hard": 1.0},
        {"soft": "entry barriers are lower in every market", "hard": "entry barriers are higher in every market"},
    ),
    "institutions": Condition(
        "market_conditions.enforcement", {"soft": -1.0, "hard": 1.0},
        {"soft": "contracts are enforced less in every market", "hard": "contracts are enforced more in every market"},
    ),
}  # fmt: skip


def setting_of(condition: str, level: str) -> str:
    """The setting of a condition's level, as tables have it."""
    return f"{condition}={level}"


def in_words(setting: str) -> str:
    """What a setting means."""
    if setting == AS_IT_IS:
        return "the world is as it is"
    condition, _, level = setting.partition("=")
    return CONDITIONS[condition].words[level] if condition in CONDITIONS else setting


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
    """One row per setting and option, the best first.

    Columns: ``setting``, ``option``, ``rank``, ``effect`` with ``low`` and ``high`` (95 %), ``worlds``, ``share_best``
    (of the worlds, by effect), ``cost``, ``per_million`` (mean effect over mean cost) and ``share_best_per_million``
    (among options that cost anything in every world).
    """
    parts = []
    for setting, rows in worlds.groupby("setting", sort=False):
        effects, costs = by_option(rows), by_option(rows, "cost")
        means = [interval(effects[option].dropna()) for option in effects]
        table = pd.DataFrame(means, index=effects.columns)[["mean", "low", "high"]].rename(columns={"mean": "effect"})
        table = table.assign(worlds=effects.count(), share_best=shares_best(effects), cost=costs.mean())
        costly = effects.loc[:, (costs > 0).all()]
        table["per_million"] = costly.mean() / costs.mean()
        table["share_best_per_million"] = shares_best(costly / costs[costly.columns])
        table.insert(0, "rank", table["effect"].rank(ascending=False, method="min", na_option="bottom").astype(int))
        parts.append(table.sort_values("rank", kind="stable").reset_index().assign(setting=setting))
    ranked = pd.concat(parts, ignore_index=True)
    return ranked[["setting", *ranked.columns.drop("setting")]]


def lead(worlds: pd.DataFrame, setting: str, first: str, second: str) -> Any:
    """Mean effect of ``first`` minus ``second`` in a setting, with its 95 % interval, over worlds that have both."""
    effects = by_option(worlds[worlds["setting"] == setting])
    return interval((effects[first] - effects[second]).dropna())


def turns(worlds: pd.DataFrame) -> pd.DataFrame:
    """Where the ranking turns: one row per setting other than the world as it is.

    ``best_as_it_is`` and ``best`` are the options with the largest mean effect; ``turned`` whether they differ.
    ``lead`` with ``low`` and ``high`` is by how much ``best`` is ahead of the other in that setting (of the next one,
    if nothing turned). ``sure``: the lead's interval lies above zero, and where something turned, so does that of the
    other's lead in the world as it is.
    """
    best = {setting: best_of(rows) for setting, rows in worlds.groupby("setting", sort=False)}
    rows = []
    for setting, (first, second) in best.items():
        if setting == AS_IT_IS or AS_IT_IS not in best:
            continue
        before = best[AS_IT_IS][0]
        turned = first != before
        other = before if turned else second
        there = lead(worlds, str(setting), first, other)
        sure = bool(there.low > 0 and (not turned or lead(worlds, AS_IT_IS, before, first).low > 0))
        rows.append((setting, before, first, turned, other, there.mean, there.low, there.high, sure))
    columns = ["setting", "best_as_it_is", "best", "turned", "ahead_of", "lead", "low", "high", "sure"]
    return pd.DataFrame(rows, columns=columns)


def best_of(rows: pd.DataFrame) -> tuple[str, str]:
    """The options with the largest and the second largest mean effect; the same twice if there is only one."""
    means = by_option(rows).mean().sort_values(ascending=False, kind="stable")
    return str(means.index[0]), str(means.index[min(1, len(means) - 1)])
