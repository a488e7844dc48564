"""The policies of one world: not too many, each with a name of its own, and naming only what that world has."""

from __future__ import annotations

from typing import Any, NamedTuple

from alliances.model.errors import echoed, one_of, refuse
from alliances.model.policies.policy import Policy, policies_of
from alliances.model.world.country_names import no_country

MOST_POLICIES = 8


class Known(NamedTuple):
    """What policies may name in a world."""

    codes: tuple[str, ...]  # of countries
    industries: tuple[str, ...]


def checked_policies(policies: Any, known: Known) -> tuple[Policy, ...]:
    """Policies, given as such or as mappings, that a world can have; ``InputError`` otherwise."""
    made = policies_of(policies)
    if len(made) > MOST_POLICIES:
        refuse(f"a run must have at most {MOST_POLICIES} policies, not {len(made)}")
    for place, policy in enumerate(made):
        if policy.name in {other.name for other in made[:place]}:
            refuse(f"two policies are named {echoed(policy.name)}; their names must differ")
        for key, codes in (("markets", policy.markets), ("target.homes", policy.target.homes)):
            if strange := [code for code in codes if code not in known.codes]:
                raise policy.refusal(f"{key}: {no_country(strange[0], known.codes)}")
        for name in policy.target.industries:
            one_of("name", name, known.industries, f"policy {echoed(policy.name)}: target.industries: ")
    return made
