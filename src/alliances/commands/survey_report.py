"""What a survey found, as tables with a sentence for each column, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from alliances.analysis.json_rows import plain
from alliances.analysis.surveys.paths import DESCRIBED, in_groups
from alliances.commands.console import console, print_json, table
from alliances.experiments.evidence.survey import STYLES, headline, scenario_of, size_of, summary

if TYPE_CHECKING:
    import pandas as pd

    from alliances.experiments.evidence.survey import Plan, Surveyed

COLUMNS = {
    "reported": "reported: the paper's value",
    "samples": "samples: mean of the estimates, and the interval that holds 95 % of them",
    "inside": "inside: whether the reported value lies in that interval",
    "everyone": "everyone: the same statistic on every eligible firm; where samples differ from it, that is luck",
    "caused": "caused: the same firms in paired worlds that differ in one thing, in the same units; where everyone "
    "differs from it, that is selection: firms that do it are different ones, not changed ones",
    "significant": "significant: share of samples with p < 0.05",
    "no style": "no style: the samples when no respondent ticks high or low everywhere (common-method variance)",
}
ABOUT = {
    "zhu": "Caused: alliances allowed or forbidden, the domestic ones too; for market competition, the difference that "
    "makes under hard and soft competition. It includes every way, so it belongs beside 'in all'.",
    "nissanka": "Caused: alliances allowed or forbidden, knowledge exchange on or off, entry barriers as they are or "
    "higher. The spread of the response style is declared, not found; alphas were used to build the questionnaire.",
    "veilleux": "The abstract reports no numbers, so there is nothing to compare with.",
}


def show(plan: Plan, surveyed: Surveyed, out: Path | None) -> None:
    """Print all for people."""
    from alliances.commands.survey_interviews import show_interviews

    screen = console()
    screen.print(headline(plan), style="bold")
    screen.print(world_of(plan))
    compared = summary(plan, surveyed)
    if plan.survey == "veilleux":
        show_interviews(screen, compared, surveyed)
    else:
        show_paths(screen, plan, compared)
    screen.print(ABOUT[plan.survey], style="italic")
    if out is not None:
        screen.print(f"Respondents, estimates, summary and figure are in {out}")


def show_json(plan: Plan, surveyed: Surveyed, out: Path | None) -> None:
    """Print all as JSON."""
    print_json({
        "survey": plan.survey,
        "scenario": scenario_of(plan).name,
        "firms": plan.firms,
        "seeds": list(plan.seeds),
        "draws": plan.draws,
        "size": size_of(plan),
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
    """A table per group of paths, then what the columns mean."""
    styled = plan.survey in STYLES
    names = [name for name in COLUMNS if styled or name != "no style"]
    rows = {row["path"]: row for row in plain(compared)}
    for group, paths in in_groups(plan.survey, list(rows)).items():
        shown = table(group, ["path", *names], right=names)
        shown.columns[0].min_width = max(len(words) for words in widest(plan.survey))
        for path, words in paths.items():
            shown.add_row(words, *cells(rows[path], styled))
        screen.print()
        screen.print(shown)
    screen.print()
    for name in names:
        screen.print(COLUMNS[name], style="italic")


def widest(survey: str) -> Iterable[str]:
    """The words of all paths, so that the tables of all groups are as wide."""
    return (words for group in DESCRIBED[survey].groups.values() for words in group.values())


def cells(row: dict[str, Any], styled: bool) -> list[str]:
    """A path's numbers."""
    inside = {True: "yes", False: "no", None: "-"}[row["inside"]]
    shown = [
        number(row["reported"]), spread(row, ""), inside, number(row["population"]), number(row["effect"]),
        per_cent(row["significant"]),
    ]  # fmt: skip
    return [*shown, spread(row, "_without_style")] if styled else shown


def spread(row: dict[str, Any], which: str) -> str:
    """A mean and the interval around it."""
    if row[f"mean{which}"] is None:
        return "-"
    return f"{number(row[f'mean{which}'])} [{number(row[f'low{which}'])}, {number(row[f'high{which}'])}]"


def number(value: float | None) -> str:
    """A coefficient to three decimals, with a true minus sign."""
    return "-" if value is None else f"{value:.3f}".replace("-", "−")


def per_cent(value: float | None) -> str:
    """A share in per cent."""
    return "-" if value is None else f"{100 * value:.0f} %"


def filled(title: str, columns: list[str], rows: Iterable[tuple[str, ...]]) -> Table:
    """A table of words on the left and numbers on the right."""
    shown = table(title, columns, right=columns[1:])
    for row in rows:
        shown.add_row(*row)
    return shown
