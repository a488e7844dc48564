"""Bundles: which policies of a comparison's options may go together, and at which budgets.

A bundle takes each policy at some factor on its budget, or not at all; one without a budget is in or out. Shocks are
nobody's choice: they are in every world, with and without a bundle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from alliances.experiments.policy.design import Design, scaled
from alliances.model.errors import refuse
from alliances.model.policies.policy import UNLIMITED, Policy
from alliances.model.policies.world_policies import MOST_POLICIES

LEVELS = 8  # factors on a budget beside 0, evenly up to the largest; 1 is always one
Bundle = tuple[float, ...]
"""Factors on the budgets of a space's choices, in their order; 0: left out."""


class Choice(NamedTuple):
    """A policy that a bundle may hold, and the factors on its budget that it may have."""

    policy: Policy
    factors: tuple[float, ...]  # from 0: left out

    def words(self, factor: float) -> str:
        """The choice at a factor, as a bundle's name has it."""
        return self.policy.name if self.factors == (0.0, 1.0) else f"{factor:g} × {self.policy.name}"


class Space(NamedTuple):
    """What bundles are made of."""

    choices: tuple[Choice, ...]
    shocks: tuple[Policy, ...]  # in every world
    designed: tuple[Bundle, ...]  # the options themselves

    @property
    def size(self) -> int:
        """How many bundles there are, without the empty one."""
        return math.prod(len(choice.factors) for choice in self.choices) - 1

    def name(self, bundle: Bundle) -> str:
        """A bundle in words, like "2 × Grant + Market opening"; each bundle has its own."""
        parts = zip(self.choices, bundle, strict=True)
        return " + ".join(choice.words(factor) for choice, factor in parts if factor > 0)

    def policies(self, bundle: Bundle) -> tuple[Policy, ...]:
        """The policies of a world with this bundle, shocks first."""
        parts = zip(self.choices, bundle, strict=True)
        return (*self.shocks, *(scaled(choice.policy, factor) for choice, factor in parts if factor > 0))


def space_of(design: Design) -> Space:
    """The bundles that can be made of the policies of a design's options; ``InputError`` where there are too many.

    A policy that several options share is one choice. Of different policies with one name each is called by its option
    as well.
    """
    assert design.frontier is not None
    policies = distinct(design)
    if len(policies) + len(design.world.policies) > MOST_POLICIES:
        refuse(f"[frontier] has {len(policies)} different policies; there must be at most {MOST_POLICIES} in one run")
    chosen = [policy for policy in policies if not policy.module.SHOCK]
    if not chosen:
        refuse("[frontier] needs at least one policy to choose, and all policies are shocks")
    named = dict(zip(map(id, policies), apart(design, policies), strict=True))
    choices = (Choice(named[id(one)], factors_of(one, design.frontier.most)) for one in chosen)
    designed = (tuple(float(policy in option.policies) for policy in chosen) for option in design.options)
    return Space(
        tuple(choices),
        tuple(named[id(policy)] for policy in policies if policy.module.SHOCK),
        tuple(dict.fromkeys(bundle for bundle in designed if any(bundle))),
    )


def distinct(design: Design) -> list[Policy]:
    """The policies of all options, equal ones once."""
    found: list[Policy] = []
    for policy in design.policies:
        if policy not in found:
            found.append(policy)
    return found


def apart(design: Design, policies: Sequence[Policy]) -> list[Policy]:
    """The policies, each with a name of its own."""
    names = [policy.name for policy in policies]
    owners = [next(option.name for option in design.options if policy in option.policies) for policy in policies]
    return [
        replace(policy, name=f"{owner}: {policy.name}") if names.count(policy.name) > 1 else policy
        for owner, policy in zip(owners, policies, strict=True)
    ]


def factors_of(policy: Policy, most: float) -> tuple[float, ...]:
    """The factors on its budget (and places) that a policy may have: 0, 1, and evenly up to ``most``."""
    if policy.budget == policy.places == UNLIMITED:
        return 0.0, 1.0
    return tuple(sorted({0.0, 1.0, *(most * level / LEVELS for level in range(1, LEVELS + 1))}))
