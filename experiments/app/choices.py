"""What a visitor can choose before a world is made: scenario, firms, seed and a few parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from alliances.model.declarations.parameter import Parameter
from alliances.model.declarations.parameters import declared
from alliances.model.world.scenario import Scenario, load_scenario

FIRST_SCENARIO = "default"
FIRST_SEED = 1
LEAST_FIRMS, MOST_FIRMS, FIRMS_STEP = 40, 800, 20
NICE = (5, 2.5, 2, 1)
"""Leading digits of a slider's step, widest first."""
FEWEST_STEPS = 15
"""Positions that a slider has at least."""

TITLES = {
    "market_competition.elasticity_rise": "Strength of competition",
    "entry_cost.scale": "Cost of entering a market",
    "partner_choice.reservation": "Choosiness about partners",
    "knowledge_exchange.rate": "Learning from partners",
    "trust.gain": "Growth of trust",
    "opportunism.temptation": "Temptation to defect",
}
"""The parameters that have a slider, in everyday words; all else is read from their declarations."""


@cache
def shipped(name: str) -> Scenario:
    """A scenario that comes with the package; read once, for the page asks often."""
    return load_scenario(name)


@dataclass(frozen=True)
class Choice:
    """All that makes a world; ``parameters`` holds the values that differ from the scenario's own."""

    scenario: str = FIRST_SCENARIO
    firms: int = shipped(FIRST_SCENARIO).firms
    seed: int = FIRST_SEED
    parameters: Mapping[str, float] = field(default_factory=dict)

    def value(self, name: str) -> float:
        """A parameter's value under this choice."""
        return self.parameters.get(name, scenario_value(self.scenario, name))

    def with_value(self, name: str, value: float) -> Choice:
        """The same choice with another value of a parameter."""
        others = {key: kept for key, kept in self.parameters.items() if key != name}
        own = math.isclose(value, scenario_value(self.scenario, name))
        return replace(self, parameters=others if own else {**others, name: value})

    def with_scenario(self, scenario: str) -> Choice:
        """The scenario as it comes, with its own number of firms and values; the seed stays."""
        return Choice(scenario, shipped(scenario).firms, self.seed)

    def differences(self, other: Choice) -> set[str]:
        """What differs from another choice: ``scenario``, ``firms``, ``seed``, or a parameter's name."""
        plain = {name for name in ("scenario", "firms", "seed") if getattr(self, name) != getattr(other, name)}
        return plain | {name for name in TITLES if not math.isclose(self.value(name), other.value(name))}


class Scale(NamedTuple):
    """A slider's range: the plausible one of the declaration, and the step between two positions."""

    low: float
    high: float
    step: float


def scenario_value(scenario: str, name: str) -> float:
    """A parameter's value in a scenario: what the scenario sets, or the default."""
    return float(shipped(scenario).parameters.get(name, declared()[name]))


def scale(name: str) -> Scale:
    """The slider of a parameter of the model."""
    return scale_of(declared()[name])


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


def with_unit(value: float, unit: str) -> str:
    """A value and its unit as one would say it: ``0.6 per year``."""
    spoken = f"per {unit[2:]}" if unit.startswith("1/") else unit.replace("/", " per ")
    return f"{value:.4g} {spoken}".strip()
