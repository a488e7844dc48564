"""What a run is asked for: its seed, scenario, rules switched off and values, checked and put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from alliances.model.declarations.parameters import null_form
from alliances.model.errors import echoed, refuse, whole
from alliances.model.world.scenario import Scenario, load_scenario

LARGEST_SEED = 2**64 - 1


def checked_seed(seed: Any) -> int:
    """The seed as a whole number in [0, 2**64)."""
    return whole("seed", seed, 0, LARGEST_SEED + 1, "a whole number in [0, 2**64)")


def named(without: Any) -> tuple[str, ...]:
    """The rules to switch off, of one name or several."""
    rules = (without,) if isinstance(without, str) else without
    if not isinstance(rules, Iterable) or isinstance(rules, Mapping):
        refuse(f"without = {echoed(without)} must be a rule, or a list of rules")
    return tuple(rules)


def settings_of(parameters: Any) -> dict[str, Any]:
    """Values by full name; none if nothing is given."""
    if parameters is None:
        return {}
    if not isinstance(parameters, Mapping):
        refuse(f"parameters = {echoed(parameters)} must be values by full name, like {{'trust.gain': 0.3}}")
    return {**parameters}


def adjusted_scenario(scenario: str | Scenario, firms: int | None, quarters: int | None) -> Scenario:
    """The scenario with another number of firms or quarters, where given."""
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    changes = {name: value for name, value in (("firms", firms), ("quarters", quarters)) if value is not None}
    return replace(chosen, **changes) if changes else chosen  # type: ignore[arg-type]


def merged_overrides(
    scenario: Scenario, without: Iterable[str], given: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, str]]:
    """All values that are not defaults, and where each comes from; what is given last goes first."""
    overrides: dict[str, float] = dict(scenario.parameters)
    sources = dict.fromkeys(overrides, "scenario")
    for rule in without:
        nulls = null_form(rule)
        overrides |= nulls
        sources |= dict.fromkeys(nulls, f"without {rule}")
        if clash := sorted(set(nulls) & set(given)):
            refuse(f"{clash[0]} is set, but rule '{rule}' is switched off; drop one of the two")
    return {**overrides, **given}, {**sources, **dict.fromkeys(given, "set")}
