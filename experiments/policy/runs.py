"""Which runs a comparison consists of, part by part, without those of its frontier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from alliances.analysis.policy.settings import CONDITIONS, setting_of
from alliances.experiments.ensemble import load_ensemble
from alliances.experiments.policy.design import Design, Knowledge
from alliances.experiments.policy.evaluation import BUDGET, KNOWLEDGE, MAIN, ROBUSTNESS, TORNADO, Run
from alliances.model.arguments import merged_overrides
from alliances.model.declarations.parameters import checked, declared, values
from alliances.model.errors import unknown
from alliances.model.world.scenario import Scenario

SEED = 1  # of the Latin hypercube: the same draws on every machine


def runs_of(design: Design) -> list[Run]:
    """All of them, the main ones first; ``InputError`` for a world that cannot be."""
    parts = (main_runs, budget_runs, robustness_runs, tornado_runs, knowledge_runs)
    tasks = list(chain.from_iterable(part(design) for part in parts))
    for task in {task.setting: task for task in tasks}.values():
        values(merged_overrides(design.world, (), {**design.parameters, **task.parameters})[0])
    return tasks


def main_runs(design: Design) -> Iterator[Run]:
    """Every seed in the design's own world."""
    return (Run(design, MAIN, seed) for seed in design.seeds)


def budget_runs(design: Design) -> Iterator[Run]:
    """All budgets times each factor."""
    if design.budget is not None:
        for seed in first_seeds(design, design.budget.replicates):
            yield Run(design, BUDGET, seed, factors=design.budget.factors)


def robustness_runs(design: Design) -> Iterator[Run]:
    """Each condition of the world, soft and hard."""
    if design.robustness is not None:
        settings = settings_under(design.robustness.conditions, design.world, design.parameters)
        yield from runs_under(design, ROBUSTNESS, settings, first_seeds(design, design.robustness.replicates))


def tornado_runs(design: Design) -> Iterator[Run]:
    """Each parameter that is not known, alone, at the lower and at the upper end of its plausible range."""
    if design.knowledge is not None:
        settings = {
            f"{name}={end}": {name: float(value)}
            for name in design.knowledge.parameters
            for end, value in zip(("low", "high"), declared()[name].plausible, strict=True)
        }
        yield from runs_under(design, TORNADO, settings, first_seeds(design, design.knowledge.replicates))


def knowledge_runs(design: Design) -> Iterator[Run]:
    """The parameters that are not known, drawn together."""
    if design.knowledge is not None:
        points = from_ensemble(design.knowledge, hypercube(design))
        settings = {f"draw={number} ({listed(point)})": point for number, point in enumerate(points, 1)}
        yield from runs_under(design, KNOWLEDGE, settings, first_seeds(design, design.knowledge.replicates))


def first_seeds(design: Design, replicates: int) -> range:
    """Seeds of a part of the comparison: the first ones, so that its worlds have twins in the main part."""
    return range(design.first_seed, design.first_seed + replicates)


def runs_under(design: Design, kind: str, settings: Mapping[str, Mapping[str, float]], seeds: range) -> Iterator[Run]:
    """Every setting in every seed."""
    return (Run(design, kind, seed, setting, parameters) for setting, parameters in settings.items() for seed in seeds)


def hypercube(design: Design) -> list[dict[str, float]]:
    """Draws of the parameters that are not known, by full name: a Latin hypercube (McKay, Beckman and Conover 1979)."""
    from SALib.sample import latin

    assert design.knowledge is not None
    names = design.knowledge.parameters
    cube = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    shares = latin.sample(cube, design.knowledge.draws, seed=SEED)
    return [{name: spread(name, float(share)) for name, share in zip(names, row, strict=True)} for row in shares]


def from_ensemble(knowledge: Knowledge, points: list[dict[str, float]]) -> list[dict[str, float]]:
    """The points with the parameters of an ensemble's members, one after the other, in place of their own."""
    members = load_ensemble(knowledge.ensemble) if knowledge.ensemble else ({},)
    return [{**point, **members[number % len(members)]} for number, point in enumerate(points)]


def listed(point: Mapping[str, float]) -> str:
    """The values of a point, in full: two points that read alike are the same."""
    return ", ".join(f"{name}={value!r}" for name, value in point.items())


def spread(name: str, share: float) -> float:
    """The value at a share of the way through a parameter's plausible range; a whole number where one is asked for."""
    parameter = declared()[name]
    low, high = parameter.plausible
    value = low + share * (high - low)
    return float(round(value)) if parameter.integer else value


def settings_under(
    conditions: Iterable[str], world: Scenario, given: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """What each condition gives a world's parameters, by setting ("competition=hard").

    It is added to what the scenario has, or ``given``. Raises ``InputError`` for an unknown condition, and where the
    sum is not admissible.
    """
    now, _ = merged_overrides(world, (), given)
    settings = {}
    for name in conditions:
        if name not in CONDITIONS:
            raise unknown("condition", name, CONDITIONS)
        parameter = CONDITIONS[name].parameter
        for level, added in CONDITIONS[name].levels.items():
            value = checked(parameter, now.get(parameter, float(declared()[parameter])) + added)
            settings[setting_of(name, level)] = {parameter: value}
    return settings
