"""What a comparison shows, in plain sentences that never claim more than their intervals.

A sign is stated only where the 95 % interval excludes zero; two options are ranked only where the interval of their
difference, world by world, does; a price has an upper end only where the effect is sure to be above zero.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alliances.analysis.policy.option_words import LOW, change_in_words
from alliances.analysis.policy.robustness import lead, shares_best
from alliances.analysis.policy.settings import AS_IT_IS, in_words
from alliances.analysis.policy.study import Study
from alliances.analysis.wording import estimate, holds_zero, listed, number, share_estimate, years


def verdict(study: Study) -> list[str]:
    """The answer in a few sentences: which option does most, how sure that is, and what might turn it.

    Options that are set against different worlds are not ranked with each other.
    """
    heads = [headline(study, other) for other in dict.fromkeys(study.against.values())]
    said = [*heads, *low_take_up(study), *knowledge_sentences(study), turns_in_words(study)]
    return [sentence for sentence in said if sentence]


def low_take_up(study: Study) -> list[str]:
    """Which options spend less than half of what their budgets offer."""
    money = study.tables["money"]
    rows = money[(money["number"] == "take_up") & (money["value"] < LOW)]
    return [f"“{row['option']}” spends only {share_estimate(row, 'value')} of what its budget offers."
            for row in rows.to_dict("records")]  # fmt: skip


def headline(study: Study, other: str = "") -> str:
    """Of the options set against the same world, that with the largest effect, and whether it is ahead for certain."""
    table = study.summary(study.design.aim, year=study.horizon).dropna(subset="mean")
    table = table[[study.against[str(option)] == other for option in table.index]]
    if table.empty:
        return "The effect could not be measured."
    order = table.sort_values("mean", ascending=False, kind="stable")
    best, names = str(order.index[0]), [str(option) for option in order.index]
    when = f"{years(study.horizon)} after the start"
    change = change_in_words(order.iloc[0], study.aim, other)
    if len(order) == 1:
        return f"“{best}”: {when} {change}."
    if holds_zero(order["low"].iloc[0], order["high"].iloc[0]):
        none = f"Of what may come on top of “{other}”, nothing" if other else "No option"
        return (
            f"{none} is sure to raise {study.aim.title.lower()}. The largest mean effect is that of “{best}”: "
            f"{when} {change}."
        )
    if order["mean"].iloc[0] < 0:
        return f"Every option lowers {study.aim.title.lower()}. “{best}” has the smallest mean loss: {when} {change}."
    said = f"“{best}” has the largest mean effect: {when} {change}."
    alike = [f"“{option}”" for option in names[1:] if not ahead(study, best, option)]
    if alike:
        return f"{said} Whether it does more than {listed(alike)} is not certain from these worlds."
    more = estimate(difference(study, best, names[1])._asdict())
    of = "the other option, " if len(names) == 2 else "every other option; of the next, "
    return f"{said} It is ahead of {of}“{names[1]}”, by {more}."


def difference(study: Study, first: str, second: str) -> Any:
    """By how much the first option is ahead in the main comparison, paired world by world."""
    worlds = study.tables["worlds"]
    return lead(worlds[worlds["kind"] == "main"], AS_IT_IS, first, second)


def ahead(study: Study, first: str, second: str) -> bool:
    """Whether the first option is ahead of the second for certain."""
    return bool(difference(study, first, second).low > 0)


def knowledge_sentences(study: Study) -> list[str]:
    """How far the answer hangs on parameters that are not known."""
    worlds = study.tables["worlds"]
    draws = worlds[worlds["kind"] == "knowledge"]
    if draws.empty:
        return ["Parameters were held at their values; how far the answer depends on their uncertainty was not asked."]
    means = draws.pivot_table(index="setting", columns="option", values="effect")[study.options].dropna()
    if means.empty:
        return []
    count, above = len(means), (means > 0).sum()
    told = [f"“{name}” in {'all' if above[name] == count else number(above[name])}" for name in study.options]
    drawn = f"Over {count} draws of the uncertain parameters, each with a few worlds"
    said = [f"{drawn}, the mean effect is above zero for {listed(told)} of them."]
    for other in dict.fromkeys(study.against.values()):
        if len(rivals := study.rivals(other)) > 1:
            best = str(means[rivals].mean().idxmax())
            first = number(float(shares_best(means[rivals])[best]) * count)
            rest = f" among the {len(rivals)} that add to “{other}”" if other else " among the rest"
            among = "" if study.comparable else rest
            said.append(
                f"“{best}” does most on average over these draws{among}, and comes first in {first} of {count}."
            )
    return said


def turns_in_words(study: Study) -> str:
    """Under which conditions another option is best for certain, and how often that is open."""
    turns = study.tables.get("turns", pd.DataFrame(columns=["against"]))
    parts = [rows for against, rows in turns.groupby("against", sort=False) if len(study.rivals(str(against))) > 1]
    return " ".join(turned_in_words(rows) for rows in parts)


def turned_in_words(turns: pd.DataFrame) -> str:
    """What is said of options that are set against the same world."""
    other, best = turns[turns["turned"]], turns["best_as_it_is"].iloc[0]
    if other.empty:
        certain = int(turns["sure"].sum())
        often = {0: "none", len(turns): "all"}.get(certain, str(certain))
        return (
            f"“{best}” has the largest mean effect under all {len(turns)} conditions that were tried; it is ahead for "
            f"certain in {often} of them."
        )
    told = "; ".join(
        f"when {in_words(row['setting'])}, “{row['best']}” is ahead of “{row['ahead_of']}” by "
        f"{estimate(row, mean='lead')}"
        for row in other[other["sure"]].to_dict("records")
    )
    said = f"The ranking changes: {told}." if told else "No condition that was tried changes the ranking for certain."
    if len(open_ := other[~other["sure"]]):
        under = "; ".join(in_words(setting) for setting in open_["setting"])
        said += f" Another option than “{best}” has the larger mean, without being ahead for certain, when: {under}."
    return said
