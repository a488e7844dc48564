"""Random draws belong to a decision and to those deciding: worlds that differ in one thing differ in nothing else.

``tests/data/small_world.json`` tells what a small world brings, so that every supported Python and every machine can be
compared with it. After a change of the rules, write it anew: ``python tests/model/test_paired_worlds.py --write``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from alliances.model.declarations.parameters import RULES
from alliances.model.face.model import AllianceModel
from alliances.model.policies.levers import LEVERS
from alliances.model.policies.supported import neutral_levers
from alliances.model.records.state import World
from alliances.model.world.scenario import Scenario, load_scenario
from alliances.model.world.setup import industry_names

STORED = Path(__file__).parents[1] / "data" / "small_world.json"
SMALL = {"firms": 60, "quarters": 16}
TRAITS = [
    "key", "home", "industry", "founded", "risk_tolerance", "opportunism", "planning", "aptitude", "actors",
    "aims", "organizational_culture", "professional_culture",
]  # fmt: skip
USED = ("firms", "alliances", "presence", "entries")


def digest(model: AllianceModel) -> str:
    """Hash of every bit of the state that is in use, column by column."""
    found = hashlib.sha256()
    for name in (*USED, "markets", "segments"):
        records = getattr(model.world, name)
        records = records[: model.world.counts[0][name]] if name in USED else records
        for column in records.dtype.names:
            found.update(np.ascontiguousarray(records[column]).tobytes())
    return found.hexdigest()


def fingerprint(model: AllianceModel) -> dict[str, Any]:
    """Every column of every table in one number: real numbers to add up, a checksum of everything else."""
    prints: dict[str, Any] = {}
    for name, table in model.tables().items():
        prints[name] = len(table)
        places = np.arange(1, len(table) + 1)
        for column in table:
            if pd.api.types.is_float_dtype(table[column]):
                prints[f"{name}.{column}"] = float((table[column].fillna(0).to_numpy() * places).sum())
            else:
                said = [None if value is pd.NA or value != value else value for value in table[column].tolist()]
                prints[f"{name}.{column}"] = f"crc {zlib.crc32(repr(said).encode())}"
    return prints


def stored_world(seed: int = 11) -> AllianceModel:
    return AllianceModel(**SMALL, seed=seed, parameters={"partner_choice.reservation": 1}).run()


def assert_same_tables(one: AllianceModel, other: AllianceModel) -> None:
    """Every table of two worlds is the same, bit for bit."""
    others = other.tables()
    for name, table in one.tables().items():
        assert_frame_equal(table, others[name], check_exact=True, obj=name)


def from_nothing() -> Scenario:
    """The default scenario without a burn-in: its first quarter is the world's first."""
    return dataclasses.replace(load_scenario("default"), burn_in=0)


# ---- the same world


@pytest.mark.smoke
def test_the_same_seed_gives_the_same_tables():
    assert_same_tables(AllianceModel(**SMALL, seed=1).run(), AllianceModel(**SMALL, seed=1).run())


def test_another_seed_gives_other_tables():
    one, other = (AllianceModel(**SMALL, seed=seed).run() for seed in (1, 2))
    assert digest(one) != digest(other)


def test_worlds_side_by_side_do_not_disturb_each_other():
    alone = digest(AllianceModel(**SMALL, seed=1).run())
    one, other = AllianceModel(**SMALL, seed=1), AllianceModel(**SMALL, seed=2)
    for _ in range(SMALL["quarters"]):
        other.step()
        one.step()
    assert digest(one) == alone


def test_worlds_in_threads_are_those_run_alone():
    alone = {seed: digest(AllianceModel(**SMALL, seed=seed).run()) for seed in range(4)}
    found: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda seed=seed: found.update({seed: digest(AllianceModel(**SMALL, seed=seed).run())}))
        for seed in alone
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == alone


@pytest.mark.smoke
def test_processes_with_any_hash_seed_give_the_same_state():
    here = digest(stored_world())
    for hash_seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, __file__], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )  # fmt: skip
        assert done.stdout.split() == [here], hash_seed


@pytest.mark.smoke
def test_every_supported_python_gives_the_stored_world():
    stored, found = json.loads(STORED.read_text("utf-8")), fingerprint(stored_world())
    advice = f"if rules or tables have changed, run: python {Path(__file__).name} --write"
    assert list(found) == list(stored), advice
    words = {name: value for name, value in found.items() if not isinstance(value, float)}
    assert words == {name: stored[name] for name in words}, advice
    # the last digits of exp and log are the machine's
    numbers = {name: value for name, value in found.items() if isinstance(value, float)}
    assert numbers == pytest.approx({name: stored[name] for name in numbers}, rel=1e-9, abs=1e-9), advice


