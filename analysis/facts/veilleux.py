"""The fact of Veilleux, Haskell and Pons (2012): alliance strategies of biotech SMEs in two cities.

The abstract reports no number and no direction, so the statements are those that can be measured. They are taken from
all such firms of a world whose firms have their homes in the two countries, each of which stands for its city.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.facts import registrations
from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.surveys.veilleux import CITIES, EXPLANATIONS, eligible, explained

TWO_CITIES = "two_cities"
FEWEST = 3  # firms per city below which nothing is said


def cities(replicate: Replicate) -> Measured:
    """What tells how firms form alliances, and how capable they are of learning from them."""
    firms = eligible(replicate.worlds[TWO_CITIES])
    counts = firms["city"].value_counts().reindex([*CITIES.values()], fill_value=0)
    if counts.min() < FEWEST:
        return {"beyond_city": float("nan"), "capability": float("nan")}
    reasons = firms[[*EXPLANATIONS]].assign(employees=np.log(firms["employees"]))
    city = pd.DataFrame({"boston": (firms["city"] == "Boston").astype(float)})
    return {
        "beyond_city": explained(firms, reasons) - explained(firms, city),
        "capability": float(firms["alliance_capability"].mean()),
    }


FACTS = (
    Fact(
        "biotech_cities",
        "Alliance strategies of biotech SMEs differ by age, phase and resources; learning routines are weak",
        "16 interviews in Montreal and 12 in Boston, without numbers", ("veilleux_2012",), "seed",
        "all biotech SMEs of Canada and the United States with an international alliance in five years", "validate",
        (
            Number("beyond_city", "Adjusted share of alliance formation told by age, phase and resources, less by city",
                   "sign"),
            Number("capability", "Mean alliance capability", "sign", low=0.0, high=0.5, unit="0-1"),
        ), cities, (TWO_CITIES,), registered=registrations.TWO_CITIES,
    ),
)  # fmt: skip
