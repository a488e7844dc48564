"""What a run says of itself: as tables with a sentence each, or as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.table import Table

from alliances.analysis.json_rows import null
from alliances.analysis.outcome_words import answered, measures_in_words
from alliances.analysis.wording import NONE, number, per_cent, spoken
from alliances.analysis.wording import shown as measured
from alliances.commands.console import ask_next, console, print_json, print_table, table
from alliances.experiments.result_folder import parameters_of

if TYPE_CHECKING:
    from alliances.analysis.run_answer import Answer
    from alliances.experiments.single_run import RunStatus
    from alliances.model.face.model import AllianceModel
    from alliances.model.policies.policy import Policy

Summary = Mapping[str, Any]
Part = tuple[Table, str]
"""A table and the sentence that goes with it."""
NO_LIMIT = "no limit"
BAR = 20
SHOWN = 20  # violations that are listed


class Told(NamedTuple):
    """What is told of a run: its summary, and the answer to what its scenario asks."""

    summary: Summary
    answer: Answer

    def answer_told(self) -> dict[str, Any]:
        """The answer for programs."""
        own = self.answer.association
        told = {**self.answer._asdict(), "association": None if own is None else own._asdict()}
        return {**told, "value": null(self.answer.value)}


def show(model: AllianceModel, status: RunStatus, told: Told, out: Path | None) -> None:
    """Print all for people."""
    screen = console()
    print_head(screen, model, status)
    for sentence in answered(told.answer):
        screen.print(sentence)
    print_summary(screen, told.summary, status.done / 4, model.settings.policies)
    if model.own_firms:
        screen.print()
        screen.print(own_firms_table(told.summary["own_firms"]))
        screen.print(drawn_sentence(model.own_firms.filled, len(model.own_firms)), style="italic")
    if status.checked or out is not None:
        screen.print()
    if status.violations:
        screen.print(f"{len(status.violations)} identities do not hold:", style="bold")
        for step, violation in status.violations[:SHOWN]:
            screen.print(f"  quarter {step}: {violation}")
    elif status.checked:
        screen.print(f"Identities hold in all {status.done} quarters.")
    if out is not None:
        screen.print(f"Tables, figure and manifest are in {out}")
    ask_next(screen, told.answer.then, "one run is one random draw; this shows causes, over many pairs of worlds")


def print_head(screen: Console, model: AllianceModel, status: RunStatus) -> None:
    """Print which world it is, what it is asked, and what was changed in it."""
    settings, years = model.settings, status.done / 4
    screen.print(heading(model), style="bold")
    screen.print(settings.question, style="italic")
    screen.print(
        f"{status.done} quarters ({years:g} year{'' if years == 1 else 's'}) after {settings.burn_in} of settling; "
        f"{len(model.codes)} countries; --seed N makes another world"
    )
    if model.without:
        screen.print(f"Switched off: {', '.join(map(spoken, model.without))}")
    for name, value in changed(model).items():
        screen.print(f"  {name} = {value['value']:g} ({value['from']}, by default {value['default']:g})")
    screen.print()


def show_json(model: AllianceModel, status: RunStatus, told: Told, out: Path | None) -> None:
    """Print all as JSON."""
    print_json({
        "scenario": model.settings.name,
        "seed": model.seed,
        "firms_at_start": model.settings.firms,
        "changed": changed(model),
        "out": str(out) if out else None,
        "answer": told.answer_told(),
        "summary": told.summary,
        **({"drawn_for_own_firms": model.own_firms.filled} if model.own_firms else {}),
        "identities": identities(status),
    })  # fmt: skip


def heading(model: AllianceModel) -> str:
    """Scenario, what was switched off, and seed."""
    off = f", without {' and '.join(model.without)}" if model.without else ""
    return f"{model.settings.title} ({model.settings.name}): {model.settings.firms:,} firms{off}, seed {model.seed}"


def changed(model: AllianceModel) -> dict[str, Any]:
    """Value and origin of every parameter that is not at its default."""
    every = parameters_of(model.values, model.sources)
    return {name: {key: every[name][key] for key in ("value", "from", "default")} for name in sorted(model.sources)}


def identities(status: RunStatus) -> dict[str, Any]:
    """What ``--check`` found."""
    return {
        "checked": status.checked,
        "violations": [{"step": step, "sentence": violation} for step, violation in status.violations],
    }


def print_summary(screen: Console, summary: Summary, years: float, policies: Sequence[Policy] = ()) -> None:
    """Print every part of the summary of a run of so many years, with these policies."""
    parts = [part(summary) for part in (alliances_table, endings_table, firms_table, governance_table, industry_table)]
    for shown, sentence in [*parts, *([policies_table(summary, years, policies)] if policies else [])]:
        screen.print()
        print_table(screen, shown)
        screen.print(sentence, style="italic")


def policies_table(summary: Summary, years: float, policies: Sequence[Policy]) -> Part:
    """Which policies ran, and what each spent of what its budget offered."""
    columns = ["policy", "instrument", "years", "firms paid", "spent", "budget", "taken up"]
    shown = table("Policies (million USD in the whole run)", columns, right=columns[3:])
    for policy in policies:
        paid = summary["policies"].get(policy.name, {"spent": 0.0, "firms": 0})
        offered, end = policy.offered(years), min(policy.end, years)
        limited = 0 < offered < inf
        shown.add_row(
            policy.name, spoken(policy.instrument), f"{policy.start:g} to {end:g}", number(paid["firms"]),
            measured(paid["spent"]), measured(offered) if limited else NO_LIMIT if offered else "0",
            per_cent(paid["spent"] / offered) if limited else NONE,
        )  # fmt: skip
    return shown, "To see what they caused, use alliances policy, which has the same world without them."


def alliances_table(summary: Summary) -> Part:
    """How many alliances, and how they fared."""
    now = summary["alliances"]
    rows = {
        "living at the start": number(now["living_at_start"]),
        "formed": number(now["formed"]),
        "ended": number(now["ended"]),
        "living at the end": number(now["living"]),
        "failed": per_cent(now["failed_share"], f"of {now['decided']} decided"),
        "ended within five years": per_cent(
            now["ended_within_five_years_share"], f"of {now['watched_five_years']} formed five years ago or earlier"
        ),
        "median life": number(now["median_life_of_ended_years"], 2, "years, of those that ended"),
        "between countries": per_cent(now["international_share"], "of those formed"),
        "with an earlier partner": per_cent(now["repeated_share"], "of those formed"),
        "partnerships": per_cent(now["partnership_share"], "of those formed: five years or more, with aligned aims"),
    }
    return measures("Alliances", rows), failure_sentence(now)


def failure_sentence(now: Summary) -> str:
    """What failure means, with its number."""
    meaning = "Decided: ended, or five years old. Failed: decided with a partner below the goal that it had set itself."
    if now["failed_share"] is None:
        return f"{meaning} No alliance is decided yet."
    return f"{meaning} Studies report 30–70 %; here it is {per_cent(now['failed_share'])}."


def endings_table(summary: Summary) -> Part:
    """Ends by cause."""
    causes = summary["endings"]
    shown = table("Why alliances ended", ["cause", "ended", "share", " "], right=["ended", "share"])
    most = max((part["share"] for part in causes.values()), default=1)
    for cause, part in causes.items():
        bar = "█" * round(BAR * part["share"] / most)
        shown.add_row(spoken(cause), number(part["ended"]), per_cent(part["share"]), bar)
    return shown, "An end is not a failure: it may come with goals met." if causes else "No alliance has ended."


def firms_table(summary: Summary) -> Part:
    """How many firms, and how far abroad."""
    now = summary["firms"]
    rows = {
        "living": number(now["living"]),
        "founded, closed": f"{number(now['founded'])}, {number(now['closed'])}",
        "exporters": per_cent(now["exporters_share"], "of firms are present in a foreign market"),
        "foreign share of all sales": per_cent(now["foreign_sales_share"]),
        "foreign share of sales, mean firm": per_cent(now["mean_foreign_sales_share"]),
        "markets per exporter": number(now["markets_per_exporter"], 1, "foreign markets"),
    }
    apart = " ".join(measures_in_words(("exporters_share", "foreign_sales_share", "mean_foreign_sales_share")))
    return measures("Firms abroad", rows), f"Means of the last year; markets at the last record (once a year). {apart}"


def own_firms_table(now: Summary) -> Table:
    """How the user's own firms fared."""
    rows = {
        "given": number(now["given"]),
        "living at the end": number(now["living"]),
        "closed": number(now["closed"]),
        "median size at the start": number(now["median_employees_at_start"], 0, "employees"),
        "size now": number(now["median_growth"], 2, "times that at the start, median of those that live"),
        "grown": per_cent(now["grown_share"], "of those that live"),
        "abroad": f"{number(now['abroad'])}, after {number(now['abroad_at_start'])} at the start",
        "in an alliance": f"{number(now['allied'])}, after {number(now['allied_at_start'])} at the start",
        "signed an alliance": per_cent(now["signed_one_share"], "of all given"),
    }
    return measures("Firms given", rows)


