"""Conditions under which a ranking of options is looked at again: harder or softer competition, barriers, institutions.

What they are is declared in ``analysis.policy.robustness``; here they become parameters of a world. They move every
world of a seed alike, with and without policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alliances.analysis.policy.robustness import CONDITIONS, setting_of
from alliances.model.declarations.parameters import checked, declared
from alliances.model.errors import unknown
from alliances.model.simulation import merged_overrides
from alliances.model.world.scenario import Scenario


def settings_under(
    conditions: Iterable[str], world: Scenario, given: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """What each condition gives a world's parameters, by setting ("competition=hard").

    It is added to what the scenario has, or ``given``. Raises ``InputError`` for an unknown condition, and where the
    sum is not admissible.
    """
    now, _ = merged_overrides(world, (), given)
    settings = {}
    for name in conditions:
        if name not in CONDITIONS:
            raise unknown("condition", name, CONDITIONS)
        parameter = CONDITIONS[name].parameter
        for level, added in CONDITIONS[name].levels.items():
            value = checked(parameter, now.get(parameter, float(declared()[parameter])) + added)
            settings[setting_of(name, level)] = {parameter: value}
    return settings
