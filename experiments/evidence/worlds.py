"""Paired worlds: the same scenario and the same random draws, with one thing changed.

A fact names the worlds it is measured in by the keys of :data:`WORLDS`. Worlds of one seed differ only by the
consequences of that one thing, so their difference is its causal effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from typing import Any, NamedTuple

from alliances.analysis.facts.sanctions import SANCTIONED, SANCTIONING
from alliances.analysis.policy.settings import CONDITIONS
from alliances.analysis.tables import BASE
from alliances.experiments.paired_worlds import Options
from alliances.model.arguments import merged_overrides
from alliances.model.declarations.parameters import checked, declared, null_form, values
from alliances.model.errors import unknown
from alliances.model.world.scenario import Scenario, load_scenario

FIRMS = 4000
COMPETITION, BARRIERS = CONDITIONS["competition"], CONDITIONS["barriers"]


class World(NamedTuple):
    """What is different in a world: values set or added to, rules off, another scenario altogether, or policies."""

    meaning: str
    sets: Mapping[str, float] = {}
    adds: Mapping[str, float] = {}
    without: tuple[str, ...] = ()
    scenario: str | None = None
    policies: tuple[Mapping[str, Any], ...] = ()
    own_size: bool = False  # the number of firms is the scenario's, whatever is asked for
    quarters: int | None = None  # the scenario's if None


ALONE = {"strategy.ally_propensity": 0.0}
UPTAKE = 65.0  # million USD a year that firms take up of the promotion below, of 4,000 firms at the start


def promotion(budget: float) -> tuple[Mapping[str, Any], ...]:
    """Export promotion for small and medium-sized firms, years 6 to 8, on a budget in million USD a year."""
    return ({
        "name": "Export promotion", "instrument": "export_grant", "share": 0.5, "start": 5, "end": 8, "budget": budget,
        "target": {"size": "sme"},
    },)  # fmt: skip


REVENUE = ({
    "name": "Subsidy of export revenue", "instrument": "export_revenue_subsidy", "start": 5, "end": 8,
    "target": {"size": "sme"},
},)  # fmt: skip
LOTTERY = ({
    "name": "Lottery", "instrument": "alliance_ban", "start": 10, "end": 20, "places": 0.4, "allocation": "lottery",
    "rounds": "once",
},)  # fmt: skip
SANCTIONS = ({
    "name": "Sanctions", "instrument": "sanctions", "start": 5, "end": 10, "markets": SANCTIONING,
    "target": {"homes": [SANCTIONED]},
},)  # fmt: skip

WORLDS: dict[str, World] = {
    BASE: World("the scenario as it is"),
    "alone": World("nobody seeks allies", sets=ALONE),
    "soft": World("softer competition in every market", adds=COMPETITION.adds("soft")),
    "hard": World("harder competition in every market", adds=COMPETITION.adds("hard")),
    "soft_alone": World("both: softer competition, no allies", ALONE, COMPETITION.adds("soft")),
    "hard_alone": World("both: harder competition, no allies", ALONE, COMPETITION.adds("hard")),
    "higher_barriers": World("higher entry barriers in every market", adds=BARRIERS.adds("hard")),
    "no_knowledge_exchange": World("partners learn nothing from each other", without=("knowledge_exchange",)),
    "sixty_years": World("the scenario for sixty years", quarters=240),
    "two_cities": World("firms of Canada and the United States only", scenario="montreal-boston"),
    "telecom": World("five suppliers of network equipment, sanctions on two", scenario="telecom", own_size=True),
    "promotion": World("half the cost of entry is paid to small and medium-sized firms", policies=promotion(inf)),
    "revenue_subsidy": World("a twentieth is added to what small and medium-sized firms sell abroad", policies=REVENUE),
    "lottery": World("two firms in five, drawn by lot, may sign no new alliance for ten years", policies=LOTTERY),
    "sanctions": World("Chinese firms lose most customers in five markets for five years", policies=SANCTIONS),
    "promotion_half": World("the same on half the money it takes up", policies=promotion(UPTAKE / 2)),
    "promotion_quarter": World("the same on a quarter of it", policies=promotion(UPTAKE / 4)),
}


def world_options(
    name: str,
    scenario: str | Scenario = "default",
    seed: int = 1,
    firms: int | None = FIRMS,
    without: Iterable[str] = (),
    parameters: Mapping[str, float] | None = None,
) -> Options:
    """What the world ``name`` of a scenario and a seed is made of.

    ``without`` and ``parameters`` (full names) change every world of the seed alike. A world's change to a rule that
    is switched off changes nothing. Raises ``InputError`` for an unknown name or a value that is refused.
    """
    without, given = tuple(without), dict(parameters or {})
    changes = world_parameters(name, scenario, without, given)
    own = WORLDS[name]
    return {
        "scenario": own.scenario or scenario, "seed": seed, "firms": None if own.own_size else firms,
        "without": without, "parameters": changes, "policies": own.policies, "quarters": own.quarters,
    }  # fmt: skip


def world_parameters(
    name: str, scenario: str | Scenario, without: tuple[str, ...], given: Mapping[str, float]
) -> dict[str, float]:
    """The parameters that make the world ``name`` of a scenario: what is given, with the world's changes put in."""
    if name not in WORLDS:
        raise unknown("world", name, WORLDS)
    different = WORLDS[name]
    own = different.scenario or scenario
    now, _ = merged_overrides(own if isinstance(own, Scenario) else load_scenario(own), without, given)
    changes = dict(different.sets)
    for full, difference in different.adds.items():
        changes[full] = checked(full, now.get(full, float(declared()[full])) + difference)
    for rule in different.without:
        changes |= null_form(rule)
    off = {full for rule in without for full in null_form(rule)}
    return {**given, **{full: value for full, value in changes.items() if full not in off}}


def check_inputs(scenario: str | Scenario, without: Iterable[str], parameters: Mapping[str, float]) -> None:
    """Raise ``InputError`` if a scenario cannot be run with these rules off and these values."""
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    overrides, _ = merged_overrides(chosen, tuple(without), parameters)
    values(overrides)
