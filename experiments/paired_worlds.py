"""Worlds that are run beside others, and their tables, built when somebody reads them.

Paired worlds have the same seed, so the same firms and the same random draws; they differ by the consequences of what
is different in their options. Where these are policies alone, worlds have one past until the first of them starts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any

from alliances.model.arguments import adjusted_scenario
from alliances.model.policies.policy import Policy, policy_from
from alliances.model.records.tables import BUILDERS
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import DEFAULT

if TYPE_CHECKING:
    import pandas as pd

Options = Mapping[str, Any]
"""What a world is made of: arguments of :class:`Simulation`."""


class TablesOnDemand(Mapping[str, "pd.DataFrame"]):
    """The tables of ``AllianceModel.tables()`` by name, each built on first look and kept.

    Building all of them takes about half as long as the run, and a fact reads two or three. Look at them once the run
    is over: what was built does not follow a model that goes on. Holds the model until it is let go itself.
    """

    def __init__(self, model: Simulation) -> None:
        """Of this model, as it is when a table is read."""
        self.model = model
        self._built: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table; ``KeyError`` if there is none of this name."""
        if name not in self._built:
            self._built[name] = BUILDERS[name](self.model)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        """Names of all tables, built or not."""
        return iter(BUILDERS)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(BUILDERS)


def world(options: Options) -> TablesOnDemand:
    """Run one world to its end."""
    return TablesOnDemand(Simulation(**options).run())


def paired_worlds(options: Mapping[str, Options]) -> Iterator[tuple[str, TablesOnDemand]]:
    """Run the worlds of one seed, by name, one after the other; a world is made when it is asked for.

    All worlds that are compared within a seed are made here and nowhere else, each the same bit for bit as if it were
    run alone. A past that several share is simulated once, and let go when the last of them was forked from it.
    """
    lives = lives_of(options)
    branches = {branch for life in lives.values() for branch in pairwise(life)}
    uses = Counter(before for before, _ in branches) + Counter(life[-1] for life in lives.values())
    kept: dict[Past, TablesOnDemand] = {}
    for name, life in lives.items():
        yield name, lived(life, uses, kept)


@dataclass(frozen=True)
class Past:
    """What a world has gone through before a step; worlds with equal pasts are one until then."""

    options: Options = field(hash=False)  # but for policies
    policies: tuple[Policy, ...] = field(hash=False)  # the scenario's and its own, up to the last that has started
    step: float  # ``inf``: the end of the run


def lives_of(options: Mapping[str, Options]) -> dict[str, list[Past]]:
    """The pasts of each world: before each step in which a policy of any world starts, and at the end."""
    worlds = {name: apart(one) for name, one in options.items()}
    steps = sorted({policy.first_step for _, policies in worlds.values() for policy in policies})
    return {
        name: [Past(bare, begun(policies, step), step) for step in (*steps, inf)]
        for name, (bare, policies) in worlds.items()
    }


def apart(options: Options) -> tuple[Options, tuple[Policy, ...]]:
    """Options without policies, and the policies: the scenario's, and then those of the world's own."""
    scenario = adjusted_scenario(options.get("scenario", DEFAULT), None, None)
    policies = (*scenario.policies, *map(made, options.get("policies", ())))
    return {**options, "scenario": replace(scenario, policies=()), "policies": ()}, policies


def made(policy: Policy | Mapping[str, Any]) -> Policy:
    """The policy that options give as such or as a mapping."""
    return policy if isinstance(policy, Policy) else policy_from(policy)


def begun(policies: tuple[Policy, ...], step: float) -> tuple[Policy, ...]:
    """The first policies, up to the last of those that start before a step: the order is that in which they pay."""
    return policies[: max((n for n, policy in enumerate(policies, 1) if policy.first_step < step), default=0)]


def lived(life: list[Past], uses: Counter[Past], kept: dict[Past, TablesOnDemand]) -> TablesOnDemand:
    """The world at the end of a life. ``kept`` holds a past as often as ``uses`` says that it will be asked for."""
    *earlier, past = life
    if past not in kept:
        if earlier:
            model = lived(earlier, uses, kept).model
            model = model.fork() if earlier[-1] in kept else model
        else:
            model = Simulation(**past.options)
        kept[past] = TablesOnDemand(gone_on(model, past))
    uses[past] -= 1
    return kept[past] if uses[past] else kept.pop(past)


def gone_on(model: Simulation, past: Past) -> Simulation:
    """The simulation, gone on from an earlier past."""
    if more := past.policies[len(model.policies) :]:
        model.add_policies(more)
    return model.run(max(int(min(past.step, model.settings.quarters)) - model.quarter, 0))
