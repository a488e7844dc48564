"""The report on a comparison of policies: one HTML file with everything in it, which also prints well."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.policy.drawing import Plate, looks, png, sign_open, svg
from alliances.analysis.policy.figures import chapters
from alliances.analysis.policy.numbers import digits, estimate, number, per_cent
from alliances.analysis.policy.policies_in_words import described
from alliances.analysis.policy.ratios import FINITE, FREE
from alliances.analysis.policy.study import Study
from alliances.analysis.policy.words import found, of_option, paid, verdict
from alliances.analysis.report.page import changes, citations

TEMPLATE = "policy.html"
MOST_ROWS = 240  # of a figure's table; the rest is in the files
ENOUGH = 50  # pairs of worlds from which intervals are taken at their word
HEADS = {
    "n": "worlds", "low": "95 % from", "high": "to", "knowledge_low": "knowledge from", "knowledge_high": "to",
    "after": "years after the end", "cost_low": "cost from", "cost_high": "to",
}  # fmt: skip


def policy_report(study: Study, drawn: Mapping[str, Sequence[Plate]] | None = None) -> str:
    """The page as text; the same study gives the same text. ``drawn`` are its chapters, if they were made before."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made = chapters(study) if drawn is None else drawn
    return environment.get_template(TEMPLATE).render(
        study=study, design=study.design, manifest=study.manifest, verdict=verdict(study), options=options(study),
        rows=overview(study), chapters={title: [figure(plate) for plate in plates] for title, plates in made.items()},
        source=citations().get(study.design.source, study.design.source), few=study.seeds < ENOUGH, enough=ENOUGH,
        changes=changes(study.manifest), command=shlex.join(study.manifest["command"]), pairing=pairing(study),
        rate=f"{100 * study.design.discount_rate:g} %", files=sorted(study.tables), after=years_after(study),
        in_both=study.manifest["scenario"].get("policies"),
    )  # fmt: skip


def write_figures(folder: Path, drawn: Mapping[str, Sequence[Plate]]) -> None:
    """Write every figure into ``folder`` as SVG and PNG; nothing is written before all are drawn."""
    files: dict[str, bytes] = {}
    for plate in chain.from_iterable(drawn.values()):
        files |= {f"{plate.name}.svg": svg(plate).encode(), f"{plate.name}.png": png(plate)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def options(study: Study) -> list[dict[str, Any]]:
    """Each option: what it consists of, and what is found of it."""
    own = looks(study.options)
    return [
        {"name": option.name, "colour": own[option.name].colour, "said": of_option(study, option.name),
         "against": option.against, "policies": [described(policy) for policy in study.added(option)]}
        for option in study.design.options
    ]  # fmt: skip


def overview(study: Study) -> list[dict[str, str]]:
    """The table at the top: one row per option."""
    table, after = study.summary(study.design.aim, year=study.horizon), years_after(study)
    rows = []
    for option in study.options:
        effect: Any = table.loc[option]
        waste, left = found(study, option, "deadweight"), found(study, option, f"persistence_{after}")
        rows.append({
            "option": option, "effect": estimate(effect, study.aim.scale),
            "sure": "sign not sure" if sign_open(effect["low"], effect["high"]) else "",
            "spent": money_of(study, option, "spending"),
            "price": money_of(study, option, "cost_per_additional"),
            "yield": money_of(study, option, "effect_per_million"),
            "chance": chance(study, option),
            "deadweight": estimate(waste, 100) if waste else "–",
            "left": estimate(left) if left else "–",
        })  # fmt: skip
    return rows


def chance(study: Study, option: str) -> str:
    """The chance that an additional firm abroad costs no more than the design's price."""
    rows = study.tables.get("acceptability", pd.DataFrame(columns=["option", "price", "probability"]))
    spent = paid(study, option, "spending")
    if spent is None or spent["verdict"] == FREE:
        return "–"
    rows = rows[(rows["option"] == option) & rows["probability"].notna()].sort_values("price")
    if rows.empty or not rows["price"].min() <= study.design.price <= rows["price"].max():
        return "–"
    return per_cent(float(np.interp(study.design.price, rows["price"], rows["probability"])))


def years_after(study: Study) -> int:
    """The last year after the end, of those that are told, that the run reaches for any option; 0 if none."""
    rows = study.tables["findings"]
    told = rows[rows["mean"].notna()]["finding"].str.extract(r"^persistence_(\d+)$")[0].dropna()
    return int(told.astype(int).max()) if len(told) else 0


def money_of(study: Study, option: str, name: str) -> str:
    """A number of an option's money with its interval, or why there is none."""
    row = paid(study, option, name)
    if row is None:
        return "–"
    if row["verdict"] == FREE:
        return "0" if name == "spending" else "–" if pd.isna(row["value"]) else FREE
    if row["verdict"] != FINITE:
        return str(row["verdict"])
    return estimate(row | {"mean": row["value"]})


def figure(plate: Plate) -> dict[str, Any]:
    """A figure as the page shows it: for wide and for narrow pages, with its table."""
    return {
        "name": plate.name, "title": plate.title, "reading": plate.reading, "counted": plate.counted, "alt": plate.alt,
        "wide": svg(plate), "narrow": svg(plate, narrow=True), "numbered": plate.numbered,
        "heads": [HEADS.get(name, name.replace("_", " ")) for name in plate.table.columns],
        "rows": [[cell(value) for value in row] for row in plate.table.head(MOST_ROWS).itertuples(index=False)],
        "hidden": max(len(plate.table) - MOST_ROWS, 0),
    }  # fmt: skip


def cell(value: Any) -> str:
    """A cell of a table: numbers in three figures, the rest as it is."""
    if isinstance(value, str | bool):
        return str(value)
    return number(float(value), 0 if float(value).is_integer() else max(digits(float(value)), 0) + 1)


def pairing(study: Study) -> str:
    """How much pairing saves on the aim, in a sentence; empty if it was not worked out."""
    rows = study.tables.get("pairing", pd.DataFrame(columns=["measure"]))
    rows = rows[rows["measure"] == study.design.aim]
    ratios = rows["ratio"].dropna() if len(rows) else pd.Series(dtype=float)
    if ratios.empty:
        return ""
    low, high = (number(float(end), digits(float(end)) + 1) for end in (ratios.min(), ratios.max()))
    span = low if low == high else f"{low} to {high}"
    return f"Against worlds of different luck, pairing leaves {span} of the variance of the effect."
