"""All parameters: those declared beside the rules, their values, and what overrides them.

A parameter's full name is ``rule.name``. Steps read it as ``p.rule.name``: values are a NamedTuple of the rules' own
``Parameters``, so a new value never recompiles anything. A mechanism of one's own is a rule like any other once it is
added (see ``extension``).
"""

from __future__ import annotations

import numbers
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
from pydantic import BeforeValidator

from alliances.model.declarations.parameter import Parameter
from alliances.model.declarations.typed import Among, Described, Text
from alliances.model.errors import InputError, at, echoed, refuse, refuse_all, unknown
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


MARKETS = "markets"
"""What full names of settings of markets begin with, in the place of a rule."""


def add_rule(name: str, rule: Any) -> None:
    """Add a rule of one's own, with ``Parameters`` and a docstring; adding the same one again changes nothing."""
    if RULES.get(name) is rule:
        return
    if name in RULES:
        refuse(f"mechanism {echoed(name)} must have a name of its own; there is a rule of this name")
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
    if not isinstance(name, str):
        raise unknown("parameter", name, declarations)
    if name in RENAMED:
        refuse(f"parameter {echoed(name)} is called {echoed(RENAMED[name])} now")
    if name not in declarations:
        raise unknown("parameter", name, declarations)
    declaration = declarations[name]
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        refuse(f"{name} = {echoed(value)} must be {declaration.allowed}")
    try:
        number = float(value)
    except OverflowError:
        refuse(f"{name} = (a number too large to hold) must be {declaration.allowed}")
    if not declaration.admits(number):
        refuse(f"{name} = {number:.12g} must be {declaration.allowed}")
    return number


def full_names(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Full names and what is said of each, whether names are written with dots, with quotes or as tables."""
    for key, value in content.items():
        name = f"{above}.{key}" if above else key
        whole = name.count(".") >= (2 if name.partition(".")[0] == MARKETS else 1) or name.endswith("*")
        if whole or not isinstance(value, dict):
            yield name, value
        else:
            yield from full_names(value, name)


def by_full_name(content: Any, check: Callable[[str, Any], Any] = checked) -> Any:
    """What a table says of each full name, checked; ``InputError`` if one is named twice, in two ways of writing."""
    found: dict[str, Any] = {}
    faults: list[InputError] = []
    for name, value in full_names(content) if isinstance(content, Mapping) else ():
        try:
            with at(name):
                if name in found:
                    refuse(f"{name} is named twice; it must be named once")
                found[name] = check(name, value)
        except InputError as error:
            faults += error.faults
    refuse_all(faults)
    return found if isinstance(content, Mapping) else content


def schema_by_rule(part: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> dict[str, Any]:
    """The JSON Schema of a table of parameters; ``part`` makes the schema of what is said of one from its number's."""
    rules: dict[str, Any] = {}
    for name, one in declared().items():
        rule, _, own = name.partition(".")
        group = rules.setdefault(rule, {"type": "object", "additionalProperties": False, "properties": {}})
        group["properties"][own] = part(one.schema) | {"description": f"{one.description} ({one.unit})"}
    quoted = "|".join(name.replace(".", r"\.") for name in declared())
    return {
        "type": "object", "additionalProperties": False, "properties": rules,
        "patternProperties": {f"^({quoted})$": part({"type": "number"})},
    }  # fmt: skip


def assignment(text: str) -> tuple[str, float]:
    """Name and value of ``NAME=VALUE`` as given to ``--set``."""
    name, equals, written = text.partition("=")
    name = name.strip()
    if not equals:
        refuse(f"{echoed(text)} is not of the form NAME=VALUE")
    try:
        value = float(written)
    except ValueError:
        checked(name, written.strip())
        raise
    return name, checked(name, value)


def null_form(rule: str) -> dict[str, float]:
    """The parameter values that switch a rule off."""
    if not isinstance(rule, str) or rule not in RULES:
        raise unknown("rule", rule, RULES)
    fields = RULES[rule].Parameters._field_defaults
    return {f"{rule}.{name}": declared.null for name, declared in fields.items() if declared.null is not None}


def acts(rule: str) -> bool:
    """Whether a rule can be switched off, and is not off by default."""
    default = getattr(defaults(), rule)._asdict()
    return any(default[name.partition(".")[2]] != null for name, null in null_form(rule).items())


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


Rule = Annotated[Text, Among("rule", lambda: RULES)]
ParameterName = Annotated[Text, Among("parameter", declared)]
Parameters = Annotated[dict[str, float], BeforeValidator(by_full_name), Described(schema_by_rule)]
"""Values by full name; a file may write names with dots, with quotes or as tables."""
