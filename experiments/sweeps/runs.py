"""One run of a sweep, with everything that determines it, and the key by which the same world is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from alliances.experiments.designs.factors import is_market_setting
from alliances.experiments.evidence.measures import scenario_read
from alliances.model.world.scenario import Scenario, load_scenario

Markets = dict[str, dict[str, float]]


class Run(NamedTuple):
    """One run of a design, with everything that determines it. It can be pickled."""

    run_id: str
    point: int
    replicate: int
    seed: int
    scenario: str
    firms: int | None  # None: the scenario's
    quarters: int | None  # None: the scenario's
    without: tuple[str, ...]
    parameters: dict[str, float]  # by full name: what the design fixes, and the point's own
    markets: Markets  # settings of markets by country code, or for "all"
    policies: tuple[Mapping[str, Any], ...]  # as tables
    outcomes: tuple[str, ...]
    tables: tuple[str, ...]  # to be kept
    key: str  # tells apart whatever makes a different world; what is measured there is no part of it

    def options(self) -> dict[str, Any]:
        """The run as the model takes it: ``AllianceModel(**run.options())``; runs beside it have the other cores."""
        world = with_markets(load_scenario(self.scenario), self.markets) if self.markets else self.scenario
        return {
            "scenario": world, "seed": self.seed, "firms": self.firms, "quarters": self.quarters,
            "without": self.without, "parameters": self.parameters, "policies": self.policies,
        }  # fmt: skip


def with_markets(scenario: Scenario, markets: Mapping[str, Mapping[str, float]]) -> Scenario:
    """The scenario with settings of markets put into its own; ``InputError`` for a market it does not have."""
    if not markets:
        return scenario
    own = scenario.markets
    return replace(
        scenario, markets={code: {**own.get(code, {}), **markets.get(code, {})} for code in {**own, **markets}}
    )


def divided(settings: Mapping[str, float]) -> tuple[dict[str, float], Markets]:
    """Values by full name as those of parameters, and those of markets by country code."""
    parameters: dict[str, float] = {}
    markets: Markets = {}
    for name, value in settings.items():
        if is_market_setting(name):
            _, code, setting = name.split(".")
            markets.setdefault(code, {})[setting] = value
        else:
            parameters[name] = value
    return parameters, markets


def world_mark(scenario: Scenario, without: tuple[str, ...]) -> str:
    """A mark of a scenario's content, with the countries and firms it reads, and of the rules that are off."""
    return digest([scenario_read(scenario), sorted(without)])


def run_key(world: str, settings: Mapping[str, float], policies: tuple[Any, ...], seed: int) -> str:
    """The key of a run: of the mark of its world, the values that are set by full name, the policies, and the seed."""
    return digest([world, dict(settings), list(policies), seed])


def digest(content: Any) -> str:
    """A hash of anything that JSON can hold, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]
