"""Design files as TOML: their tables, and how their lines become factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from alliances.experiments.designs.factors import Factor, Line, Lines, Settings, factor, spelled_out
from alliances.experiments.designs.sampling import Sampler, own_keys
from alliances.experiments.ensemble import EnsembleName
from alliances.model.declarations.parameters import Rule
from alliances.model.declarations.typed import Among, Described, Distinct, Text, typed, within
from alliances.model.errors import at, refuse
from alliances.model.policies.policy import Policy
from alliances.model.records.outcomes import TABLES
from alliances.model.world.scenario import Firms, Quarters, ScenarioName

SHIPPED = Path(__file__).parent
KeptTable = Annotated[Text, Among("table", lambda: [declared.name for declared in TABLES])]


def listed(names: Any) -> Any:
    """One name as a list."""
    return [names] if isinstance(names, str) else names


def one_or_more() -> dict[str, Any]:
    """The JSON Schema of a name or a list of names."""
    return {"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}


@typed
class Header:
    """The table ``[design]``: which worlds are run, how often, and what is measured."""

    title: Text
    outcomes: tuple[Text, ...]
    question: str = ""
    scenarios: Annotated[
        Distinct[ScenarioName], BeforeValidator(listed), Described(one_or_more), Field(alias="scenario", min_length=1)
    ] = ("default",)
    firms: Firms | None = None  # the scenario's
    quarters: Quarters | None = None  # the scenario's
    without: Distinct[Rule] = ()
    replicates: Annotated[int, within(1, 1000)] = 1
    seeds: Literal["paired", "own"] = "paired"  # a replicate has the same seed at every point; or every run its own
    first_seed: Annotated[int, within(0, 2**32 - 1)] = 1
    keep_tables: Distinct[KeptTable] = ()
    ensemble: EnsembleName | None = None  # of which each replicate takes a member at every point
    policies: tuple[Policy, ...] = ()  # the same in every run


@typed
class DesignFile:
    """A design as a TOML file has it."""

    design: Header
    sampler: Annotated[Sampler, BeforeValidator(own_keys)]
    settings: Settings = field(default_factory=dict)  # the same in every run, by full name
    factors: Lines = field(default_factory=dict)


def shipped_designs(kind: str = "design") -> dict[str, Path]:
    """The files of the designs that come with the package, by name: those with a table ``[kind]``."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml")) if f"\n[{kind}]\n" in path.read_text("utf-8")}


def factors_of(lines: Mapping[str, Line], settings: Mapping[str, float], without: Sequence[str]) -> tuple[Factor, ...]:
    """The factors, each checked where it stands, in one order whatever the order of their lines."""
    made: list[Factor] = []
    for name in lines:
        with at(f"factors.{name}"):
            if name in settings:
                refuse(f"{name} is a factor and fixed in [settings]; it must be one of the two")
    for name, line in spelled_out(lines, settings, without).items():
        with at(f"factors.{line}"):
            made.append(factor(name, lines[line]))
    return tuple(made)
