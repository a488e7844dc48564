"""A calibration design: which parameters are free, which facts they are fitted to, and how many runs that may take.

A TOML file with a table ``[calibration]`` and a table ``[parameters]``. Everything is checked when it is read: what
cannot be used is an ``InputError`` of one line that says what is allowed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
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

MOST_FREE = 60
VALIDATION_SEEDS = 50  # seeds 1 to 50 belong to validation; calibration never sees them
COUNTS = {
    "first_seed": (VALIDATION_SEEDS + 1, 2**32), "points": (20, 100_000), "waves": (0, 20), "wave_points": (2, 10_000),
    "candidates": (2, 100_000), "seeds": (2, 1000), "recovery": (2, 10_000), "ensemble": (2, 10_000),
}  # fmt: skip
IDS = Kind(
    'a list of facts like ["failure"]',
    lambda value: isinstance(value, list) and bool(value) and all(map(is_text, value)),
)
POSITIVE = Kind(
    "a number above 0",
    lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e9,
)
REQUIRED = {"title": TEXT, "facts": IDS}
OPTIONAL = {
    "scenario": TEXT, "firms": WHOLE, "quarters": WHOLE, "discrepancy": POSITIVE, **dict.fromkeys(COUNTS, WHOLE),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Design:
    """What is calibrated, against what, and how. Seeds are consecutive, and no two points share one."""

    title: str
    facts: tuple[str, ...]
    parameters: tuple[Factor, ...]  # that are free, each in a range
    scenario: str = "default"
    firms: int | None = None  # the scenario's
    quarters: int | None = None  # the scenario's
    first_seed: int = 1001
    points: int = 500  # of the Latin hypercube, each in one seed
    waves: int = 2  # of history matching
    wave_points: int = 100  # that a wave runs where no fact rules them out yet
    candidates: int = 300  # draws from the posterior that are run
    seeds: int = 2  # in which every point is run, but those of the hypercube
    recovery: int = 30  # worlds with known parameters that are looked for
    ensemble: int = 100  # of the candidates, that stand for the posterior
    discrepancy: float = 0.5  # scale of what the model may miss, in half-widths of a band

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used, alone and together."""
        for key, (low, high) in COUNTS.items():
            if not low <= getattr(self, key) <= high:
                note = f" (seeds 1 to {VALIDATION_SEEDS} are validation's)" if key == "first_seed" else ""
                refuse(f"{key} = {getattr(self, key)} is refused; allowed: a whole number in [{low}, {high}]{note}")
        if not 1 <= len(self.parameters) <= MOST_FREE:
            refuse(f"[parameters] names {len(self.parameters)}; allowed: 1 to {MOST_FREE} free parameters")
        if self.ensemble > self.candidates:
            refuse(f"ensemble = {self.ensemble} must be at most candidates = {self.candidates}")
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
        return targets(self.declared_facts())

    def defaults(self) -> dict[str, float]:
        """The free parameters' values without calibration: the scenario's, or the declared ones."""
        own = load_scenario(self.scenario).parameters
        return {free.name: own.get(free.name, default(free.name)) for free in self.parameters}


def load_design(name_or_path: str | Path) -> Design:
    """The shipped design of this name, or the one in this TOML file; ``InputError`` if it cannot be used."""
    path, text = text_of("design", name_or_path, shipped_designs("calibration"))
    with refused_in(path):
        return design_from(tomllib.loads(text), path)


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
