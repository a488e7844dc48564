"""What is printed of facts and verdicts: tables for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliances.analysis.facts.words import ROLES, TESTS, TRUST, confidence, expected, expected_of, judged
from alliances.analysis.json_rows import null, plain
from alliances.analysis.verdicts import (
    ENOUGH,
    NOT_REPRODUCED,
    ablation_facts,
    ablation_numbers,
    fact_verdicts,
    number_verdicts,
    totals,
    totals_in_words,
)
from alliances.analysis.wording import NONE, interval, shown
from alliances.commands.console import ask_next, console, print_json, print_table, table

if TYPE_CHECKING:
    import pandas as pd

    from alliances.analysis.facts.declaration import Fact
    from alliances.experiments.evidence.validation import Plan, Validated

STYLES = {"reproduced": "green", "not reproduced": "bold red", "open": "yellow", "not measured": "dim"}
ABOUT = {
    "calibrate": "Facts that parameters may be fitted to: that they are reproduced is no evidence.",
    "validate": "Facts that nothing may be fitted to: these are the test.",
}
INTERVALS = (
    "Simulated: mean over seeds. Seeds: the 5th to 95th percentile; for samples, the 2.5th to 97.5th of all draws. "
    "Confidence: the 95 % interval of the mean, or of the share of seeds in which a sign is right. Reproduced: all of "
    "it lies where it must be; not reproduced: none of it; open: the seeds do not decide it."
)


def declaration(fact: Fact) -> dict[str, Any]:
    """A fact as it is declared, for programs."""
    told = {name: value for name, value in fact._asdict().items() if name not in ("measure", "numbers", "registered")}
    numbers = [{name: null(value) for name, value in number._asdict().items()} for number in fact.numbers]
    registered = [registration._asdict() for registration in fact.registered]
    return {**told, "measurable": fact.measure is not None, "numbers": numbers, "registered": registered}


def fact_tables(facts: Iterable[Fact]) -> Iterator[Any]:
    """The list of facts, one table per role."""
    facts = list(facts)
    for role, title in ROLES.items():
        columns = ["fact", "finding", "reported", "source", "trust", "measured on"]
        listed = table(f"{title} facts. {ABOUT[role]}", columns)
        listed.padding = (0, 2, 1, 0)
        listed.columns[0].no_wrap = True
        for fact in facts:
            if fact.role == role:
                awaits = f" (not measured yet: {fact.awaits})" if fact.measure is None else ""
                source = ", ".join(fact.source)
                listed.add_row(fact.id, fact.finding, fact.reported, source, fact.trust, fact.measured_on + awaits)
        yield listed
    trust = "; ".join(f"{name} = {words}" for name, words in TRUST.items())
    yield Text(f"alliances facts ID shows the numbers of one; trust: {trust}", style="italic")


def one_fact(fact: Fact) -> Iterator[Any]:
    """One fact with its numbers."""
    yield Text(f"{fact.id}  {fact.finding}", style="bold")
    rows = {
        "reported": fact.reported,
        "source": f"{', '.join(fact.source)} ({TRUST[fact.trust]})",
        "measured on": fact.measured_on,
        "worlds": ", ".join(fact.worlds),
        "role": f"{fact.role}. {ABOUT[fact.role]}",
        "awaits": fact.awaits,
        "registered": "\n".join(map(str, fact.registered)),
    }
    told = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, text in rows.items():
        if text:
            told.add_row(name, text)
    yield told
    listed = table("Numbers", ["number", "meaning", "unit", "must be", "reproduced if"])
    for number in fact.numbers:
        must = expected(number.test, number.low, number.high, number.reported)
        listed.add_row(number.name, number.meaning, number.unit, must, TESTS[number.test])
    yield listed


def show(plan: Plan, validated: Validated, out: Path | None) -> None:
    """Print the verdicts for people."""
    screen = console()
    measures = validated.by_rule()
    numbers = number_verdicts(validated.base(), plan.facts)
    facts = fact_verdicts(numbers, plan.facts)
    screen.print(heading(plan), style="bold")
    for role in ROLES:
        if (facts["role"] == role).any():
            screen.print()
            print_table(screen, verdict_table(role, facts, numbers))
    screen.print()
    screen.print(INTERVALS, style="italic")
    for sentence in remarks(plan, facts, numbers):
        screen.print(sentence)
    if plan.ablate:
        screen.print()
        screen.print(ablation_table(ablation_facts(measures, plan.facts)))
        screen.print()
    if out is not None:
        screen.print(f"Measures, verdicts and report.html are in {out}")
    screen.print(totals_in_words(facts), style="bold")
    missed = facts.loc[facts["verdict"] == NOT_REPRODUCED, "fact"]
    ask_next(
        screen,
        f"facts {missed.iloc[0] if len(missed) else ''}".strip(),
        "shows what is reported, and how it is measured",
    )


def heading(plan: Plan) -> str:
    """What was simulated."""
    name = plan.scenario if isinstance(plan.scenario, str) else plan.scenario.name
    off = f", without {' and '.join(plan.without)}" if plan.without else ""
    given = "".join(f", {name} = {value:g}" for name, value in plan.parameters.items())
    size = "" if plan.firms is None else f"{plan.firms:,} firms, "
    drawn = f", parameters from an ensemble of {len(plan.ensemble)}" if plan.ensemble else ""
    return f"Facts in the scenario {name}: {size}{len(plan.seeds)} seeds{off}{given}{drawn}"


def verdict_table(role: str, facts: pd.DataFrame, numbers: pd.DataFrame) -> Table:
    """Facts of one role, each followed by its numbers."""
    columns = ["fact", "what is measured", "must be", "simulated", "seeds", "confidence", "verdict"]
    listed = table(f"{ROLES[role]} facts. {ABOUT[role]}", columns, right=["simulated"])
    for place in (0, 3):
        listed.columns[place].no_wrap = True
    for _, fact in facts[facts["role"] == role].iterrows():
        own = numbers[numbers["fact"] == fact["fact"]]
        verdict = Text(fact["verdict"], style=STYLES[fact["verdict"]])
        if len(own) == 1:
            listed.add_row(fact["fact"], fact["finding"], *simulated(own.iloc[0]), verdict)
            continue
        listed.add_row(fact["fact"], fact["finding"], "", "", "", "", verdict)
        for _, number in own.iterrows():
            meaning = Padding(number["meaning"], (0, 0, 0, 2))
            listed.add_row("", meaning, *simulated(number), Text(judged(number), style="dim"))
    return listed


def simulated(number: Any) -> tuple[str, str, str, str]:
    """Where a number must lie, its mean, the spread of its seeds, and its confidence interval."""
    return expected_of(number), shown(number["mean"]), interval(number["low"], number["high"]), confidence(number)


def remarks(plan: Plan, facts: pd.DataFrame, numbers: pd.DataFrame) -> Iterator[str]:
    """What must be said beside the table."""
    if len(plan.seeds) < ENOUGH:
        yield f"Too few seeds: verdicts are open below {ENOUGH}; these numbers are a first look."
    for _, fact in facts[facts["awaits"] != ""].iterrows():
        yield f"{fact['fact']} is not measured yet: {fact['awaits']}."
    notes = numbers["note"].str.removeprefix("too few seeds").str.lstrip("; ")
    for (name, note), rows in numbers[notes != ""].groupby(["fact", notes], sort=False):
        yield f"{name} ({', '.join(rows['number'])}): {note}."


def ablation_table(matrix: pd.DataFrame) -> Table:
    """What becomes of the facts when a rule is off, rule by rule."""
    columns = {
        "breaks": ("reproduced → not reproduced",), "appears": ("not reproduced → reproduced",),
        "becomes open": ("reproduced → open", "not reproduced → open"),
    }  # fmt: skip
    listed = table("Without one rule", ["rule off", *columns, "no longer measured"])
    for rule in matrix.columns:
        cells = [", ".join(matrix.index[matrix[rule].isin(changes)]) for changes in columns.values()]
        gone = ", ".join(matrix.index[matrix[rule].str.endswith("→ not measured")])
        listed.add_row(str(rule), *(cell or NONE for cell in (*cells, gone)))
    return listed


def show_json(plan: Plan, validated: Validated, out: Path | None) -> None:
    """Print the verdicts as JSON."""
    numbers = number_verdicts(validated.base(), plan.facts)
    facts = fact_verdicts(numbers, plan.facts)
    told: dict[str, Any] = {
        "scenario": plan.scenario if isinstance(plan.scenario, str) else plan.scenario.name,
        "firms": plan.firms, "seeds": list(plan.seeds), "without": list(plan.without),
        "set": dict(plan.parameters), "ensemble": len(plan.ensemble), "out": str(out) if out else None,
        "totals": totals(facts), "facts": plain(facts), "numbers": plain(numbers),
    }  # fmt: skip
    if plan.ablate:
        measures = validated.by_rule()
        told["ablation"] = {
            "facts": ablation_facts(measures, plan.facts).to_dict("index"),
            "numbers": plain(ablation_numbers(measures, plan.facts)),
        }
    print_json(told)
