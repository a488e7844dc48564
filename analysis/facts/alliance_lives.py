"""Facts of how alliances live and end: failure, termination, duration, and what rivalry does to them.

All are told of alliances formed in the run, which are watched from their signature on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.records import base, last_step
from alliances.analysis.facts.registrations import WITH_MEASURE
from alliances.analysis.summary import formed_in_run
from alliances.analysis.tables import Tables
from alliances.model.declarations.codes import EQUITY, GOVERNANCE
from alliances.model.rules import QUARTERS_PER_YEAR

EIGHT_YEARS = 8.0
RIVALRY_CONTROLS = ("equity", "international", "technology", "prior_ties", "n_partners", "org_distance")


def decided(tables: Tables) -> pd.DataFrame:
    """The alliances formed in the run that ended or are five years old."""
    new = formed_in_run(tables["alliances"])
    return new[new["failed"].notna()]


def lives(tables: Tables) -> pd.DataFrame:
    """The alliances formed in the run, with their ``years`` until they ``ended`` or the run did, and ``equity``."""
    new = formed_in_run(tables["alliances"])
    until = new["ended_step"].fillna(last_step(tables))
    years = (until - new["formed_step"]).astype(float) / QUARTERS_PER_YEAR
    return new.assign(years=years, ended=new["ended_step"].notna(), equity=new["governance"] == GOVERNANCE[EQUITY])


def failure(replicate: Replicate) -> Measured:
    """Share of failures among decided alliances."""
    return {"failed": float(decided(base(replicate))["failed"].astype(float).mean())}


def termination(replicate: Replicate) -> Measured:
    """Share ended at eight years."""
    from alliances.analysis.statistics.survival import share_ended

    told = lives(base(replicate))
    return {"ended": share_ended(told["years"], told["ended"], EIGHT_YEARS)}


def duration(replicate: Replicate) -> Measured:
    """Median lives of joint ventures and of contracts on technology."""
    told = lives(base(replicate))
    contracts = told[~told["equity"] & told["technology"]]
    return {"joint_ventures": watched_median(told[told["equity"]]), "technology_contracts": watched_median(contracts)}


def watched_median(told: pd.DataFrame) -> float:
    """The median life; where half have not ended, the longest time watched, of which the median is more."""
    from alliances.analysis.statistics.survival import median_life

    return float(np.fmin(median_life(told["years"], told["ended"]), told["years"].max()))


def both_succeed(replicate: Replicate) -> Measured:
    """Shares of two-partner alliances across borders in which both, and in which neither, reached their goals."""
    rows = decided(base(replicate))
    met = share_of_goals_met(rows[rows["international"] & (rows["n_partners"] == 2)])
    return {"both": float((met == 1).mean()), "neither": float((met == 0).mean())}


def share_of_goals_met(alliances: pd.DataFrame) -> pd.Series[Any]:
    """Share of the partners of each decided alliance that reached their own goal."""
    shares = [sum(goals) / len(goals) for goals in alliances["goals_met"]]
    return pd.Series(shares, alliances.index, dtype=float)


def rivals(replicate: Replicate) -> Measured:
    """Cox coefficient of rivalry at the start for endings by failure; any other end counts as no longer watched."""
    from alliances.analysis.statistics.survival import hazards

    told = lives(base(replicate))
    by_failure = told["ended"] & told["failed"].fillna(False).astype(bool)
    ratios = hazards(told["years"], by_failure, told[["market_overlap", *RIVALRY_CONTROLS]])
    return {"market_overlap": ratios["market_overlap"].estimate}


FACTS = (
    Fact(
        "failure", "Many alliances miss goals", "30-70 % fail",
        ("bamford_2004", "kale_singh_2009", "strategic_alliances_review"), "seed",
        "alliances formed in the run and decided: share with a partner below its own goal", "calibrate",
        (Number("failed", "Share that failed", "band", 0.30, 0.70),), failure, registered=WITH_MEASURE,
    ),
    Fact(
        "termination", "Most alliances end", "over 50 % of alliances; a third to two thirds of joint ventures",
        ("lunnan_haugland_2008", "hennart_1998", "strategic_alliances_review"), "seed",
        "alliances formed in the run: Kaplan-Meier share ended at eight years, for whatever cause", "calibrate",
        (Number("ended", "Share ended at eight years", "band", 0.50, 0.75),), termination, registered=WITH_MEASURE,
    ),
    Fact(
        "duration", "Joint ventures live for years, contracts on R&D for a few",
        "median about 7 years (all alliances, equity or not); R&D contracts about 2 years",
        ("bleeke_ernst_1991", "vaccario_2018"), "quoted",
        "Kaplan-Meier median of equity joint ventures, and of contractual alliances that cover technology; "
        "the time watched where fewer than half ended", "calibrate",
        (
            Number("joint_ventures", "Median life of equity joint ventures", "band", 5, 8, unit="years"),
            Number("technology_contracts", "Median life of technology contracts", "band", 1.5, 3, unit="years"),
        ), duration, registered=WITH_MEASURE,
    ),
    Fact(
        "both_succeed", "In half of cross-border alliances both partners succeed, in a third neither does",
        "both 51 %, neither 33 % of 49 alliances", ("bleeke_ernst_1991",), "abstract",
        "decided international alliances of two partners: goals of both met, or of neither", "validate",
        (
            Number("both", "Share in which both reach their goals", "band", 0.40, 0.60, reported=0.51),
            Number("neither", "Share in which neither does", "band", 0.25, 0.42, reported=0.33),
        ), both_succeed, registered=WITH_MEASURE,
    ),
    Fact(
        "rivals", "Partners that meet as rivals elsewhere fail more", "positive, in joint ventures in electronics",
        ("park_russo_1996",), "abstract",
        "Cox regression of endings by failure (the source sets other terminations, such as buy-outs, apart) on "
        "market_overlap, with controls for equity, borders, technology, prior ties, partners, organizational distance",
        "validate",
        (Number("market_overlap", "Log hazard ratio of rivalry", "sign", unit="log hazard ratio"),), rivals,
        registered=WITH_MEASURE,
    ),
)  # fmt: skip
