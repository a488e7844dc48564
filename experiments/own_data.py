"""The user's own data, read as a world would read them, and set against a settled default world."""

from __future__ import annotations

from pathlib import Path

from alliances.analysis.own_data import Checked, checked
from alliances.model.policies.world_policies import Known, checked_policies
from alliances.model.simulation import Simulation
from alliances.model.world.firm_file import read_told
from alliances.model.world.own_alliances import read_alliances
from alliances.model.world.scenario import Scenario, countries_of
from alliances.model.world.settled import FIRMS
from alliances.model.world.setup import industry_names

SEED = 1


def check_data(settings: Scenario) -> Checked:
    """What is made of a scenario's own data, set against a settled default world.

    Raises ``InputError`` for what cannot be used; all faults of a file are told at once.
    """
    countries, filled = countries_of(settings, SEED)
    codes = tuple(country.iso3 for country in countries)
    known = Known(codes, industry_names())
    checked_policies(settings.policies, known)
    usual = Simulation("default", SEED, firms=FIRMS, quarters=0, record_every=0)
    told = alliances = None
    if settings.firms_file:
        told = read_told(Path(settings.firms_file), known, usual.values, settings.first_year)
    if settings.alliances_file and told:
        alliances = read_alliances(Path(settings.alliances_file), told.firms.names, codes, settings.first_year)
    return checked(told, alliances, countries, filled, usual)
