"""The reports on compared worlds, and on an effect that changes with something: one HTML file each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.report.page import Block, Prose, Report, Section, Table, page
from alliances.analysis.variants.figures import differences_figure, effect_figure
from alliances.analysis.variants.slopes import DIFFERENCE, LOG_RATIO
from alliances.analysis.variants.words import (
    agreeing,
    answer,
    change,
    effect_sentences,
    level,
    measures_in_words,
    name_of,
    unit_in_words,
)
from alliances.analysis.wording import listed

ENOUGH = 20  # seeds from which intervals are taken at their word


class Asked(NamedTuple):
    """What was asked of an effect, in words."""

    cause: str
    meaning: str  # what the two worlds of a pair are
    over: str
    unit: str
    base: str  # the world that both have in common
    trait: bool  # whether it is one of firms


def comparison_report(table: pd.DataFrame, base: str, manifest: Mapping[str, Any]) -> str:
    """The page on compared worlds as text; ``table`` is that of ``differences``."""
    worlds, seeds = [f"“{name}”" for name in dict.fromkeys(table["world"])], len(manifest["seeds"])
    says = Prose("compare", others=listed(worlds), base=f"“{base}”", seeds=seeds, enough=ENOUGH)
    few = [says["few"]] if seeds < ENOUGH else []
    return page(Report(
        f"{listed(worlds)} against “{base}”", says["about"], answer(table, base),
        [
            Section("Before you use this", [Block(points=[*says.all("caveats"), *few])], warning=True),
            Section("All outcomes", [
                Block(figure=differences_figure(table, base)),
                Block(points=[says["settled"], *measures_in_words(dict.fromkeys(table["outcome"]))]),
            ]),
        ],
        manifest, numbered(manifest["seeds"]), says["kept"], difference_rows(table, base, says["caption"]),
    ))  # fmt: skip


def difference_rows(table: pd.DataFrame, base: str, caption: str = "") -> Table:
    """The differences as rows of words, one per outcome and world."""
    several = table["world"].nunique() > 1
    heads = ["Outcome", *(["World"] if several else []), base, "There" if several else table["world"].iloc[0],
             "Difference (95 %)", "Seeds"]  # fmt: skip
    rows = []
    for row in table.to_dict("records"):
        outcome = row["outcome"]
        levels = [level(outcome, row["base"]), level(outcome, row["mean"])]
        told = f"{change(outcome, row)} {unit_in_words(outcome)}" if row["seeds"] else change(outcome, row)
        rows.append([name_of(outcome), *([row["world"]] if several else []), *levels, told, agreeing(row)])
    return Table(heads, rows, caption)


def effect_report(curve: pd.DataFrame, slopes: pd.DataFrame, asked: Asked, manifest: Mapping[str, Any]) -> str:
    """The page on an effect as text; the first outcome is the one that it is about."""
    outcomes, seeds = list(dict.fromkeys(slopes["outcome"])), len(manifest["seeds"])
    says = Prose(
        "effect", meaning=f"{asked.meaning[0].upper()}{asked.meaning[1:]}", over=asked.over, unit=asked.unit,
        levels=curve["place"].nunique(), seeds=seeds, enough=ENOUGH, base=f"“{asked.base}”",
    )  # fmt: skip
    few = [says["few"]] if seeds < ENOUGH else []
    trait = [says["trait"]] if asked.trait else []
    words = (asked.cause, asked.over)
    return page(Report(
        f"Does {asked.over} change the effect of {asked.cause}?", says["about"],
        effect_sentences(curve, slopes, outcomes[0], *words),
        [
            Section("Before you use this", [Block(points=[*says.all("caveats"), *trait, *few])], warning=True),
            Section(f"Effect on {name_of(outcomes[0])}", [
                Block(figure=effect_figure(curve, slopes, outcomes[0], words, asked.unit)),
                Block(points=measures_in_words(outcomes)),
            ]),
        ],
        manifest, numbered(manifest["seeds"]), says["kept"], slope_rows(slopes, outcomes, says["caption"]),
    ))  # fmt: skip


def slope_rows(slopes: pd.DataFrame, outcomes: Sequence[str], caption: str = "") -> Table:
    """Mean effects and slopes as rows of words, one per outcome."""
    heads = ["Outcome", "Mean effect", "Slope per unit", "Slope of the log ratio", "Seeds with this sign"]
    rows = []
    for outcome in outcomes:
        own = slopes[slopes["outcome"] == outcome].set_index("scale")
        row, logs = own.loc[DIFFERENCE], own.loc[LOG_RATIO]
        mean = {"difference": row["mean_effect"], "low": row["mean_low"], "high": row["mean_high"]}
        unit = unit_in_words(outcome)
        slope = change(outcome, row, "slope")
        rows.append([
            name_of(outcome), f"{change(outcome, mean)} {unit}", f"{slope} {unit}", change("", logs, "slope"),
            agreeing({**row, "difference": row["slope"]}),
        ])  # fmt: skip
    return Table(heads, rows, caption)


def numbered(seeds: Sequence[int]) -> str:
    """The seeds in a sentence."""
    whole = list(seeds) == list(range(seeds[0], seeds[0] + len(seeds)))
    return f"Seeds {seeds[0]} to {seeds[-1]}." if whole and len(seeds) > 1 else f"Seeds {', '.join(map(str, seeds))}."