def test_the_fingerprint_tells_worlds_apart():
    one, other = fingerprint(stored_world()), fingerprint(stored_world(12))
    same = {name for name in one if isinstance(one[name], float) and one[name] == other[name]}
    settled_by_data = {"markets.competition_intensity", "markets.entry_barrier", "markets.enforcement"}
    nothing = {"spending.amount", "own_firms.employees_at_start", "own_firms.employees"}  # tables without a row
    assert same - settled_by_data == nothing


# ---- the minimally different world


SOCIABLE = {"strategy.review_rate": 6, "partner_choice.reservation": 0.5}
"""Many firms look for partners and for markets in any quarter, and agree."""


def register_of(firms: int, loner: bool) -> dict[str, list]:
    """Firms at home in the first countries and industries; the loner, too poor to leave, is alone in the last ones."""
    codes, industries = load_scenario("default").countries, industry_names()
    register = {
        "home": [codes[firm % 19] for firm in range(firms)],
        "industry": [industries[firm % 5] for firm in range(firms)],
        "assets": [8.0] * firms,
        "age_years": [20.0] * firms,
    }
    if loner:
        add(register, codes[19], industries[5])
    return register


def add(register: dict[str, list], home: str, industry: str) -> None:
    """Add a firm that is too poor to leave."""
    for name, value in {"home": home, "industry": industry, "assets": 0.001, "age_years": 20.0}.items():
        register[name].append(value)


def with_cannot_ally(model: AllianceModel) -> AllianceModel:
    """The model with a last firm that asks more of a partner than any has, and whose name puts everybody off."""
    last = model.world.firms[len(model.names) - 1]
    last["outside_option"], last["reputation"] = 1e9, -1e9
    return model


def difference(one: World, other: World, name: str, rows: int) -> set[str]:
    """Columns in which the first rows of two worlds differ."""
    first, second = getattr(one, name)[:rows], getattr(other, name)[:rows]
    return {column for column in first.dtype.names if not np.array_equal(first[column], second[column])}


@pytest.mark.smoke
@pytest.mark.parametrize("seed", range(4))
def test_one_more_firm_that_cannot_ally_changes_nothing_else_in_its_first_quarter(seed):
    settings = {"scenario": from_nothing(), "firms": 60, "seed": seed, "parameters": SOCIABLE}
    without = AllianceModel(**settings, register=register_of(60, loner=False))
    extra = with_cannot_ally(AllianceModel(**settings, register=register_of(60, loner=True)))
    for model in (without, extra):
        model.step()
    one, other = without.world, extra.world
    assert difference(one, other, "firms", 60) == set()
    assert (other.counts["firms"] - one.counts["firms"]).tolist() == [1]
    # those founded in the first quarter are the same, one row further on
    founders = one.firms[60 : one.counts[0]["firms"]]
    later = other.firms[61 : other.counts[0]["firms"]]
    assert all(np.array_equal(founders[column], later[column]) for column in founders.dtype.names)
    for name in ("alliances", "presence", "entries"):
        assert one.counts[name] == other.counts[name]
        assert difference(one, other, name, one.counts[0][name]) == set()
    assert one.counts[0]["alliances"] > 0 and one.counts[0]["entries"] > 0
    # it touches its home market alone, and those outside incumbents who keep up with its industry
    assert difference(one, other, "markets", 19) <= {"allotted"}
    assert {"firms_present", "hhi"} <= difference(one, other, "markets", 20) <= {"firms_present", "hhi", "allotted"}
    segments = [world.segments[:19] for world in (one, other)]
    assert np.array_equal(segments[0][:, :5], segments[1][:, :5])


@pytest.mark.parametrize("seed", range(4))
def test_one_more_firm_among_others_touches_its_industry_and_those_who_look_at_it(seed):
    settings = {"scenario": from_nothing(), "firms": 60, "seed": seed, "parameters": SOCIABLE}
    register = register_of(60, loner=False)
    among = {name: list(column) for name, column in register.items()}
    add(among, register["home"][0], register["industry"][0])
    without = AllianceModel(**settings, register=register)
    extra = with_cannot_ally(AllianceModel(**settings, register=among))
    for model in (without, extra):
        model.step()
    one, other = without.world.firms[:60], extra.world.firms[:60]
    assert all(np.array_equal(one[column], other[column]) for column in (*TRAITS, "alive", "motive", "target", "entry"))
    rivals = one["industry"] == 0  # outside incumbents keep up with the mean firm of an industry
    looked = one["motive"] >= 0
    touched = [n for n in range(60) if any(not np.array_equal(one[c][n], other[c][n]) for c in one.dtype.names)]
    untouched_sales = np.array_equal(one["home_sales"][~rivals], other["home_sales"][~rivals])
    assert set(touched) <= set(np.flatnonzero(rivals | looked | (one["ties"] > 0)))
    assert untouched_sales
    assert (one["home_sales"][rivals] != other["home_sales"][rivals]).all()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "firm_demography"])
