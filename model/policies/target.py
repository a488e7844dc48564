"""The target of a policy: which firms it is for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from alliances.model.errors import refuse, unknown

SIZES = ("any", "sme", "large")
EXPORTING = ("any", "no", "yes")


@dataclass(frozen=True, kw_only=True)
class Target:
    """Which firms a policy is for; a firm has to answer all of it."""

    size: str = "any"  # sme: fewer employees than ``firm_demography.sme_employees``
    employees: tuple[float, float] = (0, math.inf)
    age: tuple[float, float] = (0, math.inf)  # years
    industries: tuple[str, ...] = ()  # none: all
    homes: tuple[str, ...] = ()  # country codes; none: all
    exporting: str = "any"  # no: in no foreign market, as first-time exporters are
    partner_abroad: bool = False  # pays only for alliances across borders, and for markets abroad

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless the target can be met by some firm."""
        one_of("target.size", self.size, SIZES)
        one_of("target.exporting", self.exporting, EXPORTING)
        for name in ("employees", "age"):
            bounds = getattr(self, name)
            usable = len(bounds) == len(self.employees) and all(is_number(bound) for bound in bounds)
            if not usable or not 0 <= bounds[0] < bounds[1]:
                refuse(f"target.{name} = {list(bounds)} must be [from, below] with 0 <= from < below")
        if not isinstance(self.partner_abroad, bool):
            refuse(f"target.partner_abroad = {self.partner_abroad!r} must be true or false")

    def told(self) -> dict[str, Any]:
        """The table that makes the same target: what differs from the defaults, ready for JSON."""
        said = {one.name: getattr(self, one.name) for one in fields(Target) if getattr(self, one.name) != one.default}
        return {
            name: [part for part in value if part != math.inf] if isinstance(value, tuple) else value
            for name, value in said.items()
        }


def target_from(policy: str, table: Any) -> Target:
    """The target that a table describes; a single bound is the lower one."""
    if isinstance(table, Target):
        return table
    known = {one.name for one in fields(Target)}
    if not isinstance(table, Mapping):
        refuse(f"policy {policy!r}: target = {table!r} must be a table of {', '.join(sorted(known))}")
    given = dict(table)
    for key in given:
        if key not in known:
            listed = ", ".join(sorted(known))
            refuse(f"policy {policy!r}: {unknown('target', str(key), known)}; it must be one of {listed}")
    for key in ("industries", "homes"):
        if key in given:
            given[key] = names_in(f"policy {policy!r}: target.{key}", given[key])
    for key in ("employees", "age"):
        if isinstance(given.get(key), list):
            given[key] = (*given[key], *[math.inf] * (len(given[key]) == 1))
    return Target(**given)


def names_in(what: str, value: Any) -> tuple[str, ...]:
    """A list of names, each once, as a tuple."""
    listed = isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value)
    if not listed or not value or len(set(value)) < len(value):
        refuse(f'{what} = {value!r} must be a list of names like ["DEU", "VNM"], each once')
    return tuple(value)


def one_of(what: str, value: Any, allowed: tuple[str, ...]) -> None:
    """Raise ``InputError`` unless a value is one of some words."""
    if value not in allowed:
        refuse(f"{what} = {value!r} must be one of {', '.join(allowed)}")


def is_number(value: Any) -> bool:
    """Whether this is a number, infinity included."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isnan(value)
