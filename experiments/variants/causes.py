"""Causes whose effect can be asked for, and the things that the effect may change with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from alliances.analysis.policy.settings import CONDITIONS
from alliances.experiments.designs.factors import Factor, divided, factor, is_market_setting, plausible, with_markets
from alliances.experiments.policy.file import load_policies
from alliances.experiments.variants.variant import Variant
from alliances.model.declarations.codes import STAGES
from alliances.model.declarations.parameters import RULES, assignment, declared, null_form
from alliances.model.errors import refuse, unknown
from alliances.model.policies.policy import Policy, policies_from, policy_from
from alliances.model.world.own_files import is_there
from alliances.model.world.scenario import Scenario

ALLIANCES = "alliances"
START = 1  # year after the burn-in from which on nobody may sign an alliance, in the world without
BAN = {"name": "no new alliances", "instrument": "alliance_ban", "start": START}
SKIP, REVISIT = "skip-", "revisit"
SKIPS = {f"{SKIP}{stage.replace('_', '-')}": stage for stage in STAGES}
CAUSES = "alliances, skip-STAGE, revisit, a mechanism, NAME=VALUE, or the path of a file of policies"
WITH, WITHOUT = "with", "without"
ALLOWED = f"With: firms may sign alliances. Without: none may be signed from year {START} on; living ones go on."
SWITCHED = "With: the mechanism works. Without: it is off, from the first quarter of the settling time on."
SKIPPED = "With: every alliance skips the stage. Without: none does. The other stages are skipped as usual."
REVISITED = "With: partners who lag may go back to negotiation and design. Without: they never do."
PRICE = ("failed_share", "median_alliance_life", "mean_foreign_sales_share", "exporters_share", "alliances_formed")
"""Outcomes that tell what a stage is worth."""
IN_FORCE = "With: the policy is in force. Without: it is not."


class Cause(NamedTuple):
    """What has the effect: parts of a world that has it, and of one that has not."""

    name: str  # as it was asked for
    words: str
    meaning: str  # what the two worlds are
    present: Mapping[str, Any] = {}
    absent: Mapping[str, Any] = {}
    outcomes: tuple[str, ...] = ()  # what it is asked about, unless something else is said

    @property
    def by_policies(self) -> bool:
        """Whether policies alone make the difference, so that both worlds have one past until the first starts."""
        return not {*self.present, *self.absent} - {"policies"}

    @property
    def start(self) -> int:
        """The quarter in which the first of its policies starts; 0 if it has none."""
        policies: Sequence[Policy] = (*self.present.get("policies", ()), *self.absent.get("policies", ()))
        return min((policy.first_step for policy in policies), default=0)

    def told(self) -> dict[str, Any]:
        """The cause as a manifest has it; ``cause_again`` makes the same of it."""
        return {**self._asdict(), "present": parts_told(self.present), "absent": parts_told(self.absent)}

    @property
    def touched(self) -> set[str]:
        """Parameters that it sets, by full name."""
        parts = (*self.present.items(), *self.absent.items())
        off = {name for key, rules in parts if key == "without" for rule in rules for name in null_form(rule)}
        return off | {name for key, given in parts if key == "parameters" for name in given}


def cause(asked: str) -> Cause:
    """The cause of this name; ``InputError`` with what may be asked for."""
    if asked == ALLIANCES:
        return Cause(asked, ALLIANCES, ALLOWED, absent={"policies": (policy_from(BAN),)})
    if asked in SKIPS:
        return skipping(asked)
    if asked == REVISIT:
        words = "going back to negotiation and design"
        return Cause(
            asked, words, REVISITED, absent={"parameters": {"evaluation.restructuring_rate": 0.0}}, outcomes=PRICE
        )
    if asked in RULES:
        if not null_form(asked):
            refuse(f"mechanism {asked!r} cannot be switched off; a cause must be {CAUSES}")
        return Cause(asked, asked.replace("_", " "), SWITCHED, absent={"without": (asked,)})
    if "=" in asked:
        name, value = assignment(asked)
        meaning = (
            f"With: {name} is {value:g}. Without: it is as in the scenario, by default {float(declared()[name]):g}."
        )
        return Cause(asked, f"{name} at {value:g}", meaning, {"parameters": {name: value}})
    if not is_there(Path(asked)):
        raise unknown("cause", asked, (ALLIANCES, *SKIPS, REVISIT, *RULES)).with_more(f"a cause must be {CAUSES}")
    policies = load_policies(asked)
    return Cause(asked, " and ".join(policy.name for policy in policies), IN_FORCE, {"policies": policies})


def skipping(asked: str) -> Cause:
    """Skipping a stage, as a cause: always, against never."""
    stage = SKIPS[asked]
    present, absent = ({"parameters": {f"stages.{stage}": value}} for value in (1.0, -1.0))
    return Cause(asked, f"skipping the stage of {stage.replace('_', ' ')}", SKIPPED, present, absent, PRICE)


def parts_told(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of a world, ready for JSON."""
    return {**parts, **({"policies": [one.told() for one in parts["policies"]]} if "policies" in parts else {})}


