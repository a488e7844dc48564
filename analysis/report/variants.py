"""The reports on compared worlds, and on an effect that changes with something: one HTML file each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.outcome_words import measures_in_words, name_of, value_of, with_unit
from alliances.analysis.report.page import Block, Prose, Report, Section, Table, page
from alliances.analysis.variants.figures import differences_figure, effect_figure
from alliances.analysis.variants.slopes import DIFFERENCE, LOG_RATIO
from alliances.analysis.variants.words import Words, agreeing, answer, change, effect_sentences
from alliances.analysis.wording import listed

ENOUGH = 20  # seeds from which intervals are taken at their word


class Asked(NamedTuple):
    """What was asked of an effect."""

    words: Words
    meaning: str  # what the two worlds of a pair are
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
    """The differences as rows of words, one per outcome; where there are several worlds, a column for each."""
    worlds = list(dict.fromkeys(table["world"]))
    heads = ["Outcome", base, *([*worlds, "Difference (95 %)", "Seeds"] if len(worlds) == 1 else worlds)]
    rows = []
    for outcome, own in table.groupby("outcome", sort=False):
        found = own.to_dict("records")
        cells = [value_of(str(outcome), found[0]["mean"]), change(str(outcome), found[0]), agreeing(found[0])]
        if len(worlds) > 1:
            cells = [f"{change(str(outcome), row)}; {agreeing(row)}" for row in found]
        rows.append([with_unit(str(outcome)), value_of(str(outcome), found[0]["base"]), *cells])
    return Table(heads, rows, caption)


def effect_report(curve: pd.DataFrame, slopes: pd.DataFrame, asked: Asked, manifest: Mapping[str, Any]) -> str:
    """The page on an effect as text; the first outcome is the one that it is about."""
    outcomes, seeds = list(dict.fromkeys(slopes["outcome"])), len(manifest["seeds"])
    says = Prose(
        "effect", meaning=asked.meaning, over=asked.words.over, step=asked.words.step,
        levels=curve["place"].nunique(), seeds=seeds, enough=ENOUGH, base=f"“{asked.base}”",
    )  # fmt: skip
    few = [says["few"]] if seeds < ENOUGH else []
    trait = [says["trait"]] if asked.trait else []
    return page(Report(
        f"Does {asked.words.over} change the effect of {asked.words.cause}?", says["about"],
        effect_sentences(curve, slopes, outcomes[0], asked.words),
        [
            Section("Before you use this", [Block(points=[*says.all("caveats"), *trait, *few])], warning=True),
            Section(f"Effect on {name_of(outcomes[0])}", [
                Block(figure=effect_figure(curve, slopes, outcomes[0], asked.words)),
                Block(points=measures_in_words(outcomes)),
            ]),
        ],
        manifest, numbered(manifest["seeds"]), says["kept"], slope_rows(slopes, outcomes, says["caption"]),
    ))  # fmt: skip


def slope_rows(slopes: pd.DataFrame, outcomes: Sequence[str], caption: str = "") -> Table:
    """Mean effects and slopes as rows of words, one per outcome."""
    heads = ["Outcome", "Mean effect", "Slope", "Slope of the log ratio", "Seeds with this sign"]
    rows = []
    for outcome in outcomes:
        own = slopes[slopes["outcome"] == outcome].set_index("scale")
        row, logs = own.loc[DIFFERENCE], own.loc[LOG_RATIO]
        mean = {"difference": row["mean_effect"], "low": row["mean_low"], "high": row["mean_high"]}
        told = [change(outcome, mean), change(outcome, row, "slope"), change("", logs, "slope")]
        rows.append([with_unit(outcome), *told, agreeing({**row, "difference": row["slope"]})])
    return Table(heads, rows, caption)


def numbered(seeds: Sequence[int]) -> str:
    """The seeds in a sentence."""
    whole = list(seeds) == list(range(seeds[0], seeds[0] + len(seeds)))
    return f"Seeds {seeds[0]} to {seeds[-1]}." if whole and len(seeds) > 1 else f"Seeds {', '.join(map(str, seeds))}."
