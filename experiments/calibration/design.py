"""A calibration design: which parameters are free, which facts they are fitted to, and how hard to try.

A TOML file with a table ``[calibration]`` and a table ``[parameters]``. Everything is checked when it is read: what
cannot be used is an ``InputError`` of one line that says what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from alliances.analysis.calibration.moments import Target, targets
from alliances.analysis.facts import fact, facts
from alliances.analysis.facts.declaration import Fact
from alliances.experiments.designs.factors import RANGE_WORDS, Factor, Range, as_table, default, factor, line_schema
from alliances.experiments.designs.file import shipped_designs
from alliances.model.declarations.parameters import by_full_name, declared, schema_by_rule
from alliances.model.declarations.typed import Among, Described, Positive, Some, Text, read, typed, within
from alliances.model.errors import MustBeError, at, one_of, refuse, unknown
from alliances.model.simulation import adjusted_scenario
from alliances.model.world.scenario import Firms, Quarters, ScenarioName, load_scenario
from alliances.model.world.toml_files import load

MOST_FREE = 10
VALIDATION_SEEDS = 50  # seeds 1 to 50 belong to validation; calibration never sees them
SAMPLERS = {"cmaes": "cmaes", "tpe": "optuna", "gp": "torch"}  # Optuna's samplers, and the package each needs
FactName = Annotated[Text, Described(lambda: {"type": "string", "title": "fact", "enum": calibrated_to()})]
Count = Annotated[int, within(1, 1000)]
SeveralSeeds = Annotated[int, within(2, 1000)]


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
    """The table ``[calibration]``. Seeds are consecutive: training, then further, then held out."""

    title: Text
    facts: Some[FactName]
    weights: dict[str, Positive] = field(default_factory=dict)  # by fact; 1 where not given
    scenario: ScenarioName = "default"
    firms: Firms | None = None  # the scenario's
    quarters: Quarters | None = None  # the scenario's
    first_seed: Annotated[int, within(VALIDATION_SEEDS + 1, 2**32), BeforeValidator(unseen)] = 1001
    seeds: Count = 4  # in which every trial is run
    further_seeds: SeveralSeeds = 12  # in which finalists and the profile are run as well
    held_out_seeds: SeveralSeeds = 30  # which nothing is chosen by; below 30, verdicts are open
    trials: Annotated[int, within(1, 100_000)] = 400
    batch: Annotated[int, within(1, 100)] = 4  # trials proposed together; the result depends on it, not on the workers
    sampler: Annotated[Text, Among("sampler", lambda: SAMPLERS)] = "cmaes"
    finalists: Annotated[int, within(1, 100)] = 8  # best trials that are run again before the best is named
    tolerance: Positive = 0.1  # distance from the best, beyond seed noise, that still counts as good as the best


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
        with at("calibration.sampler"):
            check_sampler(self.sampler)
        with at("calibration.weights"):
            for name in self.weights:
                one_of("fact to weigh", name, self.facts)
        with at("calibration.facts"):
            self.targets()
        with at("calibration.scenario"):
            adjusted_scenario(self.scenario, self.firms, self.quarters)

    def declared_facts(self) -> list[Fact]:
        """The facts themselves."""
        return [fact(name) for name in self.facts]

    def targets(self) -> list[Target]:
        """The numbers to aim at."""
        return targets(self.declared_facts(), self.weights)

    def training(self) -> range:
        """Seeds in which every trial is run."""
        return range(self.first_seed, self.first_seed + self.seeds)

    def further(self) -> range:
        """Seeds in which only finalists and the profile are run."""
        return range(self.training().stop, self.training().stop + self.further_seeds)

    def held_out(self) -> range:
        """Seeds in which only the result is run."""
        return range(self.further().stop, self.further().stop + self.held_out_seeds)

    def defaults(self) -> dict[str, float]:
        """The free parameters' values without calibration: the scenario's, or the declared ones."""
        own = load_scenario(self.scenario).parameters
        return {free.name: own.get(free.name, default(free.name)) for free in self.parameters}


def check_sampler(name: str) -> None:
    """Raise ``InputError`` for a sampler whose package is not installed."""
    if find_spec(SAMPLERS[name]) is None:
        ready = [other for other, package in SAMPLERS.items() if find_spec(package)]
        known = ", ".join(ready)
        refuse(f"sampler = '{name}' needs the package {SAMPLERS[name]}, not installed; it must be one of {known}")


def load_design(name_or_path: str | Path, trials: int | None = None) -> Design:
    """The shipped design of this name, or the one in this TOML file; ``InputError`` if it cannot be used.

    ``trials`` is their number instead of the file's.
    """
    design = load("design", name_or_path, shipped_designs("calibration"), design_from)
    return design if trials is None else replace(design, trials=trials)


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
