"""Facts of Nissanka's survey: ten correlations, the challenges that come with success and hinder it, and reliability.

Signs and rank order are taken without response style, since a style makes every correlation positive and unequal
reliabilities alone order the ten much as reported. Only the ten values themselves are taken with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import NISSANKA_STYLE, WITH_MEASURE
from alliances.analysis.summary import last_record
from alliances.analysis.surveys import nissanka as survey
from alliances.analysis.surveys.nissanka_constructs import EMERGING, constructs
from alliances.analysis.tables import BASE, Tables
from alliances.model.errors import InputError

DRAWS = 10
HIGHER_BARRIERS = "higher_barriers"
RELIABILITY_BAND = 0.08
RANK_CORRELATION = 0.5
CORRELATIONS = tuple(f"r_{a}_{b}" for a, b in survey.PAIRS)
CONSTRUCTS = list(survey.SYMBOLS.values())
NAMES = {symbol: construct.replace("_", " ") for symbol, construct in survey.SYMBOLS.items()}
Statistic = Callable[[pd.DataFrame], pd.DataFrame]


def drawn(replicate: Replicate, statistic: Statistic, style: bool) -> dict[str, list[float]]:
    """A statistic's estimates in ten surveys of the base world, by path; none where too few firms can be asked."""
    try:
        asked = survey.respondents(replicate.worlds[BASE], DRAWS, survey.SIZE, replicate.seed, style)
    except InputError:
        return {}
    return {str(path): list(rows["estimate"]) for path, rows in statistic(asked).groupby("path", sort=False)}


def correlations(replicate: Replicate) -> Measured:
    """The ten correlations as surveyed, and without the instrument their least and their order."""
    found = drawn(replicate, survey.correlations, style=True)
    own = true_correlations(replicate.worlds[BASE])
    reported = pd.Series({path: survey.REPORTED[path] for path in CORRELATIONS})
    values: dict[str, float | list[float]] = {path: found.get(path, [float("nan")]) for path in CORRELATIONS}
    return {**values, "smallest": own.min(skipna=False), "rank_correlation": own.corr(reported, method="spearman")}


def true_correlations(tables: Tables) -> pd.Series[float]:
    """Correlations of the constructs themselves among all eligible firms, by path; NaN where too few can be asked."""
    firms = constructs(tables)
    if len(firms) < survey.SIZE:
        return pd.Series(np.nan, index=[*CORRELATIONS])
    matrix = firms[CONSTRUCTS].corr()
    own = [matrix.loc[survey.SYMBOLS[a], survey.SYMBOLS[b]] for a, b in survey.PAIRS]
    return pd.Series(own, index=[*CORRELATIONS])


def challenges(replicate: Replicate) -> Measured:
    """The survey's coefficient of market challenges without response style, and what higher barriers cause."""
    found = drawn(replicate, survey.regression, style=False)
    worlds = replicate.worlds
    return {
        "survey_coefficient": float(np.mean(found.get("beta_MC", [float("nan")]))),
        "causal_effect": foreign_share(worlds[HIGHER_BARRIERS]) - foreign_share(worlds[BASE]),
    }


def foreign_share(tables: Tables) -> float:
    """Mean share of foreign sales of all SMEs of the ten emerging markets at the last record, abroad or not."""
    firms = last_record(tables["firms"])
    return float(firms.loc[firms["sme"] & firms["home"].isin(EMERGING), "foreign_sales_share"].mean())


def reliability(replicate: Replicate) -> Measured:
    """Mean of Cronbach's alpha over the draws, by construct."""
    found = drawn(replicate, survey.reliability, style=True)
    return {name: float(np.mean(found.get(name, [float("nan")]))) for name in ALPHAS}


ALPHAS: Mapping[str, Number] = {
    f"alpha_{symbol}": Number(
        f"alpha_{symbol}", f"Cronbach's alpha of {name}", "band", low=value - RELIABILITY_BAND,
        high=value + RELIABILITY_BAND, reported=value, unit="alpha",
    )
    for symbol, name in NAMES.items()
    for value in [survey.REPORTED[f"alpha_{symbol}"]]
}  # fmt: skip

FACTS = (
    Fact(
        id="nissanka_correlations",
        finding="Partnerships, alliances, challenges, knowledge transfer and success all go together among SMEs abroad",
        reported="ten correlations from .529 to .831",
        source=("nissanka",),
        trust="seed",
        measured_on="Nissanka survey, n = 152, whose response style is set from their mean; signs and order without it",
        role="validate",
        numbers=(
            *(
                Number(path, f"Correlation of {NAMES[a]} with {NAMES[b]}", "sample",
                       reported=survey.REPORTED[path], unit="correlation")
                for path, (a, b) in zip(CORRELATIONS, survey.PAIRS, strict=True)
            ),
            Number("smallest", "Least of the ten correlations among all eligible firms, without the instrument",
                   "sign", unit="correlation"),
            Number("rank_correlation", "Rank correlation with the reported ten, without the instrument",
                   "band", low=RANK_CORRELATION, high=1.0, unit="correlation"),
        ),
        measure=correlations,
        registered=NISSANKA_STYLE,
        needed=7,
    ),
    Fact(
        id="nissanka_challenges",
        finding="SMEs abroad that met more challenges succeed more, although barriers hinder",
        reported="coefficient of market challenges +.476",
        source=("nissanka",),
        trust="seed",
        measured_on="Nissanka survey without response style; and the same world with higher entry barriers",
        role="validate",
        numbers=(
            Number("survey_coefficient", "Coefficient of market challenges in the survey", "sign",
                   reported=survey.REPORTED["beta_MC"], unit="standard deviations"),
            Number("causal_effect", "Change of the foreign sales share of all emerging-market SMEs by higher barriers",
                   "sign", low=float("-inf"), high=0.0),
        ),
        measure=challenges,
        registered=WITH_MEASURE,
        worlds=(BASE, HIGHER_BARRIERS),
    ),
    Fact(
        id="nissanka_reliability",
        finding="Reliability of the five scales",
        reported="Cronbach's alpha .828 .786 .806 .660 .897",
        source=("nissanka",),
        trust="seed",
        measured_on="Nissanka survey; the noise of its items is set from these alphas",
        role="calibrate",
        numbers=tuple(ALPHAS.values()),
        measure=reliability,
        registered=NISSANKA_STYLE,
    ),
)  # fmt: skip
