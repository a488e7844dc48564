"""The work of a comparison, as tasks that share nothing: one world without policies, and its twins with each option.

A task's twins have the same seed, scenario and parameters as its base world: the same firms, and the same luck.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from alliances.experiments.policy.conditions import settings_under
from alliances.experiments.policy.design import Design
from alliances.model.declarations.parameters import declared, values
from alliances.model.simulation import merged_overrides

MAIN, KNOWLEDGE, TORNADO, BUDGET, ROBUSTNESS = KINDS = ("main", "knowledge", "tornado", "budget", "robustness")
LUCK = 1  # of the Latin hypercube: the same draws on every machine


class Task(NamedTuple):
    """One base world and its twins."""

    kind: str  # what it is for: one of ``KINDS``
    seed: int
    setting: str = ""  # what is different from the design's own world, in words like "competition=hard"
    parameters: Mapping[str, float] = {}  # the same as values by full name; they go before the design's
    factors: tuple[float, ...] = (1.0,)  # on all budgets; every option is run at each

    @property
    def keys(self) -> list[tuple[str, str, int, float]]:
        """What tells its twins at each factor from those of other tasks, whatever parts a design has."""
        return [(self.kind, self.setting, self.seed, factor) for factor in self.factors]

    def without(self, known: Collection[tuple[str, str, int, float]]) -> Task:
        """The task with those of its factors that are not known yet, if any."""
        return self._replace(factors=tuple(key[-1] for key in self.keys if key not in known))


def tasks_of(design: Design) -> list[Task]:
    """All tasks of a comparison but the frontier's, the main ones first; ``InputError`` for a world that cannot be."""
    parts = (main_tasks, budget_tasks, robustness_tasks, tornado_tasks, knowledge_tasks)
    tasks = list(chain.from_iterable(part(design) for part in parts))
    for task in {task.setting: task for task in tasks}.values():
        values(merged_overrides(design.world, (), {**design.parameters, **task.parameters})[0])
    return tasks


def main_tasks(design: Design) -> Iterator[Task]:
    """Every seed in the design's own world."""
    return (Task(MAIN, seed) for seed in design.seeds)


def budget_tasks(design: Design) -> Iterator[Task]:
    """All budgets times each factor."""
    if design.budget is not None:
        for seed in first_seeds(design, design.budget.replicates):
            yield Task(BUDGET, seed, factors=design.budget.factors)


def robustness_tasks(design: Design) -> Iterator[Task]:
    """Each condition of the world, soft and hard."""
    if design.robustness is not None:
        settings = settings_under(design.robustness.conditions, design.world, design.parameters)
        yield from tasks_under(ROBUSTNESS, settings, first_seeds(design, design.robustness.replicates))


def tornado_tasks(design: Design) -> Iterator[Task]:
    """Each parameter that is not known, alone, at the lower and at the upper end of its plausible range."""
    if design.knowledge is not None:
        settings = {
            f"{name}={end}": {name: float(value)}
            for name in design.knowledge.parameters
            for end, value in zip(("low", "high"), declared()[name].plausible, strict=True)
        }
        yield from tasks_under(TORNADO, settings, first_seeds(design, design.knowledge.replicates))


def knowledge_tasks(design: Design) -> Iterator[Task]:
    """The parameters that are not known, drawn together from their plausible ranges."""
    if design.knowledge is not None:
        settings = {f"draw={number} ({listed(point)})": point for number, point in enumerate(hypercube(design), 1)}
        yield from tasks_under(KNOWLEDGE, settings, first_seeds(design, design.knowledge.replicates))


def first_seeds(design: Design, replicates: int) -> range:
    """Seeds of a part of the comparison: the first ones, so that its worlds have twins in the main part."""
    return range(design.first_seed, design.first_seed + replicates)


def tasks_under(kind: str, settings: Mapping[str, Mapping[str, float]], seeds: range) -> Iterator[Task]:
    """Every setting in every seed."""
    return (Task(kind, seed, setting, parameters) for setting, parameters in settings.items() for seed in seeds)


def hypercube(design: Design) -> list[dict[str, float]]:
    """Draws of the parameters that are not known, by full name: a Latin hypercube (McKay, Beckman and Conover 1979)."""
    from SALib.sample import latin

    assert design.knowledge is not None
    names = design.knowledge.parameters
    cube = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    shares = latin.sample(cube, design.knowledge.draws, seed=LUCK)
    return [{name: spread(name, float(share)) for name, share in zip(names, row, strict=True)} for row in shares]


def listed(point: Mapping[str, float]) -> str:
    """The values of a point, in full: two points that read alike are the same."""
    return ", ".join(f"{name}={value!r}" for name, value in point.items())


def spread(name: str, share: float) -> float:
    """The value at a share of the way through a parameter's plausible range; a whole number where one is asked for."""
    parameter = declared()[name]
    low, high = parameter.plausible
    value = low + share * (high - low)
    return float(round(value)) if parameter.integer else value
