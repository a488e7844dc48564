"""The report: one HTML file with everything in it, for people who did not run the program."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.facts.declaration import Fact
from alliances.analysis.report.figures import figures
from alliances.analysis.report.wording import ROLES, TESTS, TRUST, confidence, expected_of, judged, shown, spread
from alliances.analysis.verdicts import ENOUGH, in_words, totals

TEMPLATE = "template.html"
SYMBOLS = {
    "reproduced": ("", "holds", "reproduced with and without the rule"),
    "reproduced → not reproduced": ("✗", "breaks", "not reproduced without the rule"),
    "not reproduced → reproduced": ("✓", "appears", "reproduced only without the rule"),
    "not reproduced": ("–", "misses", "not reproduced with and without the rule"),
}
UNDECIDED = ("?", "undecided", "open, or not measured, with or without the rule")



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
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template(TEMPLATE).render(
        groups=groups(run), totals=totals(run.verdicts), in_words=in_words, enough=ENOUGH, tests=TESTS, trust=TRUST,
        heat=heat(run), few=len(run.manifest["seeds"]) < ENOUGH, changes=changes(run.manifest), manifest=run.manifest,
        command=shlex.join(run.manifest["command"]),
    )  # fmt: skip


def groups(run: Run) -> list[dict[str, Any]]:
    """The facts of each role, with everything that the page says of them."""
    drawn, cited = dict(figures(run.numbers, run.measures)), citations()
    verdicts = {str(row["fact"]): dict(row) for _, row in run.verdicts.iterrows()}
    told: dict[str, list[dict[str, Any]]] = {role: [] for role in ROLES}
    for fact in run.facts:
        own = run.numbers[run.numbers["fact"] == fact.id]
        told[fact.role].append({
            **verdicts[fact.id],
            "mark": verdicts[fact.id]["verdict"].replace(" ", "-"),
            "measured_on": fact.measured_on,
            "trust": TRUST[fact.trust],
            "registered": fact.registered,
            "sources": [cited.get(key, key) for key in fact.source],
            "numbers": [number_row(row) for _, row in own.iterrows()] if fact.measure is not None else [],
            "figure": drawn.get(fact.id, ""),
        })  # fmt: skip
    return [{"role": role, "title": ROLES[role], "facts": listed} for role, listed in told.items() if listed]


def number_row(row: Any) -> dict[str, str]:
    """One number as the page shows it."""
    return {
        "meaning": row["meaning"], "unit": row["unit"], "expected": expected_of(row), "test": TESTS[row["test"]],
        "mean": shown(row["mean"]), "interval": spread(row), "confidence": confidence(row),
        "verdict": judged(row),
        "mark": row["verdict"].replace(" ", "-"), "note": row["note"].removeprefix("too few seeds").lstrip("; "),
    }  # fmt: skip


def heat(run: Run) -> dict[str, Any] | None:
    """The ablation as rows of cells, and what breaks without each rule."""
    if run.matrix is None:
        return None
    rows = [
        {"fact": fact, "cells": [(*SYMBOLS.get(cell, UNDECIDED), cell) for cell in cells]}
        for fact, cells in zip(run.matrix.index, run.matrix.to_numpy().tolist(), strict=True)
    ]
    breaking = run.matrix == "reproduced → not reproduced"
    broken = {rule: list(run.matrix.index[breaking[rule]]) for rule in run.matrix.columns}
    breaks = {rule: facts for rule, facts in broken.items() if facts}
    return {"rules": list(run.matrix.columns), "rows": rows, "breaks": breaks}


def changes(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parameters that are not at their default."""
    every = manifest["parameters"]
    return [{"name": name, **row} for name, row in every.items() if row["from"] != "default"]


def citations() -> dict[str, str]:
    """Every reference of the model by its key, in one line."""
    text = files("alliances.model").joinpath("data/references.csv").read_text(encoding="utf-8")
    return {row["key"]: citation(row) for row in csv.DictReader(text.splitlines())}


def citation(row: Mapping[str, str]) -> str:
    """Authors (year). Title. Outlet."""
    names = ", ".join(family_names(row["authors"].split(";")))
    parts = [f"{names} ({row['year']})" if row["year"] else names, row["title"], row["outlet"].strip()]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def family_names(authors: Iterable[str]) -> list[str]:
    """The family names of authors, at most three of them."""
    names = [author.partition(",")[0].strip() for author in authors if author.strip()]
    return names if len(names) <= 3 else [f"{names[0]} and others"]
