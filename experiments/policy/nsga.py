"""Which bundles to try: by NSGA-II as Optuna has it, or all if they are few.

Deb, Pratap, Agarwal and Meyarivan (2002).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np

from alliances.analysis.policy.frontier import undominated
from alliances.experiments.policy.bundles import Bundle, Space

POPULATION = 12  # bundles in a generation
SHORTLIST = 15  # bundles at most that are judged in fresh seeds, beside the options themselves
SEED = 1  # of the proposals
PATIENCE = 20  # generations without a new bundle, after which a search ends


class Point(NamedTuple):
    """What a bundle costs (million USD, discounted) and brings, on average."""

    cost: float
    effect: float


NOTHING = Point(0.0, 0.0)


def generations(space: Space, trials: int, tried: Mapping[Bundle, Point]) -> Iterator[list[Bundle]]:
    """Bundles to try next, never one that was tried, until there are as many as ``trials``.

    Before asking for more, the caller puts what came of them into ``tried``. Where there are no more bundles than
    trials, all are tried and nothing is searched; else the options come first.
    """
    if space.size <= trials:
        yield [bundle for bundle in product(*(choice.factors for choice in space.choices)) if any(bundle)]
    else:
        yield from proposals(space, trials, tried)


def proposals(space: Space, trials: int, tried: Mapping[Bundle, Point]) -> Iterator[list[Bundle]]:
    """Generation after generation of NSGA-II; what it proposes follows from what came before, and from nothing else."""
    import optuna
    from optuna.distributions import IntDistribution
    from optuna.samplers import NSGAIISampler

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = NSGAIISampler(population_size=min(POPULATION, trials), seed=SEED)
    study = optuna.create_study(directions=["minimize", "maximize"], sampler=sampler)
    places = {choice.policy.name: IntDistribution(0, len(choice.factors) - 1) for choice in space.choices}
    for bundle in space.designed:
        pairs = zip(space.choices, bundle, strict=True)
        study.enqueue_trial({choice.policy.name: choice.factors.index(factor) for choice, factor in pairs})
    idle = 0
    while len(tried) < trials and idle < PATIENCE:
        asked = [study.ask(dict(places)) for _ in range(min(POPULATION, trials))]
        bundles = [bundle_at(space, trial.params) for trial in asked]
        new = [bundle for bundle in dict.fromkeys(bundles) if any(bundle) and bundle not in tried]
        idle = 0 if new else idle + 1
        if new:
            yield new[: trials - len(tried)]
        for trial, bundle in zip(asked, bundles, strict=True):
            if not any(bundle) or bundle in tried:
                study.tell(trial, tried.get(bundle, NOTHING))


def bundle_at(space: Space, places: Mapping[str, int]) -> Bundle:
    """The bundle that takes each choice at a place in its factors."""
    return tuple(choice.factors[places[choice.policy.name]] for choice in space.choices)


def shortlist(space: Space, tried: Mapping[Bundle, Point]) -> list[Bundle]:
    """The bundles that no other beat in the search, spread over what they cost, and the options themselves."""
    bundles = list(tried)
    points = np.array([tried[bundle] for bundle in bundles], float).reshape(-1, 2)
    best = np.flatnonzero(undominated(points[:, 0], points[:, 1]))
    best = best[np.argsort(points[best, 0], kind="stable")]
    chosen = best[np.unique(np.linspace(0, len(best) - 1, min(SHORTLIST, len(best))).round().astype(int))]
    designed = [bundle for bundle in space.designed if bundle in tried]
    return list(dict.fromkeys([*(bundles[place] for place in chosen), *designed]))
