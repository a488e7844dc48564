"""What can be measured of a group of firms in a case: of interviewed biotechs by city, of firms by kind of alliance.

All are taken at the end of the run, whatever the year. They are measures like those of ``measures``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.partnerships import in_partnerships
from alliances.analysis.summary import failed_share, formed_in_run, last_record, mean
from alliances.analysis.surveys.veilleux import (
    APPROACHES,
    CITIES,
    INDUSTRY,
    MEASURES,
    eligible,
    explained,
)
from alliances.analysis.tables import Tables
from alliances.model.declarations.codes import ACTORS
from alliances.model.errors import one_of
from alliances.model.records.outcomes import FIRMS_TABLE
from alliances.model.world.setup import industry_names

KINDS = ("partnership", "project", "none")
REASONS = {"city": "city", "age": "age_years", "phase": "phase_reached", "resources": "capital", "size": "employees"}
CHOICES: Mapping[str, Sequence[str]] = {
    "city": tuple(CITIES.values()), "approach": tuple(APPROACHES), "actor": ACTORS, "kind": KINDS,
    "reasons": [*REASONS], "industries": industry_names(),
    "mean_of": [*MEASURES, *(column.name for column in FIRMS_TABLE.columns)],
}  # fmt: skip
"""What may be said under ``of``, by its key."""


def check_choices(of: Mapping[str, Any]) -> None:
    """Raise ``InputError`` unless what is said under ``of`` can be chosen."""
    for key, known in CHOICES.items():
        said = of.get(key, ())
        for word in [said] if isinstance(said, str) else said:
            one_of(key, word, known)


def interviewed(tables: Tables, step: int, city: str, mean_of: str) -> float | None:
    """The mean of one of the survey's measures (``MEASURES``) over the biotech SMEs of a city that could be asked."""
    firms = eligible(tables)
    return mean(firms.loc[firms["city"] == city, mean_of].dropna())


def approached(tables: Tables, step: int, city: str, approach: str) -> float | None:
    """The share of these firms whose alliances are planned, opportunistic or both, of those that initiated any."""
    firms = eligible(tables)
    return mean(firms.loc[firms["city"] == city, "approach"].dropna() == approach)


def led_by(tables: Tables, step: int, city: str, actor: str) -> float | None:
    """The share of these firms in which an internal actor led most of the alliances, of those that initiated any."""
    firms = eligible(tables)
    return mean(firms.loc[firms["city"] == city, "leader"].dropna() == actor)


def told_by(tables: Tables, step: int, reasons: Sequence[str]) -> float | None:
    """How much of the way biotech SMEs form alliances these tell (of ``REASONS``): mean adjusted R²."""
    firms = eligible(tables)
    if len(firms) < len(REASONS) + 2:
        return None
    known = firms.assign(employees=np.log(firms["employees"]), city=(firms["city"] == "Boston").astype(float))
    return explained(firms, known[[REASONS[reason] for reason in reasons]])


def large_partner(tables: Tables, step: int, industries: Sequence[str]) -> float | None:
    """The share of alliances of biotech SMEs, formed in the run, with a large firm of these industries."""
    firms = tables["firms"].drop_duplicates("firm_id", keep="last")
    large = set(firms.loc[~firms["sme"] & firms["industry"].isin(industries), "firm_id"])
    return mean(pd.Series([bool(large.intersection(row)) for row in of_biotechs(tables)["partners"]], dtype=float))


def biotech_failed(tables: Tables, step: int) -> float | None:
    """The failed share of the alliances of biotech SMEs of the two cities, of those formed in the run and decided."""
    return failed_share(of_biotechs(tables))


def biotech_mean(tables: Tables, step: int, mean_of: str) -> float | None:
    """The mean of a column of the table ``firms`` over the biotech SMEs of the two cities, allied or not."""
    return mean(small_biotechs(last_record(tables["firms"]))[mean_of])


def small_biotechs(firms: pd.DataFrame) -> pd.DataFrame:
    """Those of these firms that are biotech SMEs of the two cities."""
    return firms[firms["sme"] & (firms["industry"] == INDUSTRY) & firms["home"].isin([*CITIES])]


def of_biotechs(tables: Tables) -> pd.DataFrame:
    """The alliances formed in the run by firms that, when last recorded, were biotech SMEs of the two cities."""
    small = set(small_biotechs(tables["firms"].drop_duplicates("firm_id", keep="last"))["firm_id"])
    new = formed_in_run(tables["alliances"])
    return new[[bool(small.intersection(partners)) for partners in new["partners"]]]


def by_kind(tables: Tables, step: int, kind: str, mean_of: str) -> float | None:
    """The mean of a column of ``firms`` over firms in a living partnership, in other alliances only, or in none."""
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
