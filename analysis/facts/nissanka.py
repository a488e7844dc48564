"""Facts of Nissanka's survey: ten correlations, the challenges that come with success and hinder it, and reliability.

Signs and rank order are taken without response style, since a style makes every correlation positive and unequal
reliabilities alone order the ten much as reported. Only the ten values themselves are taken with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import NISSANKA_CHALLENGES, NISSANKA_STYLE
from alliances.analysis.summary import last_record
from alliances.analysis.surveys import nissanka as survey
from alliances.analysis.surveys.declaration import Statistics
from alliances.analysis.surveys.nissanka import SURVEY
from alliances.analysis.surveys.nissanka_constructs import EMERGING, constructs
from alliances.analysis.tables import BASE, Tables
from alliances.model.errors import InputError

HIGHER_BARRIERS = "higher_barriers"
RELIABILITY_BAND = 0.08
RANK_CORRELATION = 0.5
CORRELATIONS = tuple(f"r_{a}_{b}" for a, b in survey.PAIRS)
NAMES = {symbol: construct.replace("_", " ") for symbol, construct in survey.SYMBOLS.items()}


def drawn(replicate: Replicate, statistics: Statistics, paths: Iterable[str], style: bool) -> dict[str, list[float]]:
    """Estimates of these paths in the samples of the base world; NaN where too few can be asked."""
    try:
        asked = SURVEY.respondents(SURVEY.frame(replicate.worlds[BASE]), replicate.seed, style=style)
    except InputError:
        return {path: [float("nan")] for path in paths}
    estimates = SURVEY.estimates(asked, statistics)
    return {path: estimates.loc[estimates["path"] == path, "estimate"].tolist() for path in paths}


def correlations(replicate: Replicate) -> Measured:
    """The ten correlations as surveyed, and without the instrument their least and their order."""
    found = drawn(replicate, survey.correlations, CORRELATIONS, style=True)
    own = true_correlations(replicate.worlds[BASE])
    reported = pd.Series({path: survey.REPORTED[path] for path in CORRELATIONS})
    return {**found, "smallest": own.min(skipna=False), "rank_correlation": own.corr(reported, method="spearman")}


def true_correlations(tables: Tables) -> pd.Series[float]:
    """Correlations of the constructs themselves among all eligible firms, by path; NaN where too few can be asked."""
    firms = constructs(tables)
    if len(firms) < SURVEY.size:
        return pd.Series(np.nan, index=[*CORRELATIONS])
    return survey.correlations(firms).set_index("path")["estimate"]


def challenges(replicate: Replicate) -> Measured:
    """The survey's coefficient of market challenges without response style, and what higher barriers cause."""
    worlds, found = replicate.worlds, drawn(replicate, survey.regression, ["beta_MC"], style=False)
    return {
        "survey_coefficient": float(np.mean(found["beta_MC"])),
        "causal_effect": foreign_share(worlds[HIGHER_BARRIERS]) - foreign_share(worlds[BASE]),
    }


def foreign_share(tables: Tables) -> float:
    """Mean share of foreign sales of all SMEs of the ten emerging markets at the last record, abroad or not."""
    firms = last_record(tables["firms"])
    return float(firms.loc[firms["sme"] & firms["home"].isin(EMERGING), "foreign_sales_share"].mean())


def reliability(replicate: Replicate) -> Measured:
    """Mean of Cronbach's alpha over the draws, by construct."""
    found = drawn(replicate, survey.reliability, ALPHAS, style=True)
    return {name: float(np.mean(values)) for name, values in found.items()}


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
        "nissanka_correlations",
        "Partnerships, alliances, challenges, knowledge transfer and success all go together among SMEs abroad",
        "ten correlations from .529 to .831", ("nissanka",), "seed",
        "Nissanka survey, n = 152, whose response style is set from their mean; signs and order without it", "validate",
        (
            *(
                Number(path, f"Correlation of {NAMES[a]} with {NAMES[b]}", "sample",
                       reported=survey.REPORTED[path], unit="correlation")
                for path, (a, b) in zip(CORRELATIONS, survey.PAIRS, strict=True)
            ),
            Number("smallest", "Least of the ten correlations among all eligible firms, without the instrument",
                   "sign", unit="correlation"),
            Number("rank_correlation", "Rank correlation with the reported ten, without the instrument",
                   "band", low=RANK_CORRELATION, high=1.0, unit="correlation"),
        ), correlations, needed=7, registered=NISSANKA_STYLE,
    ),
    Fact(
        "nissanka_challenges", "SMEs abroad that met more challenges succeed more, although barriers hinder",
        "coefficient of market challenges +.476", ("nissanka",), "seed",
        "Nissanka survey without response style; and the same world with higher entry barriers", "validate",
        (
            Number("survey_coefficient", "Coefficient of market challenges in the survey", "sign",
                   reported=survey.REPORTED["beta_MC"], unit="standard deviations"),
            Number("causal_effect", "Change of the foreign sales share of all emerging-market SMEs by higher barriers",
                   "sign", low=float("-inf"), high=0.0),
        ), challenges, (BASE, HIGHER_BARRIERS), registered=NISSANKA_CHALLENGES,
    ),
    Fact(
        "nissanka_reliability", "Reliability of the five scales", "Cronbach's alpha .828 .786 .806 .660 .897",
        ("nissanka",), "seed", "Nissanka survey; the noise of its items is set from these alphas", "calibrate",
        tuple(ALPHAS.values()), reliability, registered=NISSANKA_STYLE,
    ),
)  # fmt: skip
