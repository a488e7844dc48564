"""All parameters: those declared beside the rules, their values, and what overrides them.

A parameter's full name is ``rule.name``. Kernels read it as ``p.rule.name``: :class:`Values` is a NamedTuple of
the rules' own ``Parameters``, so a new value never recompiles anything.
"""

from __future__ import annotations

import numbers
from collections import namedtuple
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from alliances.model.declarations.parameter import Parameter
from alliances.model.errors import refuse, unknown
from alliances.model.rules import rule_modules

RULES = rule_modules()
Values: Any = namedtuple("Values", RULES, module=__name__)  # type: ignore[misc]
Values.__doc__ = "The value of every parameter: one field per rule, holding that rule's ``Parameters``."


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Parameter]:
    """Every parameter's declaration by its full name, rules in alphabetical order."""
    return MappingProxyType({
        f"{rule}.{name}": default
        for rule, module in RULES.items()
        for name, default in module.Parameters._field_defaults.items()
    })


def checked(name: str, value: object) -> float:
    """``value`` as the parameter's number, or :class:`InputError` saying what is allowed."""
    declarations = declared()
    if name not in declarations:
        raise unknown("parameter", name, declarations)
    declaration = declarations[name]
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        refuse(f"{name} = {value!r} is not a number; allowed: {declaration.allowed}")
    try:
        number = float(value)
    except OverflowError:
        refuse(f"{name} = (a number too large to hold) is refused; allowed: {declaration.allowed}")
    if not declaration.admits(number):
        refuse(f"{name} = {number:.12g} is refused; allowed: {declaration.allowed}")
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
    """All values, as :class:`Values` of plain floats: the defaults with ``overrides`` (full names) put in."""
    groups = defaults()._asdict()
    for name, value in (overrides or {}).items():
        number, (rule, _, own) = checked(name, value), name.partition(".")
        groups[rule] = groups[rule]._replace(**{own: number})
    for rule, group in groups.items():
        if (clash := getattr(RULES[rule], "contradiction", lambda p: None)(group)) is not None:
            refuse(f"{rule}: {clash}")
    return Values(**groups)


@lru_cache(maxsize=1)
def defaults() -> Any:
    """The default of every parameter, as :class:`Values`."""
    fields = {rule: module.Parameters._field_defaults for rule, module in RULES.items()}
    return Values(*(RULES[rule].Parameters(*map(float, own.values())) for rule, own in fields.items()))


@lru_cache(maxsize=1)
def record() -> np.dtype[Any]:
    """The record that kernels read values from."""
    return np.dtype([(rule, [(name, "f8") for name in group._fields]) for rule, group in defaults()._asdict().items()])


def packed(values: Any) -> Any:
    """The same values as an array of one record: kernels read ``p.rule.name`` of it.

    An array, because handing a single record over to compiled code takes longer than a quarter of forty firms.
    """
    return np.array([tuple(tuple(group) for group in values)], record())