def drawn_sentence(drawn: Mapping[str, int], count: int) -> str:
    """Which traits of the user's firms the model drew, and of how many firms."""
    of_all = [spoken(name) for name, firms in drawn.items() if firms == count]
    of_some = [f"{spoken(name)} of {firms}" for name, firms in drawn.items() if firms < count]
    said = [", ".join(of_some)] * bool(of_some) + [f"of all: {', '.join(of_all)}"] * bool(of_all)
    end = f" What was not given was drawn by the model: {'; '.join(said)}." if said else ""
    return f"All were there as given at the start; what became of each is in the table own_firms.{end}"


def governance_table(summary: Summary) -> Part:
    """Contracts against joint ventures."""
    columns = ["form", "formed", "share", "ended", "failed", "median life", "taken over"]
    shown = table("By governance", columns, right=columns[1:])
    for form, part in summary["by_governance"].items():
        share, taken = per_cent(part["share_of_formed"]), per_cent(part["taken_over_share"])
        shown.add_row(spoken(form), number(part["formed"]), share, *outcomes(part), taken)
    return shown, "Failed: of those decided. Median life (years) and taken over by a partner: of those that ended."


def industry_table(summary: Summary) -> Part:
    """Industries: their firms, and the alliances that those initiated."""
    columns = ["industry", "firms", "exporters", "foreign sales", "markets", "formed", "ended", "failed", "median life"]
    shown = table("By industry", columns, right=columns[1:])
    for industry, part in summary["by_industry"].items():
        abroad = (per_cent(part["exporters_share"]), per_cent(part["foreign_sales_share"]))
        markets = number(part["markets_per_exporter"], 1)
        shown.add_row(
            spoken(industry), number(part["firms"]), *abroad, markets, number(part["formed"]), *outcomes(part)
        )
    known = "Firms at the last record; alliances by the industry of the firm that proposed them."
    return shown, known if summary["by_industry"] else "Firms are recorded once a year; this run is shorter."


def outcomes(part: Summary) -> tuple[str, str, str]:
    """Ended, failed and median life of a group of alliances."""
    return number(part["ended"]), per_cent(part["failed_share"]), number(part["median_life_of_ended_years"], 2)


def measures(title: str, rows: Mapping[str, str]) -> Table:
    """A table of one measure a row."""
    shown = table(title, ["measure", "value"])
    shown.show_header = False
    for name, value in rows.items():
        shown.add_row(name, value)
    return shown
