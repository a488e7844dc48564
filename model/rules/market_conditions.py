"""Market conditions: what a country's data say about its market.

Larger economies have larger markets and more firms, but less than in proportion. Competition is more intense where
markets are large and well regulated, and differs between the industries of a market: it is less intense where R&D
keeps rivals out, for reasons of the industry that hold everywhere, and for reasons of the place. How far countries
differ in it follows from how far their markups do: demand as elastic as competition makes it would give markups whose
excess over cost differs between the countries by 0.58 log points, and that of listed firms differs by about 0.6. Data
on markups say nothing for *where* competition is hard: listed firms of rich countries have the higher ones. Entry
barriers are lower where regulation is good; contracts are enforced as far as the rule of law goes. A scenario may set
competition intensity and entry barrier of any market instead.

Null form: all markets are equally competitive, open and lawful.
Theory: entry barriers and regulation, Djankov and others (2002); markups of countries, De Loecker and Eeckhout (2018);
concentration by industry, Sutton (1991, 1998), and alike in all countries, Schmalensee (1989); contracts and the rule
of law, Oxley (1999).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import exponential, logistic


class Parameters(NamedTuple):
    """From a country's data to its market."""

    size_exponent: float = parameter(
        0.6, "Exponent of GDP in market size", unit="exponent",
        low=0, high=2, plausible=(0.4, 1), source="world_bank_2019",
    )
    firms_exponent: float = parameter(
        0.5, "Exponent of GDP in the number of firms at home there", unit="exponent",
        low=0, high=2, plausible=(0, 1), source="world_bank_2019",
    )
    turnover: float = parameter(
        1.1, "Yearly sales per assets that market sizes are set for", unit="1/year",
        low=0.01, high=100, plausible=(0.8, 1.6), source="world_bank_2019",
    )
    barrier: float = parameter(
        0.0, "Log-odds of the entry barrier at average regulation", unit="log-odds",
        low=-10, high=10, plausible=(-1, 1), source="djankov_2002",
    )
    barrier_regulation: float = parameter(
        -0.8, "Log-odds of the entry barrier per point of regulatory quality", unit="log-odds per point",
        low=-10, high=10, plausible=(-1.5, 0), source="djankov_2002", null=0,
    )
    competition: float = parameter(
        0.0, "Log-odds of competition intensity at average size and regulation", unit="log-odds",
        low=-10, high=10, plausible=(-1, 1), source="djankov_2002",
    )
    competition_size: float = parameter(
        0.6, "Log-odds of competition intensity per unit of log GDP", unit="log-odds per log point",
        low=-10, high=10, plausible=(0, 0.6), source="de_loecker_2018", null=0,
    )
    competition_regulation: float = parameter(
        1.0, "Log-odds of competition intensity per point of regulatory quality", unit="log-odds per point",
        low=-10, high=10, plausible=(0, 1), source="de_loecker_2018", null=0,
    )
    competition_research: float = parameter(
        1.0, "Log-odds of competition intensity lost per unit of the industry's R&D intensity above the mean",
        unit="log-odds", low=-10, high=10, plausible=(0, 2), source="sutton_1998", null=0,
    )
    competition_spread: float = parameter(
        0.9, "Standard deviation of the log-odds of competition intensity between industries of a market",
        unit="log-odds", low=0, high=5, plausible=(0.5, 1.2), source="census_concentration_2002", null=0,
    )
    competition_common: float = parameter(
        0.6, "Share of that variance that an industry has in common in all markets", unit="share",
        low=0, high=1, plausible=(0.3, 0.9), source="schmalensee_1989", null=0,
    )
    enforcement: float = parameter(
        0.0, "Log-odds of contract enforcement at average rule of law", unit="log-odds",
        low=-10, high=10, plausible=(-1, 1), source="oxley_1999",
    )
    enforcement_law: float = parameter(
        1.0, "Log-odds of contract enforcement per point of rule of law", unit="log-odds per point",
        low=-10, high=10, plausible=(0.5, 2), source="oxley_1999", null=0,
    )


def entry_barrier(regulatory_quality: float, p: Parameters) -> float:
    """Entry barrier in (0, 1) from regulatory quality (indicator points against the mean of the countries)."""
    return logistic(p.barrier + p.barrier_regulation * regulatory_quality)


def competition_intensity(log_gdp: float, regulatory_quality: float, p: Parameters) -> float:
    """Competition intensity in (0, 1) from log GDP and regulatory quality, each against the countries' mean."""
    return logistic(p.competition + p.competition_size * log_gdp + p.competition_regulation * regulatory_quality)


def segment_competition(market: float, rd_lead: float, common: float, draw: float, p: Parameters) -> float:
    """Competition intensity of an industry in a market of this intensity, in [0, 1].

    ``rd_lead`` is the industry's R&D intensity against the mean; ``common`` and ``draw`` are standard normal, one for
    each industry and one for each industry in each market, and never change.
    """
    drawn = math.sqrt(p.competition_common) * common + math.sqrt(1 - p.competition_common) * draw
    odds = market * exponential(p.competition_spread * drawn - p.competition_research * rd_lead)
    return odds / (1 - market + odds)


def contract_enforcement(rule_of_law: float, p: Parameters) -> float:
    """How far contracts are enforced, in (0, 1), from the rule of law (indicator points)."""
    return logistic(p.enforcement + p.enforcement_law * rule_of_law)
