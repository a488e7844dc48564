"""The report on how facts fared, for people who did not run the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.citations import citations
from alliances.analysis.facts.declaration import Fact
from alliances.analysis.facts.words import ROLES, TESTS, TRUST, confidence, expected_of, judged
from alliances.analysis.report.figures import BREAKS, ablation, forest, tally
from alliances.analysis.report.page import Block, Prose, Report, Section, Table, chip, link, page
from alliances.analysis.verdicts import (
    ENOUGH,
    NOT_JUDGED,
    NOT_MEASURED,
    NOT_REPRODUCED,
    OPEN,
    REPRODUCED,
    in_words,
    totals,
)
from alliances.analysis.wording import interval, shown

KINDS = {REPRODUCED: "good", NOT_REPRODUCED: "bad", OPEN: "open", NOT_MEASURED: "open", NOT_JUDGED: "open"}
NUMBER = ("Number", "Must be", "Simulated", "Seeds", "Confidence", "Verdict")
FITTED = {"validate": "facts that no search was fitted to", "calibrate": "facts that may be fitted to"}


class Run(NamedTuple):
    """What a report is about."""

    facts: tuple[Fact, ...]
    measures: pd.DataFrame  # with all rules
    numbers: pd.DataFrame  # verdicts.number_verdicts
    verdicts: pd.DataFrame  # verdicts.fact_verdicts
    matrix: pd.DataFrame | None  # verdicts.ablation_facts
    manifest: Mapping[str, Any]


def report(run: Run) -> str:
    """The page as text; the same run gives the same text."""
    seeds, scenario, off = run.manifest["seeds"], run.manifest["scenario"], run.manifest["without"]
    says = Prose(
        "validation", worlds=len(seeds), firms=scenario["firms"], scenario=scenario["title"],
        without=f", without {' and '.join(off)}" if off else "", enough=ENOUGH,
    )  # fmt: skip
    few = [says["few"]] if len(seeds) < ENOUGH else []
    tests = [f"{test.capitalize()}: {words}." for test, words in TESTS.items()]
    worlds = "; ".join(f"{name}: {meaning}" for name, meaning in run.manifest["worlds"].items())
    roles = [role for role in ROLES if (run.verdicts["role"] == role).any()]
    return page(Report(
        "Does the simulated world look like the one that was studied?", says["about"], answer(run),
        [
            Section("Before you use these results", [Block(points=[*says.all("caveats"), *few])], warning=True),
            Section("At a glance", [Block(figure=tally(totals(run.verdicts))), *(glance(run, role) for role in roles)]),
            Section("How to read the figures", [Block(words=says.all("reading"), points=tests)]),
            *(Section(f"{ROLES[role]} facts", facts_of(run, role), says[role], role) for role in roles),
            *([] if run.matrix is None else [switched_off(run.matrix, says["ablation"])]),
        ],
        run.manifest, f"Seeds {seeds[0]} to {seeds[-1]}. Worlds: {worlds}.", says["kept"],
    ))  # fmt: skip


def answer(run: Run) -> list[str]:
    """How many facts are reproduced, those to which nothing was fitted first."""
    counts = totals(run.verdicts)
    told = [role for role in FITTED if sum(counts[role].values())]
    return [f"{ROLES[role]}, {FITTED[role]}: {in_words(counts[role])}." for role in told]


def glance(run: Run, role: str) -> Block:
    """Every fact of a role with its verdict, and a link to its place."""
    rows = run.verdicts[run.verdicts["role"] == role].to_dict("records")
    told = [(link(row["finding"], row["fact"]), chip(row["verdict"], KINDS[row["verdict"]])) for row in rows]
    return Block(title=f"{ROLES[role]} facts", table=Table(["Fact", "Verdict"], told))


def facts_of(run: Run, role: str) -> list[Block]:
    """The facts of a role, with everything that is said of them."""
    verdicts, cited, blocks = {row["fact"]: row for row in run.verdicts.to_dict("records")}, citations(), []
    for fact in (fact for fact in run.facts if fact.role == role):
        own, row = run.numbers[run.numbers["fact"] == fact.id], verdicts[fact.id]
        taken = run.measures[run.measures["fact"] == fact.id]
        sources = " ".join(cited.get(key, key) for key in fact.source)
        terms = {
            "Reported": fact.reported,
            "Source": f"{sources} ({TRUST[fact.trust]})",
            "Measured on": fact.measured_on,
            "Registered": "; ".join(map(str, fact.registered)),
            "Not yet": fact.awaits,
        }
        blocks.append(Block(
            fact.finding, fact.id, chip(row["verdict"], KINDS[row["verdict"]]), figure=forest(fact.id, own, taken),
            terms=[{name: told for name, told in terms.items() if told}],
            words=[f"For the fact: {row['needed']}."] * (len(own) > 1),
            table=None if fact.measure is None else Table(NUMBER, [number_row(row) for _, row in own.iterrows()]),
        ))  # fmt: skip
    return blocks


def number_row(row: Any) -> tuple[str, ...]:
    """One number as the page shows it."""
    note = row["note"].removeprefix("too few seeds").lstrip("; ")
    meaning = f"{row['meaning']} ({note})" if note else row["meaning"]
    simulated = shown(row["mean"]), interval(row["low"], row["high"]), confidence(row)
    return meaning, expected_of(row), *simulated, chip(judged(row), KINDS[row["verdict"]])


def switched_off(matrix: pd.DataFrame, lead: str) -> Section:
    """What becomes of the facts without each rule."""
    broken = {rule: list(matrix.index[matrix[rule] == BREAKS]) for rule in matrix.columns}
    rows = [(f"`{rule}`", ", ".join(facts)) for rule, facts in broken.items() if facts] or [("any rule", "none breaks")]
    block = Block(figure=ablation(matrix), table=Table(["Without", "these facts break"], rows))
    return Section("What breaks when a mechanism is switched off", [block], lead, "ablation")
