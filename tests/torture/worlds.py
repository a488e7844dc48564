"""Random admissible worlds: whatever the ranges allow, the books balance in every quarter, and tables hold numbers."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from alliances.experiments.policy.file import load_comparison, shipped_comparisons
from alliances.model.declarations.parameters import declared
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel
from alliances.model.rules import rule_modules
from alliances.model.world.countries import read_countries
from alliances.model.world.scenario import load_scenario
from tests.torture.trial import Trial

KIND = "random admissible worlds, with the identities checked in every quarter"
DENORMAL = 5e-324
MOST_DRAWS = 50  # of a world, if parts of it do not go together


def one(number: int, seed: int, folder: Path) -> Trial:
    """Make a world, run it, and look whether anything does not hold."""
    draw = random.Random(f"{seed}-{number}")
    for _ in range(MOST_DRAWS):
        options = drawn(draw)
        what = f"number {number}: { ({**options, 'scenario': options['scenario'].title}) }"
        try:
            model = AllianceModel(**options)
        except InputError:  # parts that do not go together are refused, which is right
            continue
        except Exception as error:
            return Trial(KIND, what, f"{type(error).__name__}: {error}"[:300])
        return Trial(KIND, what, wrong_in(model))
    return Trial(KIND, f"number {number}", "no admissible world was found")


def drawn(draw: random.Random) -> dict[str, Any]:
    """A world: its extent, its parameters, rules that are off, and policies."""
    codes = [country.iso3 for country in read_countries().countries]
    extent = {
        "countries": tuple(draw.sample(codes, draw.randint(2, 8))), "homes": (),
        "burn_in": draw.choice([0, 1, 8, 40]), "title": "Random",
    }  # fmt: skip
    mentioned = draw.random()
    parameters = {name: value(one, draw) for name, one in declared().items() if draw.random() < mentioned}
    rules = draw.sample(sorted(rule_modules()), draw.choice([0, 0, 0, 1, 3]))
    policies: tuple[Any, ...] = ()
    if draw.random() < 0.3:
        comparison = load_comparison(draw.choice(sorted(shipped_comparisons())))
        policies = draw.choice(comparison.options).policies
    return {
        "scenario": replace(load_scenario("default"), **extent),
        "seed": draw.choice([0, 1, 2**64 - 1, draw.getrandbits(63)]),
        "firms": draw.choice([2, 3, 10, 60, 200]), "quarters": draw.choice([1, 4, 12, 30]),
        "parameters": parameters, "without": rules, "policies": policies, "record_every": draw.choice([1, 4, 7]),
    }  # fmt: skip


def value(declaration: Any, draw: random.Random) -> float:
    """An admissible value: an end, near an end, or anything in the admissible or the plausible range."""
    low, high = declaration.low, declaration.high
    near = max(low, DENORMAL) if low <= DENORMAL <= high else low
    drawn = draw.choice([low, high, near, draw.uniform(low, high), draw.uniform(*declaration.plausible)])
    return float(round(drawn)) if declaration.integer else drawn


def wrong_in(model: AllianceModel) -> str:
    """The first thing that does not hold; empty if all does."""
    try:
        while model.running:
            model.step()
            if broken := model.check():
                return f"quarter {model.quarter - 1}: {broken[0]}"
        for name, table in model.tables().items():
            for column in table.select_dtypes("number"):
                if np.isinf(table[column].to_numpy(float, na_value=np.nan)).any():
                    return f"infinite: {column} of table {name}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""
