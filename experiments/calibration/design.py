"""A calibration design: which parameters are free, which facts they are fitted to, and how many runs that may take.

A TOML file with a table ``[calibration]`` and a table ``[parameters]``. Everything is checked when it is read: what
cannot be used is an ``InputError`` of one line that says what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import BeforeValidator

from alliances.analysis.calibration.moments import Target, targets
from alliances.analysis.calibration.sampling import Numbers
from alliances.analysis.facts import fact, facts
from alliances.analysis.facts.declaration import Fact
from alliances.experiments.designs.factors import RANGE_WORDS, Factor, Range, as_table, default, factor, line_schema
from alliances.experiments.designs.file import shipped_designs
from alliances.model.arguments import adjusted_scenario
from alliances.model.declarations.parameters import by_full_name, declared, schema_by_rule
from alliances.model.declarations.typed import Described, Positive, Some, Text, read, typed, within
from alliances.model.errors import MustBeError, at, refuse, unknown
from alliances.model.world.scenario import Firms, Quarters, ScenarioName, load_scenario
from alliances.model.world.toml_files import load

MOST_FREE = 60
VALIDATION_SEEDS = 50  # seeds 1 to 50 belong to validation; calibration never sees them
FactName = Annotated[Text, Described(lambda: {"type": "string", "title": "fact", "enum": calibrated_to()})]
Count = Annotated[int, within(2, 10_000)]


def calibrated_to() -> list[str]:
    """The facts that parameters may be fitted to."""
    return [name for name, one in facts().items() if one.role == "calibrate"]


def unseen(seed: Any) -> Any:
    """The seed, if validation does not use it."""
    if isinstance(seed, int) and seed <= VALIDATION_SEEDS:
        raise MustBeError(f"above {VALIDATION_SEEDS}: seeds 1 to {VALIDATION_SEEDS} are validation's")
    return seed


@typed
class Header:
    """The table ``[calibration]``. Seeds are consecutive, and no two points share one."""

    title: Text
    facts: Some[FactName]
    scenario: ScenarioName = "default"
    firms: Firms | None = None  # the scenario's
    quarters: Quarters | None = None  # the scenario's
    first_seed: Annotated[int, within(VALIDATION_SEEDS + 1, 2**32), BeforeValidator(unseen)] = 1001
    points: Annotated[int, within(20, 100_000)] = 500  # of the Latin hypercube, each in one seed
    waves: Annotated[int, within(0, 20)] = 2  # of history matching
    wave_points: Count = 100  # that a wave runs where no fact rules them out yet
    candidates: Annotated[int, within(2, 100_000)] = 300  # draws from the posterior that are run
    seeds: Annotated[int, within(2, 1000)] = 2  # in which every point is run, but those of the hypercube
    recovery: Count = 30  # worlds with known parameters that are looked for
    ensemble: Count = 100  # of the candidates, that stand for the posterior
    discrepancy: Positive = 0.1  # scale of what the model may miss, in half-widths of a band


@typed
class CalibrationFile:
    """A calibration as a TOML file has it."""

    calibration: Header
    parameters: Annotated[
        dict[str, Range],
        BeforeValidator(partial(by_full_name, check=partial(as_table, words=RANGE_WORDS))),
        Described(partial(schema_by_rule, partial(line_schema, of=Range))),
    ] = field(default_factory=dict)


@typed
class Design(Header):
    """What is calibrated, against what, and how."""

    parameters: tuple[Factor, ...]  # that are free, each in a range

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used together."""
        with at("parameters"):
            if not 1 <= len(self.parameters) <= MOST_FREE:
                refuse(f"[parameters] names {len(self.parameters)}; it must name 1 to {MOST_FREE} free parameters")
        with at("calibration.ensemble"):
            if self.ensemble > self.candidates:
                refuse(f"ensemble = {self.ensemble} must be at most candidates = {self.candidates}")
        with at("calibration.facts"):
            self.targets()
        with at("calibration.scenario"):
            adjusted_scenario(self.scenario, self.firms, self.quarters)

    def declared_facts(self) -> list[Fact]:
        """The facts themselves."""
        return [fact(name) for name in self.facts]

    def targets(self) -> list[Target]:
        """The numbers to aim at."""
        return targets(self.declared_facts())

    def defaults(self) -> dict[str, float]:
        """The free parameters' values without calibration: the scenario's, or the declared ones."""
        own = load_scenario(self.scenario).parameters
        return {free.name: own.get(free.name, default(free.name)) for free in self.parameters}

    def default_shares(self) -> Numbers:
        """Where these lie in the ranges: one row of shares; no row if one of them lies outside."""
        shares = [free.share_of(value) for free, value in zip(self.parameters, self.defaults().values(), strict=True)]
        return np.empty((0, len(shares))) if None in shares else np.array([shares], dtype=float)


def load_design(name_or_path: str | Path) -> Design:
    """The shipped design of this name, or the one in this TOML file; ``InputError`` if it cannot be used."""
    return load("design", name_or_path, shipped_designs("calibration"), design_from)


def design_from(document: Mapping[str, Any], path: Path) -> Design:
    """The design that a parsed TOML file describes; a scenario of one's own is found beside it."""
    file = read(CalibrationFile, document, path.parent)
    free = []
    for name, line in file.parameters.items():
        with at(f"parameters.{name}"):
            if name not in declared():
                raise unknown("parameter", name, declared())
            free.append(factor(name, line))
    return Design(**vars(file.calibration), parameters=tuple(free))