def cause_again(told: Mapping[str, Any]) -> Cause:
    """The cause that a manifest tells."""
    parts = {key: parts_again(told[key]) for key in ("present", "absent")}
    return Cause(**{**told, **parts, "outcomes": tuple(told.get("outcomes", ()))})


def parts_again(told: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a world that a manifest tells."""
    return {key: policies_from(value) if key == "policies" else value for key, value in told.items()}


class Trait(NamedTuple):
    """A trait of firms, in classes of equally many, as it was before the cause began."""

    asked: str
    words: str
    unit: str
    step: str  # one step of it, that a slope is told for
    column: str  # of the firms table
    classes: int


class Levels(NamedTuple):
    """A thing that is the same for all firms of a world, and the values that it takes from world to world."""

    asked: str
    factor: Factor
    words: str
    unit: str
    step: str  # one step of it, that a slope is told for
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        """The full name of the parameter or market setting."""
        return self.factor.name


SIZE = "size"
TRAITS = {
    SIZE: ("size of the firm", "log2 of assets in million USD, before", "doubling of assets", "assets"),
    "age": ("age of the firm", "years, before", "year", "age_years"),
    "capability": ("alliance capability of the firm", "0-1, before", "unit", "alliance_capability"),
}
CONDITION_WORDS = {"competition": "competition", "barriers": "entry barriers", "institutions": "contract enforcement"}
ADDED = "log-odds added in every market"


def over(asked: str, count: int) -> Levels | Trait:
    """What the effect may change with, at so many values; ``InputError`` for an unknown name."""
    if asked in TRAITS:
        return Trait(asked, *TRAITS[asked], count)
    if asked in CONDITIONS:
        condition = CONDITIONS[asked]
        low, high = min(condition.levels.values()), max(condition.levels.values())
        own = Factor(name=condition.parameter, low=low, high=high)
        return Levels(asked, own, CONDITION_WORDS[asked], ADDED, "unit of log-odds", own.grid(count))
    if not is_market_setting(asked) and asked not in declared():
        raise unknown("factor", asked, (*CONDITIONS, *TRAITS, *declared())).with_more(
            f"it must be one of {', '.join((*CONDITIONS, *TRAITS))}, a parameter, or markets.all.SETTING"
        )
    low, high = plausible(asked)
    unit = "0-1" if is_market_setting(asked) else declared()[asked].unit
    own = factor(asked, {"low": low, "high": high})
    return Levels(asked, own, asked, unit, "unit", own.grid(count))


def twins(base: Variant, of: Cause, level: Mapping[str, float] | None = None) -> dict[str, Variant]:
    """The worlds with and without a cause, both at the same level of a factor."""
    parameters, markets = divided(dict(level or {}))
    scenario = with_markets(base.scenario, markets)
    return {
        WITH: changed(base, scenario, parameters, of.present, WITH),
        WITHOUT: changed(base, scenario, parameters, of.absent, WITHOUT),
    }


def changed(
    base: Variant, scenario: Scenario, parameters: Mapping[str, float], parts: Mapping[str, Any], name: str
) -> Variant:
    """The base world with parameters and with the parts of a cause put in."""
    return replace(
        base, scenario=scenario, name=name,
        parameters={**base.parameters, **parameters, **parts.get("parameters", {})},
        without=(*base.without, *parts.get("without", ())), policies=(*base.policies, *parts.get("policies", ())),
    )  # fmt: skip