def test_the_same_firms_are_founded_whatever_the_rules(rule):
    one = AllianceModel(firms=40, quarters=12, seed=3).run().world
    other = AllianceModel(firms=40, quarters=12, seed=3, without=rule).run().world
    count = one.counts[0]["firms"]
    assert other.counts[0]["firms"] == count > 40
    assert not {*TRAITS} & difference(one, other, "firms", count)


def test_the_same_firms_are_founded_under_every_other_parameter():
    one = AllianceModel(firms=40, quarters=12, seed=3).run().world
    changes = {
        "strategy.review_rate": 4, "partner_search.candidates": 12, "termination.conflict": 5, "entry_cost.scale": 5,
        "firm_demography.distress": 5, "firm_demography.closing": 0.05, "market_competition.elasticity": 5,
    }  # fmt: skip
    other = AllianceModel(firms=40, quarters=12, seed=3, parameters=changes).run().world
    assert not {*TRAITS} & difference(one, other, "firms", one.counts[0]["firms"])
    assert one.counts["firms"] == other.counts["firms"]
    assert difference(one, other, "alliances", one.counts[0]["alliances"])  # and yet it is another world


def test_firms_that_are_there_at_the_start_do_not_depend_on_how_many_there_are():
    few, many = (AllianceModel(from_nothing(), firms=firms, seed=3).world for firms in (30, 60))
    assert not {*TRAITS, "assets", "resources", "endowment"} & difference(few, many, "firms", 30)


def test_a_longer_run_begins_like_a_shorter_one():
    short, long = (AllianceModel(firms=40, quarters=quarters, seed=3).run() for quarters in (6, 12))
    first = long.tables()["quarters"].iloc[:6]
    assert_frame_equal(short.tables()["quarters"], first, check_exact=True)


def test_how_often_firms_are_recorded_changes_nothing():
    assert len({digest(AllianceModel(**SMALL, seed=3, record_every=every).run()) for every in (0, 1, 4)}) == 1


def test_markets_move_the_same_way_whatever_firms_do():
    one, other = (AllianceModel(**SMALL, seed=3, without=off).run().tables()["markets"] for off in ((), "strategy"))
    assert_frame_equal(one[["step", "market", "size"]], other[["step", "market", "size"]], check_exact=True)


# ---- levers


def with_levers(model: AllianceModel, change: dict[str, float], mask: int) -> AllianceModel:
    """The same model with room for two programme masks, and some levers changed for one of them."""
    levers = neutral_levers(len(model.world.markets), policies=1)
    for name, value in change.items():
        levers[name][mask] = value
    model.world = model.world._replace(levers=levers)
    return model


EXTREMES = {name: 0.9 if column.fill == 0 else 3.0 for name, column in LEVERS.stored.items()}


@pytest.mark.smoke
def test_levers_begin_by_changing_nothing():
    model = AllianceModel(firms=30, quarters=1, seed=3)
    for name, column in LEVERS.stored.items():
        assert (model.world.levers[name] == column.fill).all()
        assert column.fill in (0, 1)


def test_neutral_levers_leave_every_table_as_it_is():
    plain = AllianceModel(**SMALL, seed=3).run()
    assert_same_tables(plain, with_levers(AllianceModel(**SMALL, seed=3), {}, mask=0).run())


def test_a_programme_that_nobody_is_in_changes_nothing():
    plain = AllianceModel(**SMALL, seed=3).run()
    assert_same_tables(plain, with_levers(AllianceModel(**SMALL, seed=3), EXTREMES, mask=1).run())


@pytest.mark.parametrize("lever", EXTREMES)
def test_every_lever_moves_something_for_those_it_supports(lever):
    plain, moved = AllianceModel(**SMALL, seed=3), AllianceModel(**SMALL, seed=3)
    with_levers(moved, {lever: EXTREMES[lever]}, mask=1)
    for model in (plain, moved):
        model.world.firms["support"] = 1
        model.world.counts["in_force"] = 1
    assert digest(with_levers(plain, {}, mask=1).run()) != digest(moved.run())


if __name__ == "__main__":
    if "--write" in sys.argv:
        STORED.parent.mkdir(exist_ok=True)
        STORED.write_text(json.dumps(fingerprint(stored_world()), indent=1) + "\n", "utf-8")
    print(digest(stored_world()))
