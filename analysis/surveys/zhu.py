"""Zhu's survey (zhu_2025): do firms with an international alliance do better abroad, by which paths, and where most?

Effects in paired worlds are scaled as the survey's coefficients are: standard deviations of the outcome for one
standard deviation of the cause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.statistics.path_model import interaction_estimates, path_estimates, standardized
from alliances.analysis.summary import last_record
from alliances.analysis.surveys.declaration import Survey, per_unit
from alliances.analysis.surveys.window import allied_abroad, opening
from alliances.analysis.surveys.zhu_firms import (
    MEDIATORS,
    MODERATORS,
    PERFORMANCE,
    X,
    Y,
    cooperation_intensity,
    eligible,
    performance,
    survivors,
)
from alliances.analysis.tables import BASE, Tables, Worlds

PAPER = pd.read_csv(Path(__file__).parent.parent / "data" / "zhu2025_paths.csv", index_col="path")
REPORTED = {str(path): float(beta) for path, beta in PAPER["beta"].items()}
DIRECT = PAPER[PAPER["kind"] == "direct"]
MODERATION = dict(zip(MODERATORS, map(str, PAPER.index[PAPER["kind"] == "moderation"]), strict=True))
VARIABLES = {
    X: "in an international alliance within the last five years (0 or 1)",
    "technical_cooperation_intensity": "technical cooperation projects over R&D projects, mean of the window's records",
    "mnc_cooperation_depth": "years of cooperation with multinationals within the window",
    Y: "mean of the z-scores of the three parts below, among the firms asked",
    "firm_size": "natural logarithm of assets in million USD",
    "industry": "industry",
    "market_competition_intensity": "competition in its industry in the foreign markets it was in when the window "
    "opened, weighted by its sales there (0-1)",
    "export_growth": "symmetric rate of change of foreign sales over the window (-2 to 2)",
    "overseas_revenue_ratio": "foreign share of sales (0-1)",
    "market_share_change": "symmetric rate of change of its share of foreign markets, mean (-2 to 2)",
}


def answered(firms: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What firms answer: the variables, performance rated among the firms asked."""
    return rated(firms)[["firm_id", *VARIABLES]].reset_index(drop=True)


def rated(firms: pd.DataFrame) -> pd.DataFrame:
    """Firms with performance: the mean of the z-scores of its three parts among these firms."""
    return firms.assign(**{Y: standardized(firms[list(PERFORMANCE)]).mean(axis=1)})


def statistics(answers: pd.DataFrame) -> pd.DataFrame:
    """The eight standardized coefficients of one sample, and ``total``: path, estimate, std_error, p_value.

    One path model gives the five paths, with size, industry and competition as controls of performance. One regression
    with the same predictors and three products gives the moderation. :class:`InputError` where a variable is constant.
    """
    scored = answers.assign(industry=research_intensity(answers["industry"]))
    found = pd.concat([direct_paths(scored), moderation(scored)], ignore_index=True)
    total = total_effect(dict(zip(found["path"], found["estimate"], strict=True)))
    return pd.concat([found, pd.DataFrame({"path": ["total"], "estimate": [total]})], ignore_index=True)


def total_effect(betas: Mapping[str, float] | pd.DataFrame) -> Any:
    """The alliance's whole effect on performance: direct, and through both mediators."""
    return betas["XY"] + betas["XM1"] * betas["M1Y"] + betas["XM2"] * betas["M2Y"]


def direct_paths(scored: pd.DataFrame) -> pd.DataFrame:
    """Path, estimate, std_error and p_value of the five paths; ``industry`` is a score."""
    equations = dict.fromkeys(MEDIATORS, (X,))
    fitted = path_estimates(scored, {Y: (X, *MEDIATORS, *MODERATORS), **equations}, correlated=(MEDIATORS,))
    arrows = fitted.set_index(["predictor", "outcome"])
    ours = arrows.loc[list(zip(DIRECT["from"], DIRECT["to"], strict=True))].reset_index(drop=True)
    ours.insert(0, "path", DIRECT.index)
    return ours


def moderation(scored: pd.DataFrame, focal: str = X, others: Sequence[str] = MEDIATORS) -> pd.DataFrame:
    """Path, estimate, std_error and p_value of the three interactions with ``focal``; ``industry`` is a score."""
    found = interaction_estimates(scored, Y, focal, MODERATORS, others)
    return found.assign(path=found["moderator"].map(MODERATION))[["path", "estimate", "std_error", "p_value"]]


def research_intensity(industry: pd.Series[str]) -> pd.Series[float]:
    """The R&D intensity of the industry.

    The paper gives its industry category one coefficient, and so ranks industries by some score without saying which.
    It argues from technology, and asks firms from manufacturing to ICT and medicine: R&D intensity orders them so.
    """
    from alliances.model.errors import unknown
    from alliances.model.world.setup import industry_rows

    scores = {row["name"]: float(row["rd_intensity"]) for row in industry_rows()}
    for name in industry.unique():
        if name not in scores:
            raise unknown("industry", name, scores)
    return industry.map(scores)


