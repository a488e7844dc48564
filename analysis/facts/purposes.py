"""Facts of what alliances are for, with whom they are, how many firms are in one, and how joint ventures end."""

from __future__ import annotations

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.records import base
from alliances.analysis.facts.registrations import SECOND_ROUND
from alliances.analysis.summary import formed_in_run
from alliances.model.declarations.codes import EQUITY, GOVERNANCE, MOTIVES


def motives(replicate: Replicate) -> Measured:
    """Share of each motive among alliances formed in the run, by the initiator's motive."""
    shares = formed_in_run(base(replicate)["alliances"])["motive"].value_counts(normalize=True)
    return {motive: float(shares.get(motive, 0.0)) for motive in MOTIVES}


def international(replicate: Replicate) -> Measured:
    """Share of alliances between countries, among all and among those that cover technology."""
    new = formed_in_run(base(replicate)["alliances"])
    return {
        "all": float(new["international"].mean()),
        "technology": float(new[new["technology"]]["international"].mean()),
    }


def participation(replicate: Replicate) -> Measured:
    """Share of firms in an alliance, mean over yearly records."""
    firms = base(replicate)["firms"]
    return {"allied": float((firms["alliances"] > 0).groupby(firms["step"]).mean().mean())}


def jv_endings(replicate: Replicate) -> Measured:
    """Share of joint ventures formed in the run and ended that a partner took over."""
    new = formed_in_run(base(replicate)["alliances"])
    ended = new[(new["governance"] == GOVERNANCE[EQUITY]) & new["ended_step"].notna()]
    return {"taken_over": float((ended["ending"] == "taken_over").mean())}


def band(name: str, meaning: str, low: float, high: float, reported: float | None = None) -> Number:
    """A share that must lie in a band."""
    return Number(name, meaning, "band", low, high, reported=reported)


FACTS = (
    Fact(
        "motives", "All four motives lead to alliances", "four motives; no shares are reported, the band is ours",
        ("contractor_lorange_2002", "strategic_alliances_review"), "seed",
        "alliances formed in the run: share of the initiator's motive", "calibrate",
        tuple(band(motive, f"Share for {motive}", 0.10, 0.60) for motive in MOTIVES), motives,
        registered=SECOND_ROUND,
    ),
    Fact(
        "international", "About half of alliances cross borders", "about half of R&D partnerships",
        ("hagedoorn_2002",), "quoted", "alliances formed in the run: share with partners of different countries",
        "calibrate",
        (
            band("all", "Share of all alliances", 0.40, 0.70, 0.5),
            band("technology", "Share of those that cover technology", 0.35, 0.65, 0.5),
        ), international, registered=SECOND_ROUND,
    ),
    Fact(
        "participation", "A third of firms cooperate", "34 % of innovators (26 % a few years before)",
        ("eurostat_cis_2010",), "abstract", "yearly records: share of firms in a signed alliance", "calibrate",
        (band("allied", "Share of firms in an alliance", 0.20, 0.45, 0.34),), participation, registered=SECOND_ROUND,
    ),
    Fact(
        "jv_endings", "Most joint ventures that end are taken over by a partner", "nearly 80 %; 37 of 64",
        ("bleeke_ernst_1995", "kogut_1991"), "abstract",
        "joint ventures formed in the run and ended, for whatever cause: share that a partner took over", "validate",
        (band("taken_over", "Share taken over", 0.35, 0.85, 0.8),), jv_endings, registered=SECOND_ROUND,
    ),
)  # fmt: skip
