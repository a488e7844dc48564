"""Facts that only paired worlds, or lots in one world, can show: effects, not associations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import COMPETITION, THIRD_ROUND
from alliances.analysis.surveys import zhu_lottery
from alliances.analysis.surveys.zhu import MODERATION

WORLDS = ("hard", "hard_alone", "soft", "soft_alone")


def competition_causal(replicate: Replicate) -> Measured:
    """Alliance effect under hard competition, less that under soft: on the foreign share, and on the log of sales.

    Means are over the yearly records of firms that live in all four worlds in that year; the logarithm is that of the
    mean of foreign sales, so that firms at home count.
    """
    columns = ["foreign_sales_share", "foreign_sales"]
    worlds = {name: replicate.worlds[name]["firms"].set_index(["step", "firm_id"])[columns] for name in WORLDS}
    share, sales = (pd.concat({name: worlds[name][column] for name in WORLDS}, axis=1, join="inner").mean()
                    for column in columns)  # fmt: skip
    return {"difference": hard_less_soft(share), "log_difference": hard_less_soft(np.log(sales))}


def hard_less_soft(means: pd.Series[float]) -> float:
    """The effect of alliances under hard competition less that under soft, from the means of four worlds."""
    return float((means["hard"] - means["hard_alone"]) - (means["soft"] - means["soft_alone"]))


def encouragement(replicate: Replicate) -> Measured:
    """What being free to ally does, by lot, more for large firms, R&D-intensive industries and hard competition."""
    survey, tables = zhu_lottery.SURVEY, replicate.worlds["lottery"]
    frame = survey.frame(tables)
    found = survey.statistics(survey.population(frame)).set_index("path")["estimate"]
    interactions = {name: float(found[path]) for name, path in MODERATION.items()}
    shown = {name: float(found[name]) for name in ("lot", "uptake")}
    return {**interactions, **shown, "log_competition": zhu_lottery.relative_gain(frame)}


FACTS = (
    Fact(
        "competition_causal", "The alliance effect itself grows with competition",
        "follows from the claim that competition strengthens the effect", ("zhu_2025",), "seed",
        "four paired worlds, alliances allowed or forbidden under hard or soft competition: effect of alliances on the "
        "mean foreign sales share of the same firms, and on the logarithm of their mean foreign sales, hard less soft",
        "validate",
        (
            Number("difference", "Effect on the share under hard less under soft competition", "sign",
                   unit="share points"),
            Number("log_difference", "Effect on log sales under hard less under soft competition", "sign",
                   unit="log points"),
        ), competition_causal, WORLDS, registered=COMPETITION,
    ),
    Fact(
        "encouragement",
        "By lot, too, alliances do more for large firms, R&D-intensive industries and hard competition",
        "follows from the claim that these strengthen the effect", ("zhu_2025", "holland_1988"), "seed",
        "a world that bars two firms in five, drawn by lot, from new alliances for ten years: interactions of being "
        "free to ally with what was measured before, on performance as in Zhu's survey, of all firms abroad before and "
        "alive at the end (intention to treat)", "validate",
        (
            *(
                Number(name, f"Free to ally times {name.replace('_', ' ')}", "sign", unit="standardized")
                for name in MODERATION
            ),
            Number("lot", "Free to ally, on performance", "shown", unit="standardized"),
            Number("uptake", "Free to ally, on having a new international alliance", "shown", unit="standardized"),
            Number("log_competition", "Gain in log growth of sales, harder less softer half of firms", "shown",
                   unit="log points"),
        ), encouragement, ("lottery",), registered=THIRD_ROUND,
    ),
)  # fmt: skip