def share_mediated(estimates: pd.DataFrame) -> float:
    """Share of the alliance's total effect that goes through the mediators, of means over draws.

    A ratio of means, as the ratio of a draw whose total is near zero can be of any size. NaN where the total effect is
    not positive: then there is no promotion to share out.
    """
    mean = estimates.groupby("path")["estimate"].mean()
    indirect = mean["XM1"] * mean["M1Y"] + mean["XM2"] * mean["M2Y"]
    total = mean["XY"] + indirect
    return float(indirect / total) if total > 0 else float("nan")


class Yardstick(NamedTuple):
    """Means and spreads of the firms that Zhu's survey may ask in the base world."""

    mean: pd.Series
    spread: pd.Series
    performance_spread: float


def effects(worlds: Worlds) -> dict[str, float]:
    """Effect of alliances on performance (in all: ``total``) and on both mediators, and how competition moves it.

    Compared are the firms with an international alliance in the window, with what they are in the world without allies.
    """
    measure = yardstick(eligible(worlds[BASE]))
    of_alliances = on_the_allied(worlds[BASE], worlds["alone"], measure)
    technical, depth = MEDIATORS
    hard = on_the_allied(worlds["hard"], worlds["hard_alone"], measure)
    soft = on_the_allied(worlds["soft"], worlds["soft_alone"], measure)
    harder = intensity(worlds["hard"]) - intensity(worlds["soft"])
    spreads = harder / measure.spread["market_competition_intensity"]
    return {
        "XM1": of_alliances[technical],
        "XM2": of_alliances[depth],
        "total": of_alliances[Y],
        "Z3": per_unit(hard[Y] - soft[Y], spreads),
    }


def yardstick(eligible: pd.DataFrame) -> Yardstick:
    """The means and spreads by which the survey standardizes, of every eligible firm."""
    numbers = eligible.drop(columns=["firm_id", "industry"])
    mean, spread = numbers.mean(), numbers.std(ddof=0)
    parts = list(PERFORMANCE)
    performance = ((numbers[parts] - mean[parts]) / spread[parts]).mean(axis=1)
    return Yardstick(mean, spread, float(performance.std(ddof=0)))


def on_the_allied(tables: Tables, alone: Tables, measure: Yardstick) -> pd.Series:
    """Effect of alliances on mediators and performance of the allied firms that live in both worlds."""
    with_allies, without = outcomes_of(tables), outcomes_of(alone)
    same = with_allies.index.intersection(without.index)
    same = same[same.isin(allied_abroad(tables))]
    change = (with_allies.loc[same] - without.loc[same]).mean() / measure.spread[with_allies.columns]
    change[Y] = change[list(PERFORMANCE)].mean() / measure.performance_spread
    return change * measure.spread[X]


def outcomes_of(tables: Tables) -> pd.DataFrame:
    """Mediators and parts of performance of every living firm, by firm_id; a firm at home sells nothing abroad."""
    now = last_record(tables["firms"]).set_index("firm_id")
    outcomes = {
        "technical_cooperation_intensity": cooperation_intensity(tables),
        "mnc_cooperation_depth": now["mnc_cooperation_years"],
        **performance(tables, opening(tables)),
    }
    return pd.DataFrame(outcomes).reindex(now.index).fillna(0.0)


def intensity(tables: Tables) -> float:
    """Mean competition intensity of industries and markets at the last record."""
    return float(last_record(tables["segments"])["competition_intensity"].mean())


SURVEY = Survey(
    name="zhu",
    paper="Zhu (2025)",
    asked="firms that were abroad five years ago",
    size=200,
    frame=eligible,
    beside=survivors,
    causal="zhu_lottery",
    answer=answered,
    statistics=statistics,
    variables=VARIABLES,
    reported={**REPORTED, "total": float(total_effect(REPORTED))},
    worlds=("alone", "soft", "soft_alone", "hard", "hard_alone"),
    effects=effects,
    axes=("standard deviations of the outcome per standard deviation of the cause",),
    groups={
        "Paths": {
            "XY": "alliance → performance, direct",
            "XM1": "alliance → technical cooperation",
            "M1Y": "technical cooperation → performance",
            "XM2": "alliance → years with multinationals",
            "M2Y": "years with multinationals → performance",
            "total": "alliance → performance, in all",
        },
        "What strengthens alliance → performance": {
            "Z1": "firm size",
            "Z2": "industry",
            "Z3": "market competition",
        },
    },
    about="Caused: alliances allowed or forbidden, the domestic ones too; for market competition, the difference that "
    "makes under hard and soft competition. It includes every way, so it belongs beside 'in all'.",
)
