"""With ``NUMBA_DISABLE_JIT=1`` every step runs as plain Python, and brings the same world."""

from __future__ import annotations

import ast
import dataclasses
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from alliances.model.engine import order
from alliances.model.engine.kernels import COMPILED
from alliances.model.engine.layout import allocated
from alliances.model.engine.uncompiled import opened
from alliances.model.records.firms import FIRMS
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import load_scenario

MODEL = files("alliances.model")
STEPS = sorted(f"steps/{path.name}" for path in (MODEL / "steps").glob("*.py") if path.stem != "questions")
"""Questions are asked by who explains a world, and are no part of a quarter."""
POLICIES = [
    {"name": "Grant", "instrument": "formation_subsidy", "budget": 0.3, "ceiling": 0.05, "allocation": "lottery",
     "target": {"partner_abroad": True}},
    {"name": "Centres", "instrument": "research_centres", "start": 0.5, "budget": 9},
]  # fmt: skip
EVENTFUL = {
    "strategy.review_rate": 6, "partner_choice.reservation": 0.5, "negotiation.consortium": 1,
    "negotiation.technology_term": 0.5, "negotiation.other_term": 0.5, "negotiation.equity_term": 0.5,
    "governance.leaning": 3, "trust.start": 0.9, "evaluation.aspiration": 3, "evaluation.restructuring_rate": 50,
    "termination.takeover": 1, "entry_mode.exit_rate": 20, "market_learning.forgotten": 0.2,
    "firm_demography.closing": 0.05, "firm_demography.founding": 0.05,
}  # fmt: skip
"""Settings under which everything that can happen does so within three years."""


def eventful_world() -> Simulation:
    """A small world from its first quarter on, in which presences are laid out anew every year."""
    scenario = dataclasses.replace(load_scenario("default"), burn_in=0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(order, "MANY", 0)
        return Simulation(
            scenario, firms=30, quarters=11, seed=1, record_every=1, policies=POLICIES, parameters=EVENTFUL
        ).run()


def functions_of(file: str) -> set[str]:
    """Names of the functions that a file of the model defines."""
    source = ast.parse((MODEL / file).read_text("utf-8"))
    return {node.name for node in source.body if isinstance(node, ast.FunctionDef)}


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Path:
    """The tables of the same world, simulated in a process in which nothing is compiled, and what was called there."""
    folder = tmp_path_factory.mktemp("plain")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    subprocess.run([sys.executable, "-W", "error", __file__, folder], env=environment, check=True)
    return folder


def test_the_tables_are_those_of_the_compiled_model(plain):
    assert COMPILED
    run = eventful_world()
    assert run.check() == []
    for name, table in run.tables().items():
        assert len(table) > 0 or name == "own_firms", name
        assert_frame_equal(pd.read_pickle(plain / f"{name}.pickle"), table, rtol=1e-9, atol=1e-12, obj=name)


@pytest.mark.parametrize("file", [*STEPS, "policies/booking.py"])
def test_every_function_of_every_step_has_run(file, plain):
    called = (plain / "called.txt").read_text("utf-8").splitlines()
    assert {name for name in functions_of(file) if f"{file} {name}" not in called} == set()


def test_columns_are_views_and_records_can_be_written():
    records = allocated(FIRMS, 3)
    columns = opened(records)
    columns.assets[1] = 5.0
    columns.resources[2, 0] = 0.25
    assert len(columns) == 3
    assert records["assets"].tolist() == [0, 5, 0]
    assert columns[1]["assets"] == 5 and records["resources"][2, 0] == 0.25
    columns[0] = records[1]
    assert records["assets"].tolist() == [5, 5, 0]


def test_what_is_no_record_is_left_as_it_is():
    numbers = np.arange(3)
    assert opened(numbers) is numbers
    assert opened(7) == 7


if __name__ == "__main__":
    out, seen = Path(sys.argv[1]), set()
    sys.setprofile(lambda frame, event, _: seen.add((frame.f_code.co_filename, frame.f_code.co_name)))
    world = eventful_world()
    sys.setprofile(None)
    ours = [(Path(file).relative_to(MODEL).as_posix(), name) for file, name in seen if file.startswith(str(MODEL))]
    (out / "called.txt").write_text("\n".join(f"{file} {name}" for file, name in ours), "utf-8")
    for title, table in world.tables().items():
        table.to_pickle(out / f"{title}.pickle")
