"""Prove that a change of form changes no result: the tables of many small worlds, bit for bit.

    python -m benchmarks.same_tables write before.pkl      # before the change
    python -m benchmarks.same_tables compare before.pkl    # after it; says what differs

Worlds: every scenario on two seeds; the default world without each rule, under every instrument of policy and under
four policies at once; a busy one and a large one.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from alliances.model.declarations.parameters import RULES
from alliances.model.policies.policy import INSTRUMENTS
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import scenario_names

MONEY = {"budget": 1.0, "ceiling": 0.3}
FOUR = (
    {"name": "Grant", "instrument": "export_grant", "start": 1, "target": {"size": "sme"}, **MONEY},
    {"name": "Subsidy", "instrument": "formation_subsidy", "budget": 0.5, "target": {"partner_abroad": True}},
    {"name": "Relief", "instrument": "foreign_profit_relief", "start": 2, "allocation": "lottery", **MONEY},
    {"name": "Mentors", "instrument": "mentoring", "start": 1, "budget": 0.3, "stacking": False},
)
BUSY = {"strategy.review_rate": 6.0, "partner_choice.reservation": 0.9, "negotiation.consortium": 0.9,
        "alliance_capability.span": 20.0}  # fmt: skip
Tables = dict[str, pd.DataFrame]


def worlds() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and settings of every world."""
    for scenario in scenario_names():
        for seed in (1, 2**40 + 3):
            yield f"{scenario}, seed {seed}", {"scenario": scenario, "seed": seed, "firms": 150, "quarters": 24}
    for rule in RULES:
        yield f"without {rule}", {"seed": 5, "firms": 120, "quarters": 20, "without": rule}
    for name, module in INSTRUMENTS.items():
        money = {} if module.SHOCK else MONEY
        policy = {"name": name, "instrument": name, "start": 1, "end": 4, **money}
        yield f"policy {name}", {"seed": 7, "firms": 150, "quarters": 24, "policies": [policy]}
    yield "four policies", {"seed": 7, "firms": 150, "quarters": 24, "policies": FOUR}
    yield "busy", {"seed": 4, "firms": 200, "quarters": 40, "parameters": BUSY}
    yield "large", {"seed": 3, "firms": 2500, "quarters": 20}


def simulated(settings: dict[str, Any]) -> Tables:
    """The tables of a world, whose books must balance."""
    simulation = Simulation(**settings, record_every=2).run()
    assert simulation.check() == []
    return simulation.tables()


def differences(before: Tables, after: Tables) -> Iterator[str]:
    """What differs between two sets of tables, column by column."""
    for name, table in before.items():
        for column in table.columns.union(after[name].columns):
            if column not in table or column not in after[name]:
                yield f"{name}.{column} is only in one of them"
            elif not table[column].equals(after[name][column]):
                yield f"{name}.{column}"


def main() -> int:
    """Write the tables, or compare them; 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=("write", "compare"))
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    if asked.what == "write":
        asked.file.write_bytes(pickle.dumps({name: simulated(settings) for name, settings in worlds()}))
        return 0
    stored = pickle.loads(asked.file.read_bytes())
    found = [
        f"{name}: {said}"
        for name, settings in worlds()
        if name in stored
        for said in differences(stored[name], simulated(settings))
    ]
    print(*found, f"{len(stored)} worlds compared, {len(found)} columns differ", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
