"""All parameters: those declared beside the rules, their values, and what overrides them.

A parameter's full name is ``rule.name``. Steps read it as ``p.rule.name``: values are a NamedTuple of the rules' own
``Parameters``, so a new value never recompiles anything. A mechanism of one's own is a rule like any other once it is
added (see ``extension``).
"""

from __future__ import annotations

import numbers
from collections import namedtuple
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from alliances.model.declarations.parameter import Parameter
from alliances.model.errors import refuse, unknown
from alliances.model.rules import rule_modules

CORE = tuple(rule_modules())
"""The rules that the compiled steps know."""
RULES: dict[str, Any] = dict(rule_modules())
"""Every rule by name: those of ``rules/``, and mechanisms that were added."""
RENAMED = {
    "trust.name": "trust.reputation",
    "partner_choice.blur": "partner_choice.judgement_noise",
    "partner_choice.name_speed": "partner_choice.reputation_speed",
    "conflict.betrayal": "conflict.defection",
    "evaluation.review_rate": "evaluation.restructuring_rate",
    "learning_race.sting": "learning_race.leakage_loss",
    "market_learning.lending": "market_learning.partner_knowledge",
    "market_learning.hearsay": "market_learning.second_hand",
    "entry_mode.surprise": "entry_mode.demand_shock",
    "entry_mode.persistence": "entry_mode.shock_persistence",
    "market_competition.foreignness": "market_competition.liability_of_foreignness",
    "firm_demography.newness": "firm_demography.liability_of_newness",
}
"""Names of version 0.1 that users' files may still hold."""


def add_rule(name: str, rule: Any) -> None:
    """Add a rule of one's own, with ``Parameters`` and a docstring; adding the same one again changes nothing."""
    if RULES.get(name) is rule:
        return
    if name in RULES:
        refuse(f"mechanism {name!r} must have a name of its own; there is a rule of this name")
    RULES[name] = rule
    for kept in (declared, defaults, value_type):
        kept.cache_clear()


@cache
def declared() -> Mapping[str, Parameter]:
    """Every parameter's declaration by its full name, rules in alphabetical order."""
    return MappingProxyType(
        {
            f"{rule}.{name}": default
            for rule, module in RULES.items()
            for name, default in module.Parameters._field_defaults.items()
        }
    )


@cache
def value_type() -> Any:
    """The NamedTuple of all values: one field per rule, holding that rule's ``Parameters``."""
    return namedtuple("Values", RULES)


def checked(name: str, value: object) -> float:
    """``value`` as the parameter's number, or :class:`InputError` saying what is allowed."""
    declarations = declared()
    if name in RENAMED:
        refuse(f"parameter {name!r} is called {RENAMED[name]!r} now")
    if name not in declarations:
        raise unknown("parameter", name, declarations)
    declaration = declarations[name]
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        refuse(f"{name} = {value!r} must be {declaration.allowed}")
    try:
        number = float(value)
    except OverflowError:
        refuse(f"{name} = (a number too large to hold) must be {declaration.allowed}")
    if not declaration.admits(number):
        refuse(f"{name} = {number:.12g} must be {declaration.allowed}")
    return number


def assignment(text: str) -> tuple[str, float]:
    """Name and value of ``NAME=VALUE`` as given to ``--set``."""
    name, equals, written = text.partition("=")
    name = name.strip()
    if not equals:
        refuse(f"{text!r} is not of the form NAME=VALUE")
    try:
        value = float(written)
    except ValueError:
        checked(name, written.strip())
        raise
    return name, checked(name, value)


def null_form(rule: str) -> dict[str, float]:
    """The parameter values that switch a rule off."""
    if rule not in RULES:
        raise unknown("rule", rule, RULES)
    fields = RULES[rule].Parameters._field_defaults
    return {f"{rule}.{name}": declared.null for name, declared in fields.items() if declared.null is not None}


def values(overrides: Mapping[str, object] | None = None) -> Any:
    """All values, as plain floats: the defaults with ``overrides`` (full names) put in."""
    groups = defaults()._asdict()
    for name, value in (overrides or {}).items():
        number, (rule, _, own) = checked(name, value), name.partition(".")
        groups[rule] = groups[rule]._replace(**{own: number})
    for rule, group in groups.items():
        if (clash := getattr(RULES[rule], "contradiction", lambda p: None)(group)) is not None:
            refuse(f"{rule}: {clash}")
    return value_type()(**groups)


@cache
def defaults() -> Any:
    """The default of every parameter."""
    fields = {rule: module.Parameters._field_defaults for rule, module in RULES.items()}
    return value_type()(*(RULES[rule].Parameters(*map(float, own.values())) for rule, own in fields.items()))


@cache
def record() -> np.dtype[Any]:
    """The record that compiled steps read values from."""
    groups = {rule: RULES[rule].Parameters._fields for rule in CORE}
    return np.dtype([(rule, [(name, "f8") for name in names]) for rule, names in groups.items()])


def packed(values: Any) -> Any:
    """The same values as an array of one record: steps read ``p.rule.name`` of it.

    An array, because handing a single record over to compiled code takes longer than a quarter of forty firms.
    """
    return np.array([tuple(tuple(getattr(values, rule)) for rule in CORE)], record())
