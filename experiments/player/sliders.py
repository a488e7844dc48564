"""The sliders of the page: the parameters that matter, in everyday words; all else is read from their declarations."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

from alliances.analysis.citations import citations
from alliances.model.declarations.parameter import Parameter
from alliances.model.declarations.parameters import declared
from alliances.model.world.scenario import Scenario, load_scenario

LEAST_FIRMS, MOST_FIRMS, FIRMS_STEP = 40, 800, 20
LARGEST_SEED = 9999
NICE = (5, 2.5, 2, 1)
"""Leading digits of a slider's step, widest first."""
FEWEST_STEPS = 15
"""Positions that a slider has at least."""

TITLES = {
    "strategy.ally_propensity": "Readiness to ally",
    "partner_choice.reservation": "Choosiness about partners",
    "trust.gain": "Growth of trust",
    "trust.loss": "Trust lost by a defection",
    "opportunism.temptation": "Temptation to defect",
    "conflict.resolution": "Settling of conflict",
    "knowledge_exchange.rate": "Learning from partners",
    "learning_race.cooling": "Cooling off of partners that have learned",
    "market_learning.partner_knowledge": "Market knowledge lent by partners",
    "market_competition.elasticity_rise": "Strength of competition",
    "entry_cost.scale": "Cost of entering a market",
    "termination.external_shock": "Shocks from outside",
}
"""The parameters that have a slider."""
ONCE = ("market_competition.elasticity_rise",)
"""Those that are asked when a world is made, and never again: a change needs a new world."""


class Scale(NamedTuple):
    """A slider's range: the plausible one of the declaration, and the step between two positions."""

    low: float
    high: float
    step: float


def sliders() -> list[dict[str, Any]]:
    """Every slider as the player has it, firms and seed first."""
    base = shipped("default")
    firms = {
        "name": "firms", "title": "Firms at the start", "unit": "firms", "unit_words": "firms", "default": base.firms,
        "meaning": "More firms: steadier series, slower pictures", "low": LEAST_FIRMS, "high": MOST_FIRMS,
        "step": FIRMS_STEP, "source": "Your choice", "evidence": "assumed", "takes": "new world",
    }  # fmt: skip
    seed = {
        "name": "seed", "title": "Seed of all random draws", "unit": "", "unit_words": "", "default": 1,
        "meaning": "The same seed gives the same world; another one another history", "low": 0, "high": LARGEST_SEED,
        "step": 1, "source": "Your choice", "evidence": "assumed", "takes": "new world",
    }  # fmt: skip
    return [firms, seed, *(slider(name) for name in TITLES)]


def slider(name: str) -> dict[str, Any]:
    """The slider of a parameter."""
    declaration = declared()[name]
    return {
        "name": name, "title": TITLES[name], "meaning": declaration.description, "unit": declaration.unit,
        "unit_words": unit_words(declaration.unit), **scale_of(declaration)._asdict(), "default": float(declaration),
        "source": citations().get(declaration.source, declaration.source), "evidence": declaration.evidence,
        "takes": "new world" if name in ONCE else "now",
    }  # fmt: skip


def values(scenario: Scenario) -> dict[str, float]:
    """What every slider stands at in a scenario."""
    own = {parameter: float(scenario.parameters.get(parameter, declared()[parameter])) for parameter in TITLES}
    return {"firms": scenario.firms, "seed": 1, **own}


@cache
def shipped(name: str) -> Scenario:
    """A scenario that comes with the package; read once, for pages ask often."""
    return load_scenario(name)


def scale_of(declaration: Parameter) -> Scale:
    """The slider of a parameter; its default is one of the positions."""
    low, high = declaration.plausible
    magnitude = 10.0 ** math.ceil(math.log10((high - low) / FEWEST_STEPS))
    widths = [digit * magnitude / shrink for shrink in (10, 100) for digit in NICE]
    fitting = [width for width in widths if width <= (high - low) / FEWEST_STEPS and on_grid(declaration, width)]
    return Scale(low, high, round(fitting[0] if fitting else (high - low) / 100, 9))


def on_grid(declaration: Parameter, width: float) -> bool:
    """Whether steps of this width, from the low end of a parameter's range, meet its default and its high end."""
    low, high = declaration.plausible
    counts = [(float(declaration) - low) / width, (high - low) / width]
    return all(math.isclose(count, round(count), abs_tol=1e-6) for count in counts)


def unit_words(unit: str) -> str:
    """A unit as one would say it: ``per year``."""
    return f"per {unit[2:]}" if unit.startswith("1/") else unit.replace("/", " per ")


def with_unit(value: float, unit: str) -> str:
    """A value and its unit as one would say it: ``0.6 per year``."""
    return f"{value:.4g} {unit_words(unit)}".strip()
