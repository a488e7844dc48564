"""Plugins: a mechanism or an instrument of one's own joins the model from one file, and is known everywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from alliances.__main__ import main
from alliances.extend import load
from alliances.model.declarations.parameters import declared, null_form
from alliances.model.errors import InputError
from alliances.model.extension import Mechanism
from alliances.model.policies.policy import INSTRUMENTS
from alliances.model.simulation import Simulation

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
WORLD = {"firms": 80, "quarters": 12, "seed": 3}
each_mechanism = pytest.mark.parametrize("example", ["reputation_spreads", "copies_partners_mode"])


pytestmark = pytest.mark.usefixtures("shipped_afterwards")


def mechanism_of(example: str) -> Mechanism:
    return load(EXAMPLES / f"{example}.py").module.mechanism


def same_where_shared(one: Simulation, other: Simulation) -> None:
    """Every column that both have is the same, bit for bit."""
    for name, table in one.tables().items():
        shared = [column for column in table if column in other.tables()[name]]
        assert_frame_equal(table[shared], other.tables()[name][shared], check_exact=True)


@each_mechanism
def test_an_example_is_one_file_of_at_most_sixty_lines(example):
    assert len((EXAMPLES / f"{example}.py").read_text().splitlines()) <= 60


@each_mechanism
def test_switched_off_a_mechanism_changes_nothing(example):
    mechanism = mechanism_of(example)
    plain = Simulation(**WORLD, mechanisms=[]).run()
    off = Simulation(**WORLD, mechanisms=[mechanism], without=mechanism.name).run()
    same_where_shared(plain, off)
    on = Simulation(**WORLD, mechanisms=[mechanism], parameters=strong(mechanism)).run()
    assert not plain.tables()["quarters"].foreign_sales.equals(on.tables()["quarters"].foreign_sales)
    assert on.check() == []


def strong(mechanism: Mechanism) -> dict[str, float]:
    """The mechanism at the upper end of what is plausible."""
    return {name: one.plausible[1] for name, one in declared().items() if name.startswith(f"{mechanism.name}.")}


def test_its_columns_and_summaries_are_in_the_tables():
    tables = Simulation(**WORLD, mechanisms=[mechanism_of("reputation_spreads")]).run().tables()
    assert tables["firms"].company.between(0, 1).all()
    assert tables["firms"].company.nunique() > 5
    assert tables["quarters"].reputation_range.between(0, 1).all()
    sociable = {"strategy.review_rate": 6, "partner_choice.reservation": 0.5}
    mechanisms = [mechanism_of("copies_partners_mode")]
    copied = Simulation(**WORLD, mechanisms=mechanisms, parameters=sociable).run().tables()["firms"].copied
    assert copied.max() >= 1


def test_reputations_draw_nearer_to_each_other():
    mechanism = mechanism_of("reputation_spreads")
    fast, off = (
        Simulation(**WORLD, mechanisms=[mechanism], parameters={"reputation_spread.rate": rate}).run()
        for rate in (4.0, 0.0)
    )
    allied = [simulation.tables()["firms"].query("alliances > 0").reputation for simulation in (fast, off)]
    assert allied[0].std() < allied[1].std()


@each_mechanism
def test_forks_with_a_mechanism_go_on_alike(example):
    one = Simulation(**WORLD, mechanisms=[mechanism_of(example)]).run(6)
    other = one.fork()
    for simulation in (one, other):
        simulation.run()
    for name, table in one.tables().items():
        assert_frame_equal(table, other.tables()[name], check_exact=True)


def test_it_is_known_by_name():
    mechanism_of("reputation_spreads")
    assert null_form("reputation_spread") == {"reputation_spread.rate": 0}
    with pytest.raises(InputError, match=r"reputation_spread.rate = 9 must be a number in \[0, 4\]"):
        Simulation(**WORLD, parameters={"reputation_spread.rate": 9.0})


def test_an_instrument_of_ones_own_makes_entry_cheaper_and_costs_its_fee():
    load(EXAMPLES / "visa_help.py")
    assert "visa_help" in INSTRUMENTS
    policy = {"name": "Visas", "instrument": "visa_help", "eased": 0.9, "budget": 2.0}
    helped, plain = (Simulation(**WORLD, mechanisms=[], policies=given).run() for given in ([policy], []))
    spending = helped.tables()["spending"]
    assert spending.amount.iloc[0] == pytest.approx(0.002 / 4)
    assert set(spending.purpose) == {"service"}
    entered = [simulation.tables()["entries"].query("event == 'enter'") for simulation in (helped, plain)]
    assert len(entered[0]) > len(entered[1])
    assert entered[0].barrier_paid.mean() < entered[1].barrier_paid.mean()


WRONG = {
    "no such phase": (
        "Mechanism(name='x', theory='T', after='review_aliances', run=print)",
        "did you mean 'review_alliances'",
    ),
    "a name of the model": (
        "Mechanism(name='trust', theory='T', after='record', run=print)",
        "there is a rule of this name",
    ),
    "a column that is there": (
        "Mechanism(name='y', theory='T', after='record', run=print, columns={'assets': real('A', table='firms')})",
        "column 'assets' must have a name that 'firms' has not yet",
    ),
    "no such lever": ("Instrument('z', 'Z', tuple, entry_barier=print)", "did you mean 'entry_barrier'"),
    "an error of its own": ("1 / 0", "cannot be run (ZeroDivisionError: division by zero)"),
    "no Python": ("x ==== y", "cannot be run (SyntaxError"),
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_join_is_refused_in_one_line(text, tmp_path, capsys):
    code, said = WRONG[text]
    file = tmp_path / f"plugin_{abs(hash(text))}.py"
    file.write_text(f"from alliances.extend import *\nwrong = {code}\n")
    assert main(["scenarios", "--plugin", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line and str(file) in line


def test_the_command_runs_a_plugin_in_a_process_of_its_own(tmp_path):
    plugin = EXAMPLES / "reputation_spreads.py"
    command = [sys.executable, "-m", "alliances", "run", "--firms", "40", "--quarters", "4", "--quiet"]
    command += ["--plugin", plugin, "--set", "reputation_spread.rate=0.5", "--out", tmp_path / "out"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    import pandas as pd

    assert "reputation_range" in pd.read_parquet(tmp_path / "out" / "quarters.parquet")
