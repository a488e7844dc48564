"""The report on a comparison of policies: one HTML file with everything in it, which also prints well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.citations import citations
from alliances.analysis.drawing.palette import looks
from alliances.analysis.drawing.plate import Plate
from alliances.analysis.policy.figures import chapters
from alliances.analysis.policy.option_words import found, of_option, paid
from alliances.analysis.policy.policies_in_words import described
from alliances.analysis.policy.ratios import FINITE, FREE
from alliances.analysis.policy.study import Study
from alliances.analysis.policy.take_up import NO_LIMIT
from alliances.analysis.policy.words import verdict
from alliances.analysis.report.page import Block, Prose, Report, Section, Table, page
from alliances.analysis.wording import NONE, digits, estimate, holds_zero, number, share_estimate, shown
from alliances.analysis.wording import chance as chance_told

ENOUGH = 50  # pairs of worlds from which intervals are taken at their word
OPEN = "sign not sure"
TERMS = {"name": "policy", "whom": "for whom"}


def policy_report(study: Study, drawn: Mapping[str, Sequence[Plate]] | None = None) -> str:
    """The page as text; the same study gives the same text. ``drawn`` are its chapters, if they were made before."""
    design, says = study.design, prose(study)
    few = [says["few"]] if study.seeds < ENOUGH else []
    made = chapters(study) if drawn is None else drawn
    figures = [
        Section(title, [Block(plate.title, plate.name, figure=plate) for plate in plates])
        for title, plates in made.items()
    ]
    return page(Report(
        design.title, says["about"], verdict(study),
        [
            Section("Before you use this", [Block(points=[*says.all("caveats"), *few])], warning=True),
            Section("The options", options(study)), *figures,
            Section("What is assumed", [Block(points=says.all("assumptions"))]),
        ],
        study.manifest, f"Seeds {study.numbered}.", says["kept"], in_numbers(study, says["caption"]),
    ))  # fmt: skip


def prose(study: Study) -> Prose:
    """What is said of every study, filled in."""
    design, count = study.design, len(study.options)
    unknown = "which the wider bands and the bars of the last chapter show" if "knowledge" in study.tables else (
        "which was not asked here")  # fmt: skip
    source = citations().get(design.source, design.source)
    of_its_own = study.manifest["scenario"].get("policies")
    return Prose(
        "policy", question=design.question, options=f"{count} option{'' if count == 1 else 's'}", seeds=study.seeds,
        world="no policy" if study.comparable else "the world without it", source=f"After: {source}" if source else "",
        tables=", ".join(f"`{name}`" for name in sorted(study.tables)), aim=study.aim.title, horizon=study.horizon,
        unknown=unknown, enough=ENOUGH, price=design.price, start=design.start, dollar=1 + design.cost_of_funds,
        rate=f"{100 * design.discount_rate:g} %", pairing=pairing(study),
        in_both=Prose("policy")["in_both"] if of_its_own else "",
    )  # fmt: skip


def in_numbers(study: Study, caption: str) -> Table:
    """The options in numbers, one row each."""
    after = years_after(study)
    left = {"left": f"Firms abroad added, {after} years after the end"} if after else {}
    heads = {**headline(study), **left, "chance": f"{chance_head(study)} (a price as an example)"}
    return Table(list(heads.values()), [[row[name] for name in heads] for row in overview(study)], caption)


def headline(study: Study) -> dict[str, str]:
    """What every table of options begins with, in the report, in the terminal and in the app: heads by key."""
    return {
        "option": "Option", "offered": "Budget offered", "spent": "Spent", "uptake": "Take-up, %",
        "effect": f"Change, {study.aim.unit}", "price": "Cost per additional firm abroad",
        "deadweight": "Deadweight, %",
    }  # fmt: skip


def chance_head(study: Study) -> str:
    """How the column of chances that a price is not exceeded is called."""
    return f"Chance that a firm costs {study.design.price:g} or less"


def overview(study: Study) -> list[dict[str, str]]:
    """What is told of each option in numbers; an effect whose sign is open says so."""
    table, after = study.summary(study.design.aim, year=study.horizon), years_after(study)
    rows = []
    for option in study.options:
        effect: Any = table.loc[option]
        waste, left = found(study, option, "deadweight"), found(study, option, f"persistence_{after}")
        open_ = holds_zero(effect["low"], effect["high"]) and not effect["low"] == effect["high"] == 0
        rows.append({
            "option": option, "effect": estimate(effect, study.aim.scale) + (f", {OPEN}" if open_ else ""),
            "offered": money_of(study, option, "offered"), "uptake": share_of(paid(study, option, "take_up"), "value"),
            "spent": money_of(study, option, "spending"), "price": money_of(study, option, "cost_per_additional"),
            "chance": chance(study, option),
            "deadweight": share_of(waste, "mean"), "left": estimate(left) if left else NONE,
        })  # fmt: skip
    return rows


def chance(study: Study, option: str) -> str:
    """The chance that an additional firm abroad costs no more than the design's price."""
    rows = study.tables.get("acceptability", pd.DataFrame(columns=["option", "price", "probability"]))
    spent = paid(study, option, "spending")
    rows = rows[(rows["option"] == option) & rows["probability"].notna()].sort_values("price")
    if spent is None or spent["verdict"] == FREE or rows.empty:
        return NONE
    if not rows["price"].min() <= study.design.price <= rows["price"].max():
        return NONE
    return chance_told(float(np.interp(study.design.price, rows["price"], rows["probability"])))


