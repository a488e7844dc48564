"""What a survey found, as tables with a sentence for each column, or as JSON; and the list of surveys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from alliances.analysis.json_rows import plain
from alliances.analysis.surveys import surveys
from alliances.analysis.wording import NONE, number, per_cent
from alliances.commands.console import ask_next, console, print_json, print_table, table
from alliances.experiments.evidence.survey import headline, scenario_of, summary

if TYPE_CHECKING:
    from alliances.experiments.evidence.survey import Plan, Surveyed

PLACES = 3  # of a coefficient
COLUMNS = {  # of a row of ``summary``, and what they mean
    "reported": (("reported",), "the paper's value"),
    "samples": (("mean", "low", "high"), "mean of the estimates, and the interval that holds 95 % of them"),
    "inside": (("inside",), "whether the reported value lies in that interval"),
    "everyone": (("population",), "the same statistic on every eligible firm; where samples differ from it, that is "
                 "chance"),
    "survivors": (("survivors",), "everyone again, without the firms that left all foreign markets meanwhile"),
    "caused": (("effect",), "the same firms in paired worlds that differ in one thing, in the same units; where "
               "everyone differs from it, that is selection: firms that do it are different ones, not changed ones"),
    "significant": (("significant",), "share of samples with p < 0.05"),
    "no style": (("mean_without_style", "low_without_style", "high_without_style"), "the samples when no respondent "
                 "ticks high or low everywhere (common-method variance)"),
}  # fmt: skip


def show_all(as_json: bool) -> None:
    """List the surveys: whose each is, whom it asks, and in which worlds."""
    if as_json:
        return print_json([
            {"name": survey.name, "paper": survey.paper, "asked": survey.asked, "size": survey.size,
             "draws": survey.draws, "scenario": survey.scenario, "worlds": list(survey.worlds),
             "variables": survey.variables, "paths": survey.groups}
            for survey in surveys().values()
        ])  # fmt: skip
    shown = table("Surveys", ["survey", "paper", "asks", "scenario", "paired worlds"])
    for survey in surveys().values():
        asks = f"{survey.size} {survey.asked}"
        shown.add_row(survey.name, survey.paper, asks, survey.scenario, ", ".join(survey.worlds))
    return console().print(shown)


def show(plan: Plan, surveyed: Surveyed, out: Path | None) -> None:
    """Print all for people."""
    screen = console()
    screen.print(headline(plan), style="bold")
    screen.print(world_of(plan))
    compared = summary(plan, surveyed)
    show_paths(screen, plan, compared)
    more = plan.survey.tables
    for title, rows in more(surveyed.respondents).items() if more else ():
        screen.print()
        screen.print(means_table(title, rows))
    screen.print()
    screen.print(plan.survey.about, style="italic")
    if out is not None:
        screen.print(f"Respondents, estimates, summary and figure are in {out}")
    ask_next(screen, "effect alliances --over competition", "shows what alliances cause, and where they cause more")


def show_json(plan: Plan, surveyed: Surveyed, out: Path | None) -> None:
    """Print all as JSON."""
    print_json({
        "survey": plan.survey.name,
        "scenario": scenario_of(plan).name,
        "firms": plan.firms,
        "seeds": list(plan.seeds),
        "draws": plan.samples,
        "size": plan.sample_size,
        "without": list(plan.without),
        "set": dict(plan.parameters),
        "paths": plain(summary(plan, surveyed)),
        "effects": plain(surveyed.effects),
        "out": str(out) if out else None,
    })  # fmt: skip


def world_of(plan: Plan) -> str:
    """Which world was surveyed."""
    off = f", without {' and '.join(plan.without)}" if plan.without else ""
    changed = "".join(f", {name} = {value:g}" for name, value in plan.parameters.items())
    seeds = f"seed {plan.seeds[0]}" if len(plan.seeds) == 1 else f"seeds {plan.seeds[0]} to {plan.seeds[-1]}"
    scenario = scenario_of(plan)
    return f"{scenario.title} ({scenario.name}): {plan.firms:,} firms{off}{changed}, {seeds}"


def show_paths(screen: Console, plan: Plan, compared: pd.DataFrame) -> None:
    """A table per group of paths, without columns that hold nothing, then what the columns mean."""
    rows = {row["path"]: row for row in plain(compared)}
    groups = plan.survey.in_groups(rows)
    widest = max(len(words) for paths in groups.values() for words in paths.values())
    told = set()
    for group, paths in groups.items():
        names = [name for name in COLUMNS if any(cell(rows[path], name) != NONE for path in paths)]
        shown = table(group, ["path", *names], right=names)
        shown.columns[0].min_width = widest
        for path, words in paths.items():
            shown.add_row(words, *(cell(rows[path], name) for name in names))
        screen.print()
        print_table(screen, shown)
        told |= {*names}
    screen.print()
    for name in sorted(told, key=[*COLUMNS].index):
        screen.print(f"{name}: {COLUMNS[name][1]}", style="italic")


def cell(row: dict[str, Any], name: str) -> str:
    """What a column shows of a path."""
    value, *ends = (row.get(part) for part in COLUMNS[name][0])
    if name == "inside":
        return {True: "yes", False: "no", None: NONE}[value]
    if name == "significant":
        return per_cent(value)
    mean, *around = (number(one, PLACES) for one in (value, *ends))
    return f"{mean} ({' to '.join(around)})" if around and mean != NONE else mean


def means_table(title: str, rows: pd.DataFrame) -> Table:
    """A table of a survey's own: words on the left, numbers on the right."""
    columns = [str(name) for name in rows.columns]
    shown = table(title, ["", *columns], right=columns)
    for row in rows.itertuples():
        shown.add_row(str(row[0]), *(number(value, 2) for value in row[1:]))
    return shown
