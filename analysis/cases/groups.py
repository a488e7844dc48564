"""What can be measured of a group of firms in a case: of interviewed biotechs by city, of firms by kind of alliance.

All are taken at the end of the run, whatever the year. They are measures like those of ``measures``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from alliances.analysis.partnerships import in_partnerships
from alliances.analysis.summary import failed_share, last_record, mean
from alliances.analysis.surveys.veilleux import (
    APPROACHES,
    CITIES,
    EXPLANATIONS,
    INDUSTRY,
    MEASURES,
    eligible,
    explained,
)
from alliances.analysis.tables import Tables
from alliances.model.declarations.codes import ACTORS
from alliances.model.errors import one_of

KINDS = ("partnership", "project", "none")
REASONS = {"age": "age_years", "phase": "phase_reached", "resources": "capital", "size": "employees"}


def interviewed(tables: Tables, step: int, city: str, mean_of: str) -> float | None:
    """The mean of one of the survey's measures (``MEASURES``) over the biotech SMEs of a city that could be asked."""
    one_of("city", city, CITIES.values())
    one_of("measure of the survey", mean_of, MEASURES)
    firms = eligible(tables)
    return mean(firms.loc[firms["city"] == city, mean_of].dropna())


def approached(tables: Tables, step: int, city: str, approach: str) -> float | None:
    """The share of these firms whose alliances are planned, opportunistic or both, of those that initiated any."""
    one_of("city", city, CITIES.values())
    one_of("approach", approach, APPROACHES)
    firms = eligible(tables)
    return mean(firms.loc[firms["city"] == city, "approach"].dropna() == approach)


def led_by(tables: Tables, step: int, city: str, actor: str) -> float | None:
    """The share of these firms in which an internal actor led most of the alliances, of those that initiated any."""
    one_of("city", city, CITIES.values())
    one_of("internal actor", actor, ACTORS)
    firms = eligible(tables)
    return mean(firms.loc[firms["city"] == city, "leader"].dropna() == actor)


def told_by(tables: Tables, step: int, reasons: Sequence[str]) -> float | None:
    """How much of the way biotech SMEs form alliances these tell (``city``, or ``REASONS``): mean adjusted R²."""
    firms = eligible(tables)
    for reason in reasons:
        one_of("reason", reason, ["city", *REASONS])
    if len(firms) < len(EXPLANATIONS) + 2:
        return None
    known = firms.assign(employees=np.log(firms["employees"]), city=(firms["city"] == "Boston").astype(float))
    return explained(firms, pd.DataFrame({reason: known[REASONS.get(reason, "city")] for reason in reasons}))


def large_partner(tables: Tables, step: int, industries: Sequence[str]) -> float | None:
    """The share of alliances of biotech SMEs, formed in the run, with a large firm of these industries."""
    firms = tables["firms"].drop_duplicates("firm_id", keep="last").set_index("firm_id")
    small = set(firms.index[firms["sme"] & (firms["industry"] == INDUSTRY) & firms["home"].isin([*CITIES])])
    large = set(firms.index[~firms["sme"] & firms["industry"].isin(industries)])
    partners = [set(row) for row in of_biotechs(tables, small)["partners"]]
    return mean(pd.Series([bool(row & large) for row in partners], dtype=float))


def biotech_failed(tables: Tables, step: int) -> float | None:
    """The failed share of the alliances of biotech SMEs of the two cities, of those formed in the run and decided."""
    firms = tables["firms"].drop_duplicates("firm_id", keep="last")
    small = firms[firms["sme"] & (firms["industry"] == INDUSTRY) & firms["home"].isin([*CITIES])]
    return failed_share(of_biotechs(tables, set(small["firm_id"])))


def biotech_mean(tables: Tables, step: int, mean_of: str) -> float | None:
    """The mean of a column of the table ``firms`` over the biotech SMEs of the two cities, allied or not."""
    firms = last_record(tables["firms"])
    return mean(firms.loc[firms["sme"] & (firms["industry"] == INDUSTRY) & firms["home"].isin([*CITIES]), mean_of])


def of_biotechs(tables: Tables, firms: set[int]) -> pd.DataFrame:
    """The alliances in which any of these firms is, formed in the run."""
    new = tables["alliances"][tables["alliances"]["formed_step"] >= 0]
    return new[[bool(firms.intersection(partners)) for partners in new["partners"]]]


def by_kind(tables: Tables, step: int, kind: str, mean_of: str) -> float | None:
    """The mean of a column of ``firms`` over firms in a living partnership, in other alliances only, or in none."""
    one_of("kind of alliance", kind, KINDS)
    firms = last_record(tables["firms"])
    partnered = firms["firm_id"].isin(in_partnerships(tables["alliances"]))
    chosen = {
        "partnership": partnered,
        "project": ~partnered & firms["alliances"].gt(0),
        "none": firms["alliances"].eq(0),
    }
    return mean(firms.loc[chosen[kind], mean_of])


GROUPS: dict[str, Callable[..., float | None]] = {
    function.__name__: function
    for function in (interviewed, approached, led_by, told_by, large_partner, biotech_failed, biotech_mean, by_kind)
}
