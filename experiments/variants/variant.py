"""A variant of a world: a scenario and what is different in it, as somebody gives it in words, or in Python."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from alliances.experiments.campaign.marks import scenario_read
from alliances.experiments.paired_worlds import Options
from alliances.experiments.policy.file import load_policies
from alliances.experiments.result_folder import scenario_again, scenario_told
from alliances.model.arguments import adjusted_scenario, merged_overrides, named, settings_of
from alliances.model.declarations.parameters import assignment, values
from alliances.model.errors import refuse, unknown
from alliances.model.policies.policy import Policy, policies_from, policies_of
from alliances.model.policies.world_policies import Known, checked_policies
from alliances.model.world.own_files import is_there
from alliances.model.world.scenario import Scenario, countries_of
from alliances.model.world.setup import industry_names

WORDS = ("--set", "--without", "--policy")
PARTS = ("name", "scenario", "parameters", "without", "policies")


@dataclass(frozen=True)
class Variant:
    """One of the worlds that are compared; refuses to be made of what cannot be used together."""

    scenario: Scenario
    parameters: Mapping[str, float] = field(default_factory=dict)  # by full name
    without: tuple[str, ...] = ()  # rules that are off
    policies: tuple[Policy, ...] = ()
    name: str = ""  # by default what is different

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless a world can be made of it; find a name if there is none."""
        values(merged_overrides(self.scenario, self.without, self.parameters)[0])
        codes = tuple(country.iso3 for country in countries_of(self.scenario, 0).countries)
        checked_policies((*self.scenario.policies, *self.policies), Known(codes, industry_names()))
        object.__setattr__(self, "name", self.name or " ".join([self.scenario.name, *self.changes]))

    @property
    def changes(self) -> tuple[str, ...]:
        """What is different from the scenario, in words."""
        off = [f"without {' and '.join(self.without)}"] if self.without else []
        helped = [f"with {' and '.join(policy.name for policy in self.policies)}"] if self.policies else []
        return (*off, *helped, *(f"{name} = {value:g}" for name, value in self.parameters.items()))

    def beside(self, first: Variant) -> Variant:
        """The same, called by its changes alone where the scenario is that of the first of the worlds it is beside."""
        own = self.name == " ".join([self.scenario.name, *self.changes]) and self.changes
        return replace(self, name=" ".join(self.changes)) if own and self.scenario == first.scenario else self

    def options(self, seed: int) -> Options:
        """What the world of a seed is made of, as the model takes it."""
        return {
            "scenario": self.scenario, "seed": seed, "parameters": dict(self.parameters), "without": self.without,
            "policies": self.policies,
        }  # fmt: skip

    def told(self) -> dict[str, Any]:
        """The variant as a manifest has it; ``told_again`` makes the same of it."""
        return {"name": self.name, "scenario": scenario_told(self.scenario), **self._different()}

    def read(self) -> dict[str, Any]:
        """All that its worlds depend on, without words."""
        return {"scenario": scenario_read(self.scenario), **self._different()}

    def _different(self) -> dict[str, Any]:
        """What is different, ready for JSON."""
        policies = [policy.told() for policy in self.policies]
        return {"parameters": dict(self.parameters), "without": list(self.without), "policies": policies}


def told_again(told: Mapping[str, Any]) -> Variant:
    """The variant that a manifest tells."""
    return Variant(
        scenario_again(told["scenario"]), dict(told["parameters"]), tuple(told["without"]),
        policies_from(told["policies"]), told["name"],
    )  # fmt: skip


def variant(given: Any, firms: int | None = None, quarters: int | None = None) -> Variant:
    """The variant that is given: a scenario's name or path, with options behind it if any, or a mapping.

    Args:
        given: words like ``"default --without trust --set trust.gain=0.2 --policy grant.toml"``, a
            :class:`Scenario`, a :class:`Variant`, or a mapping with keys of :data:`PARTS`, as ``AllianceModel`` takes
            them.
        firms: at the start, instead of the scenario's.
        quarters: to run, instead of the scenario's.

    Raises:
        InputError: for what cannot be used, in one line.
    """
    if isinstance(given, Variant):
        return replace(given, scenario=adjusted_scenario(given.scenario, firms, quarters))
    parts = in_words(given) if isinstance(given, str | Path) else {"scenario": given}
    parts = dict(given) if isinstance(given, Mapping) else parts
    if wrong := [key for key in parts if key not in PARTS]:
        raise unknown("part of a world", wrong[0], PARTS)
    return Variant(
        adjusted_scenario(parts.get("scenario", "default"), firms, quarters), settings_of(parts.get("parameters")),
        named(parts.get("without", ())), policies_of(parts.get("policies", ())), parts.get("name", ""),
    )  # fmt: skip


def in_words(given: str | Path) -> dict[str, Any]:
    """The parts of a world as words give them: a scenario, and options as of ``alliances run`` behind it."""
    if is_there(Path(given)):
        return {"scenario": str(given)}
    try:
        words = shlex.split(str(given))
    except ValueError as error:
        refuse(f"{str(given)!r} cannot be read ({error}); it must be a scenario, with options behind it")
    scenario = words.pop(0) if words and not words[0].startswith("-") else "default"
    return {"scenario": scenario, **changed(pairs(words))}


def pairs(words: list[str]) -> list[tuple[str, str]]:
    """Options with what they are given: ``--set NAME=VALUE``."""
    found = []
    while words:
        option, equals, value = words.pop(0).partition("=")
        if option not in WORDS:
            refuse(f"{unknown('option', option, WORDS)}; a world is SCENARIO with {', '.join(WORDS)} behind it")
        if not equals and not words:
            refuse(f"{option} must be followed by what it is given")
        found.append((option, value if equals else words.pop(0)))
    return found


def changed(options: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What these options change, as the parts of a world."""
    parameters: dict[str, float] = {}
    for option, text in options:
        if option == "--set":
            name, value = assignment(text)
            if name in parameters:
                refuse(f"--set {name} is given twice; it must be given once")
            parameters[name] = value
    policies = [policy for option, file in options if option == "--policy" for policy in load_policies(file)]
    off = tuple(rule for option, rule in options if option == "--without")
    return {"parameters": parameters, "without": off, "policies": policies}
