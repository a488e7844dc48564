"""Facts that only paired worlds can show: effects, not associations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate

WORLDS = ("hard", "hard_alone", "soft", "soft_alone")


def competition_causal(replicate: Replicate) -> Measured:
    """Alliance effect on foreign sales under hard competition, less that under soft competition.

    Means are over the yearly records of firms that live in all four worlds in that year. ``log_ratio`` is the effect on
    the logarithm of mean foreign sales: how many times more firms sell abroad with alliances than without. ``points``
    is the effect on the mean foreign sales share, shown for information: it shrinks where competition leaves little
    abroad to be gained or lost.
    """
    columns = ["foreign_sales", "foreign_sales_share"]
    worlds = {name: replicate.worlds[name]["firms"].set_index(["step", "firm_id"])[columns] for name in WORLDS}
    mean = pd.concat(worlds, axis=1, join="inner").mean().unstack()
    sales, share = np.log(mean["foreign_sales"]), mean["foreign_sales_share"]
    return {"log_ratio": hard_less_soft(sales), "points": hard_less_soft(share)}


def hard_less_soft(means: pd.Series[float]) -> float:
    """The effect of alliances under hard less that under soft competition, from the means of the four worlds."""
    return float((means["hard"] - means["hard_alone"]) - (means["soft"] - means["soft_alone"]))


FACTS = (
    Fact(
        "competition_causal", "The alliance effect itself grows with competition",
        "follows from the claim that competition strengthens the effect", ("zhu_2025",), "seed",
        "four paired worlds, alliances allowed or forbidden under hard or soft competition: effect of alliances on the "
        "foreign sales of the same firms (logarithm of the mean), hard less soft", "validate",
        (
            Number("log_ratio", "Relative effect under hard less under soft competition", "sign", unit="log points"),
            Number(
                "points", "Effect on the mean foreign sales share, likewise (for information)", "band", float("-inf"),
                unit="share points",
            ),
        ),
        competition_causal, WORLDS,
    ),
)  # fmt: skip
