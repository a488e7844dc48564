"""From countries to markets: sizes, competition, barriers, enforcement, and psychic distances.

The rules ``market_conditions`` and ``psychic_distance`` say how; this module applies them to a list of countries.
A scenario may set the competition intensity and the entry barrier of any market, or of all, instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

import numpy as np

from alliances.model.declarations.typed import Described
from alliances.model.errors import at, echoed, one_of, refuse, unknown
from alliances.model.rules.market_conditions import competition_intensity, contract_enforcement, entry_barrier
from alliances.model.rules.psychic_distance import psychic_distance, saturated
from alliances.model.world.countries import Country, kilometres
from alliances.model.world.country_names import no_country

EVERYWHERE = "all"
SETTINGS = ("competition_intensity", "entry_barrier")
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
Overrides = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Conditions:
    """What M countries mean for markets and firms; matrices are M by M, symmetric, zero on the diagonal."""

    size_weight: np.ndarray  # share of all demand
    firms_weight: np.ndarray  # share of firms at home there; zero where no firm is
    incumbent_weight: np.ndarray  # the same for outside incumbents, who are everywhere: 1 in sum over the homes
    competition: np.ndarray
    barrier: np.ndarray
    enforcement: np.ndarray
    distance: np.ndarray  # psychic
    culture: np.ndarray  # national, in [0, 1)


def market_conditions(
    countries: Sequence[Country], homes: AbstractSet[str], overrides: Overrides, p: Any
) -> Conditions:
    """Conditions of all markets, in the order of ``countries``.

    ``homes`` are the codes of the countries where firms are at home (none: everywhere); ``overrides`` sets
    ``competition_intensity`` and ``entry_barrier`` by country code or for ``all``; ``p`` holds all parameter values.
    Log GDP and regulatory quality count against their unweighted means. Raises ``InputError`` for unknown names.
    """
    codes = [country.iso3 for country in countries]
    check_overrides(overrides, codes)
    if strangers := sorted(homes - set(codes)):
        raise unknown("country", strangers[0], codes)
    rule = p.market_conditions
    gdp = np.array([country.gdp for country in countries])
    log_gdp = centred(np.log(gdp))
    regulation = centred(np.array([country.regulatory_quality for country in countries]))
    at_home = np.array([not homes or code in homes for code in codes])
    competition = [competition_intensity(*pair, rule) for pair in zip(log_gdp, regulation, strict=True)]
    barrier = [entry_barrier(quality, rule) for quality in regulation]
    distance, culture = between_countries(tuple(countries), p.psychic_distance)
    return Conditions(
        size_weight=shares(gdp**rule.size_exponent),
        firms_weight=shares(np.where(at_home, gdp**rule.firms_exponent, 0.0)),
        incumbent_weight=gdp**rule.firms_exponent / (gdp**rule.firms_exponent)[at_home].sum(),
        competition=overridden("competition_intensity", competition, codes, overrides),
        barrier=overridden("entry_barrier", barrier, codes, overrides),
        enforcement=np.array([contract_enforcement(country.rule_of_law, rule) for country in countries]),
        distance=distance,
        culture=culture,
    )


def check_overrides(overrides: Mapping[str, Any], codes: Sequence[str]) -> None:
    """Raise ``InputError`` unless every market, setting, and value is one that can be used."""
    for market, settings in overrides.items():
        with at(f"markets.{market}"):
            if market not in (EVERYWHERE, *codes):
                refuse(f"markets: {no_country(market, (EVERYWHERE, *codes))}")
            if not isinstance(settings, Mapping):
                refuse(f"markets.{market} = {echoed(settings)} must be a table with {' and '.join(SETTINGS)}")
        for name, value in settings.items():
            with at(f"markets.{market}.{name}"):
                one_of(f"[markets.{market}] key", name, SETTINGS)
                if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
                    refuse(f"markets.{market}.{name} = {echoed(value)} must be a number in [0, 1]")


def markets_schema(share: Mapping[str, Any] = SHARE) -> dict[str, Any]:
    """The JSON Schema of settings of markets by country code, or for all; ``share`` is that of what is said of one."""
    settings = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(SETTINGS, share)}
    return {
        "type": "object", "additionalProperties": False, "properties": {EVERYWHERE: settings},
        "patternProperties": {"^[A-Z]{3}$": settings},
    }  # fmt: skip


Markets = Annotated[dict[str, Any], Described(markets_schema)]


def overridden(name: str, computed: Sequence[float], codes: Sequence[str], overrides: Overrides) -> np.ndarray:
    """A setting of every market: its own override, else the one for all, else what was computed."""
    everywhere = overrides.get(EVERYWHERE, {})
    settings = [{**everywhere, **overrides.get(code, {})} for code in codes]
    return np.array([float(own.get(name, value)) for own, value in zip(settings, computed, strict=True)])


@lru_cache(maxsize=8)
def between_countries(countries: tuple[Country, ...], p: Any) -> tuple[np.ndarray, np.ndarray]:
    """Psychic and cultural distance between all countries; kept, since the runs of a sweep share them."""
    index = culture_gaps(countries)
    found = distances(countries, index, p), mapped(lambda gap: saturated(gap, p.culture_scale), index)
    for matrix in found:
        matrix.flags.writeable = False
    return found


def distances(countries: Sequence[Country], culture: np.ndarray, p: Any) -> np.ndarray:
    """Psychic distance between all countries."""
    institutions, ways = pairs(institutional_gap, countries), pairs(kilometres, countries)
    return mapped(lambda index, gap, way: psychic_distance(index, gap, way, p), culture, institutions, ways)


def culture_gaps(countries: Sequence[Country]) -> np.ndarray:
    """Kogut-Singh index between all countries; variances are over these countries, and none gives no difference."""
    indices = np.array([country.culture for country in countries])
    squares = (indices[:, None, :] - indices[None, :, :]) ** 2
    variance = indices.var(axis=0)
    return np.divide(squares, variance, out=np.zeros_like(squares), where=variance > 0).mean(axis=2)


def institutional_gap(first: Country, second: Country) -> float:
    """Mean gap in rule of law and regulatory quality, in indicator points."""
    law = abs(first.rule_of_law - second.rule_of_law)
    return (law + abs(first.regulatory_quality - second.regulatory_quality)) / 2


def pairs(measure: Callable[[Country, Country], float], countries: Sequence[Country]) -> np.ndarray:
    """A measure between all countries."""
    return np.array([[measure(first, second) for second in countries] for first in countries])


def mapped(rule: Callable[..., float], *matrices: np.ndarray) -> np.ndarray:
    """A scalar rule applied to matrices, cell by cell."""
    return np.asarray(np.vectorize(rule, otypes=[float])(*matrices))


def centred(values: np.ndarray) -> np.ndarray:
    """Values less their mean."""
    return values - values.mean()


def shares(weights: np.ndarray) -> np.ndarray:
    """Weights as shares of their sum."""
    return weights / weights.sum()
