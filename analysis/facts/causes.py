"""Facts that only paired worlds can show: effects, not associations."""

from __future__ import annotations

import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.registrations import COMPETITION

WORLDS = ("hard", "hard_alone", "soft", "soft_alone")


def competition_causal(replicate: Replicate) -> Measured:
    """Alliance effect on the foreign sales share under hard competition, less that under soft competition.

    Means are over the yearly records of firms that live in all four worlds in that year.
    """
    shares = {
        name: replicate.worlds[name]["firms"].set_index(["step", "firm_id"])["foreign_sales_share"] for name in WORLDS
    }
    mean = pd.concat(shares, axis=1, join="inner").mean()
    return {"difference": float((mean["hard"] - mean["hard_alone"]) - (mean["soft"] - mean["soft_alone"]))}


FACTS = (
    Fact(
        "competition_causal", "The alliance effect itself grows with competition",
        "follows from the claim that competition strengthens the effect", ("zhu_2025",), "seed",
        "four paired worlds, alliances allowed or forbidden under hard or soft competition: effect of alliances on the "
        "mean foreign sales share of the same firms, hard less soft", "validate",
        (Number("difference", "Effect under hard less under soft competition", "sign", unit="share points"),),
        competition_causal, WORLDS, registered=COMPETITION,
    ),
)  # fmt: skip