def years_after(study: Study) -> int:
    """The last year after the end, of those that are told, that the run reaches for any option; 0 if none."""
    rows = study.tables["findings"]
    told = rows[rows["mean"].notna()]["finding"].str.extract(r"^persistence_(\d+)$")[0].dropna()
    return int(told.astype(int).max()) if len(told) else 0


def share_of(row: dict[Any, Any] | None, mean: str) -> str:
    """A share with its interval under a head that says per cent; a dash where there is none."""
    return NONE if row is None else share_estimate(row, mean, "")


def money_of(study: Study, option: str, name: str) -> str:
    """A number of an option's money with its interval, or why there is none."""
    row = paid(study, option, name)
    if row is None:
        return NONE
    if row["verdict"] == FREE:
        return "0" if name == "spending" else NONE if pd.isna(row["value"]) else FREE
    if row["verdict"] == NO_LIMIT:
        return NO_LIMIT if name == "offered" else NONE
    if row["verdict"] != FINITE:
        return str(row["verdict"])
    return shown(row["value"]) if row["low"] == row["high"] else estimate(row, mean="value")


def options(study: Study) -> list[Block]:
    """Each option: what it consists of, and what is found of it."""
    own, blocks = looks(study.options), []
    for option in study.design.options:
        policies = [described(policy)._asdict() for policy in study.added(option)]
        against = Prose("policy", other=option.against)["against"]
        blocks.append(Block(
            option.name, colour=own[option.name].colour, points=of_option(study, option.name),
            terms=[{TERMS.get(name, name).capitalize(): told for name, told in policy.items()} for policy in policies],
            words=[*([against] if option.against else []), "What it does here:"],
        ))  # fmt: skip
    return blocks


def pairing(study: Study) -> str:
    """How much pairing saves on the aim, in a sentence; empty if it was not worked out."""
    rows = study.tables.get("pairing", pd.DataFrame(columns=["measure", "ratio"]))
    ratios = rows.loc[rows["measure"] == study.design.aim, "ratio"].dropna()
    if ratios.empty:
        return ""
    ends = [number(float(end), digits(float(end)) + 1) for end in (ratios.min(), ratios.max())]
    return Prose("policy", span=" to ".join(dict.fromkeys(ends)))["pairing"]
