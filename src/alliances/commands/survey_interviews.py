"""Tables of the interviews in two cities: by city, age, phase and resources; who led, how, and what was learned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console

from alliances.analysis.json_rows import plain
from alliances.analysis.surveys.paths import MEASURES
from alliances.analysis.surveys.veilleux import GROUPS, by_group
from alliances.commands.survey_report import filled, number, per_cent

if TYPE_CHECKING:
    from alliances.experiments.evidence.survey import Surveyed

ORDER = {"city": ["Montreal", "Boston"], "age_group": ["young", "established"],
         "phase": ["research", "development", "market"], "resources": ["scarce", "ample"]}  # fmt: skip


def show_interviews(screen: Console, compared: pd.DataFrame, surveyed: Surveyed) -> None:
    """Print every table of the interviews."""
    asked = surveyed.respondents
    for part in (cities(compared, asked), groups(asked), shares(asked, "leader"), shares(asked, "approach")):
        screen.print()
        screen.print(part)
    screen.print()
    effects = surveyed.effects.groupby("path")["effect"].mean()
    abroad, capable = (number(effects[f"caused_{name}"]) for name in ("foreign_sales_share", "alliance_capability"))
    for sentence in (
        "Young: below ten years. Resources: financial strength below or above the median.",
        "Planned: no stage was skipped in any alliance that the firm initiated; opportunistic: one was in each.",
        f"Caused by alliances among these firms (paired worlds): foreign sales share {abroad}, capability {capable}.",
    ):
        screen.print(sentence, style="italic")


def cities(compared: pd.DataFrame, asked: pd.DataFrame) -> Any:
    """Means by city, and the gap between the cities."""
    means, rows = by_group(asked, "city"), {row["path"]: row for row in plain(compared)}
    shown = []
    for measure, words in MEASURES.items():
        gap = rows[f"gap_{measure}"]
        interval = f"{number(gap['mean'])} [{number(gap['low'])}, {number(gap['high'])}]"
        values = (value(means, city, measure) for city in ORDER["city"])
        shown.append((words, *values, interval, number(gap["population"]), per_cent(gap["significant"])))
    columns = ["mean of", "Montreal", "Boston", "Boston less Montreal, 95 % of samples", "everyone", "significant"]
    return filled("By city", columns, shown)


def groups(asked: pd.DataFrame) -> Any:
    """Means by age, phase and resources."""
    poor = asked["capital"] < asked["capital"].median()
    told = asked.assign(resources=poor.map({True: "scarce", False: "ample"}))
    means = [(grouped(told, group), name) for group in [*GROUPS[1:], "resources"] for name in ORDER[group]]
    rows = [(words, *(value(table, name, measure) for table, name in means)) for measure, words in MEASURES.items()]
    rows.append(("interviews", *(per_cent(value_of(table, name, "interviews")) for table, name in means)))
    return filled("By age, phase and resources", ["mean of", *(name for _, name in means)], rows)


def grouped(told: pd.DataFrame, group: str) -> pd.DataFrame:
    """Means of the measures and share of the interviews in each part of a group."""
    measures = told.groupby(group)[[*MEASURES]].mean()
    return measures.assign(interviews=told[group].value_counts(normalize=True))


def shares(asked: pd.DataFrame, column: str) -> Any:
    """Who led the alliances that firms initiated, or how they came about: shares by city."""
    table = pd.crosstab(asked["city"], asked[column], normalize="index")
    title = {"leader": "Who led most of the alliances", "approach": "Planned or opportunistic"}[column]
    rows = [(str(name), *(per_cent(value_of(table, city, name)) for city in ORDER["city"])) for name in table.columns]
    return filled(title, [f"{column}, of firms that initiated any", *ORDER["city"]], rows)


def value(means: pd.DataFrame, row: str, column: str) -> str:
    """A mean as shown, or a dash where nobody was asked."""
    found = value_of(means, row, column)
    return "-" if found is None else f"{found:.2f}".replace("-", "−")


def value_of(means: pd.DataFrame, row: str, column: Any) -> float | None:
    """A number of a table, None where there is none."""
    if row not in means.index or pd.isna(means.loc[row, column]):
        return None
    return float(means.loc[row, column])
