"""A calibration design: which parameters are free, which facts they are fitted to, and how hard to try.

A TOML file with a table ``[calibration]`` and a table ``[parameters]``. Everything is checked when it is read: what
cannot be used is an ``InputError`` of one line that says what is allowed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from alliances.analysis.calibration.moments import Target, targets
from alliances.analysis.facts import fact
from alliances.analysis.facts.declaration import Fact
from alliances.experiments.designs.factors import Factor, default, factor
from alliances.experiments.designs.file import full_names, scenarios, shipped_designs
from alliances.model.declarations.parameters import declared
from alliances.model.errors import refuse, unknown
from alliances.model.simulation import adjusted_scenario
from alliances.model.world.scenario import (
    TEXT,
    WHOLE,
    Kind,
    checked_table,
    is_text,
    load_scenario,
    table,
)
from alliances.model.world.toml_files import refused_in, text_of

MOST_FREE = 10
VALIDATION_SEEDS = 50  # seeds 1 to 50 belong to validation; calibration never sees them
SAMPLERS = {"cmaes": "cmaes", "tpe": "optuna", "gp": "torch"}  # Optuna's samplers, and the package each needs
COUNTS = {
    "first_seed": (VALIDATION_SEEDS + 1, 2**32),
    "seeds": (1, 1000),
    "further_seeds": (2, 1000),
    "held_out_seeds": (2, 1000),
    "trials": (1, 100_000),
    "batch": (1, 100),
    "finalists": (1, 100),
}
IDS = Kind(
    'a list of facts like ["failure"]',
    lambda value: isinstance(value, list) and bool(value) and all(map(is_text, value)),
)
POSITIVE = Kind(
    "a number above 0",
    lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e9,
)
WEIGHTS = Kind(
    "a table of positive numbers by fact",
    lambda value: isinstance(value, dict) and all(map(POSITIVE.admits, value.values())),
)
REQUIRED = {"title": TEXT, "facts": IDS}
OPTIONAL = {
    "scenario": TEXT, "firms": WHOLE, "quarters": WHOLE, "sampler": TEXT, "tolerance": POSITIVE, "weights": WEIGHTS,
    **dict.fromkeys(COUNTS, WHOLE),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Design:
    """What is calibrated, against what, and how. Seeds are consecutive: training, then further, then held out."""

    title: str
    facts: tuple[str, ...]
    parameters: tuple[Factor, ...]  # that are free, each in a range
    weights: dict[str, float] = field(default_factory=dict)  # by fact; 1 where not given
    scenario: str = "default"
    firms: int | None = None  # the scenario's
    quarters: int | None = None  # the scenario's
    first_seed: int = 1001
    seeds: int = 4  # in which every trial is run
    further_seeds: int = 12  # in which finalists and the profile are run as well
    held_out_seeds: int = 30  # which nothing is chosen by; below 30, verdicts are open
    trials: int = 400
    batch: int = 4  # trials that are proposed together; the result depends on it, and never on the workers
    sampler: str = "cmaes"
    finalists: int = 8  # best trials that are run again before the best is named
    tolerance: float = 0.1  # distance from the best, beyond seed noise, that still counts as good as the best

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used, alone and together."""
        for key, (low, high) in COUNTS.items():
            if not low <= getattr(self, key) <= high:
                note = f" (seeds 1 to {VALIDATION_SEEDS} are validation's)" if key == "first_seed" else ""
                refuse(f"{key} = {getattr(self, key)} is refused; allowed: a whole number in [{low}, {high}]{note}")
        if not 1 <= len(self.parameters) <= MOST_FREE:
            refuse(f"[parameters] names {len(self.parameters)}; allowed: 1 to {MOST_FREE} free parameters")
        check_sampler(self.sampler)
        for name in self.weights:
            if name not in self.facts:
                refuse(f"{unknown('fact to weigh', name, self.facts)}; allowed: {', '.join(self.facts)}")
        for place, name in enumerate(self.facts):
            if name in self.facts[:place]:
                refuse(f"facts names {name!r} twice; allowed: each fact once")
        self.targets()
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
    """Raise ``InputError`` for a sampler that is not known, or whose package is not installed."""
    if name not in SAMPLERS:
        refuse(f"{unknown('sampler', name, SAMPLERS)}; allowed: {', '.join(SAMPLERS)}")
    if find_spec(SAMPLERS[name]) is None:
        ready = [other for other, package in SAMPLERS.items() if find_spec(package)]
        refuse(f"sampler = '{name}' needs the package {SAMPLERS[name]}, not installed; allowed: {', '.join(ready)}")


def load_design(name_or_path: str | Path, trials: int | None = None) -> Design:
    """The shipped design of this name, or the one in this TOML file; ``InputError`` if it cannot be used.

    ``trials`` is their number instead of the file's.
    """
    path, text = text_of("design", name_or_path, shipped_designs("calibration"))
    with refused_in(path):
        design = design_from(tomllib.loads(text), path)
        return design if trials is None else replace(design, trials=trials)


def design_from(document: Mapping[str, Any], path: Path) -> Design:
    """The design that a parsed TOML file describes; a scenario of one's own is found beside it."""
    for name in document:
        if name not in ("calibration", "parameters"):
            refuse(f"{unknown('table', name, ['calibration', 'parameters'])}; allowed: calibration, parameters")
    content = checked_table(document, "calibration", required=REQUIRED, optional=OPTIONAL)
    content["facts"] = tuple(content["facts"])
    (content["scenario"],) = scenarios(content.get("scenario", "default"), path.parent)
    free = tuple(free_parameter(name, given) for name, given in full_names(table(document, "parameters")))
    return Design(**content, parameters=free)


def free_parameter(name: str, given: object) -> Factor:
    """A parameter and its range, by default the plausible one."""
    words = "{ low = NUMBER, high = NUMBER }, or {} for the plausible range"
    if name not in declared():
        raise unknown("parameter", name, declared())
    if not isinstance(given, dict):
        refuse(f"{name} = {given!r} is refused; allowed: {words}")
    for key in given:
        if key not in ("low", "high"):
            refuse(f"{name}: {unknown('key', key, ['low', 'high'])}; allowed: {words}")
    return factor(name, given)
