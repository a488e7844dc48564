"""What a policy is, in words that a reader who never saw the file understands."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from alliances.analysis.wording import per_cent
from alliances.model.declarations.codes import COSTS, PURPOSES
from alliances.model.declarations.parameter import Parameter
from alliances.model.policies.policy import Policy, Target
from alliances.model.world.country_file import read_countries

ALLOCATIONS = {
    "first_come": "first come, first served",
    "score": "by rank",
    "lottery": "by lottery among those that qualify",
}
ROUNDS = {"quarterly": "every quarter", "yearly": "once a year", "once": "once, at the start"}
SIZES = {"any": "", "sme": "small and medium-sized", "large": "large"}
EXPORTING = {"any": "", "no": "in no foreign market yet", "yes": "in a foreign market already"}


class Described(NamedTuple):
    """One policy as the report shows it."""

    name: str
    instrument: str  # its name and what it does
    strength: str
    whom: str
    money: str
    time: str


def described(policy: Policy) -> Described:
    """A policy in words."""
    does = " ".join(str(policy.module.__doc__).strip().partition("\n\n")[0].split())
    return Described(policy.name, does, strength(policy), whom(policy), money(policy), time(policy))


def strength(policy: Policy) -> str:
    """Every strength with its meaning, value and unit."""
    told = []
    for name, declared in policy.module.Parameters._field_defaults.items():
        assert isinstance(declared, Parameter)
        told.append(f"{declared.description}: {quantity(getattr(policy.full, name), declared.unit)}")
    return "; ".join(told)


def quantity(value: float, unit: str) -> str:
    """A value with its unit; shares as per cent, and a ratio as a number alone."""
    if unit == "share" or unit.startswith("share of "):
        return f"{100 * value:g} %{unit.removeprefix('share')}"
    if unit == "ratio":
        return f"{value:g}"
    return f"{value:g} {unit.replace('1/year', 'a year') if unit.startswith('1/') else unit}".strip()


def whom(policy: Policy) -> str:
    """Which firms it is for, and where it works."""
    target = policy.target
    kinds = [SIZES[target.size], "firms", " and ".join(bounds(target))]
    if target.industries:
        kinds.append(f"in {', '.join(target.industries)}")
    if target.homes:
        kinds.append(f"from {', '.join(map(country, target.homes))}")
    if EXPORTING[target.exporting]:
        kinds.append(EXPORTING[target.exporting])
    words = " ".join(kind for kind in kinds if kind)
    abroad = "; only for partners and markets abroad" if target.partner_abroad else ""
    return ("all firms" if words == "firms" else words) + abroad + places(policy)


def bounds(target: Target) -> list[str]:
    """Bounds on employees and age."""
    told = []
    for (low, high), words in ((target.employees, "with {} employees"), (target.age, "{} years of age")):
        if low > 0 and math.isfinite(high):
            told.append(words.format(f"{low:g} to less than {high:g}"))
        elif low > 0:
            told.append(words.format(f"{low:g} or more"))
        elif math.isfinite(high):
            told.append(words.format(f"less than {high:g}"))
    return told


def places(policy: Policy) -> str:
    """The markets in which it works, if they are chosen."""
    return f"; in the markets {', '.join(map(country, policy.markets))}" if policy.markets else ""


@cache
def names() -> dict[str, str]:
    """The packaged countries' names by code."""
    return {one.iso3: one.name for one in read_countries(None).countries}


def country(code: str) -> str:
    """A country's name; the code itself if it is not a packaged one."""
    return names().get(code, code)


def money(policy: Policy) -> str:
    """Budget, ceiling, places, and how they are given out."""
    if policy.module.SHOCK:
        return "a shock: nobody pays"
    told = []
    if math.isfinite(policy.budget):
        told.append(f"{policy.budget:g} million USD a year")
    elif policy.fee or policy.upkeep or any(hasattr(policy.module, f"pays_{cost}") for cost in PURPOSES[:COSTS]):
        told.append("no limit to what is spent")
    else:
        told.append("no payments to firms")
    if math.isfinite(policy.ceiling):
        told.append(f"at most {policy.ceiling:g} million for one firm in a year")
    if policy.administration:
        told.append(f"{policy.administration:g} million USD a year for administration")
    if math.isfinite(policy.places):
        share = policy.places < 1
        told.append(f"places for {per_cent(policy.places)} of applicants" if share else f"{policy.places:g} places")
    limited = math.isfinite(policy.budget) or math.isfinite(policy.places)
    return "; ".join([*told, given(policy)] if limited else told)


def given(policy: Policy) -> str:
    """How places or money are given out."""
    rank = f" ({policy.score.replace('_', ' ')} first)" if policy.allocation == "score" else ""
    return f"{ALLOCATIONS[policy.allocation]}{rank}, {ROUNDS[policy.admits]}"


def time(policy: Policy) -> str:
    """From when to when, in years after the burn-in."""
    end = f"to year {policy.end:g}" if math.isfinite(policy.end) else "on, without end"
    phase = f"; at full strength after {policy.phase_in:g} years" if policy.phase_in else ""
    return f"from year {policy.start:g} {end}{phase}"
