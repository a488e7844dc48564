"""Evaluation: paired worlds differ by the option alone; rows do not depend on workers, nor on interruptions."""

import signal
from dataclasses import replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from alliances.experiments.paired_worlds import paired_worlds
from alliances.experiments.policy import comparison
from alliances.experiments.policy.comparison import evaluate
from alliances.experiments.policy.design import Budget, Design, Frontier, Knowledge, Option, Robustness
from alliances.experiments.policy.evaluation import EFFECT_ROWS, Run, measured, options
from alliances.experiments.policy.runs import hypercube
from alliances.model.errors import InputError
from alliances.model.policies.policy import policy_from

GRANT = {"name": "Grant", "instrument": "export_grant", "share": 0.8, "start": 1, "end": 3}
RELIEF = {"name": "Relief", "instrument": "foreign_profit_relief", "start": 1, "end": 3}
SLUMP = {"name": "Slump", "instrument": "demand_slump", "drop": 0.4, "start": 1, "end": 2}


SCENARIO = """
[scenario]
title = "Relieved"
question = "What does help bring where there is some already?"
source = "a test"
look_for = "nothing"
[world]
homes = ["VNM", "DEU"]
firms = 80
quarters = 16
burn_in = 20
[[policy]]
name = "Relief"
instrument = "foreign_profit_relief"
"""


def option(name, *policies, against=""):
    return Option(name=name, policies=tuple(map(policy_from, policies)), against=against)


def design(*options, **more):
    told = {"name": "test", "title": "A test", "question": "Which?", "firms": 80, "years": 4, "replicates": 4}
    return Design(**{**told, **more}, options=options)


RELIEVED = option("Relief", RELIEF)


def main(plain):
    """The first seed of a comparison."""
    return Run(plain, "main", 1)


def worlds(plain):
    """The tables of the first seed's worlds: without policies, and with the first option."""
    made = {"": (), "with": plain.options[0].policies}
    return dict(paired_worlds(options(plain, 1, {}, made))).values()


def asked_of(plain, folder):
    """How many runs a folder lacks, which are then made, and the effects."""
    told = []
    found = evaluate(plain, folder, workers=1, progress=told.append)
    return told[0].asked, found.effects


@pytest.fixture(scope="module")
def rows():
    """The rows of a small comparison, all worlds run at once in this process."""
    return evaluate(design(RELIEVED), workers=1).effects


@pytest.mark.parametrize(
    "nothing",
    [{"budget": 0.0}, {"target": {"employees": [1e9, 2e9]}}, {"budget": 0.0, "places": 9, "allocation": "lottery"}],
)
def test_no_money_and_no_eligible_firm_leave_every_table_as_it_was(nothing):
    plain = design(option("Nothing", GRANT | nothing))
    base, twin = worlds(plain)
    for name in base:
        if name != "admissions":
            assert_frame_equal(base[name], twin[name], check_exact=True)


@pytest.mark.filterwarnings("error")
def test_a_lottery_with_a_single_winner_gives_no_rows_of_an_outside_evaluator():
    def groups(places):
        lottery = option("Lottery", GRANT | {"places": places, "allocation": "lottery", "rounds": "once"})
        return set(measured(main(design(lottery)))["group"])

    assert groups(9) - groups(1) - {"policy: Grant"} == {"lottery: Grant"}


def test_before_an_option_starts_its_world_is_that_without_it(rows):
    early = rows[(rows["year"] <= 0) & ~rows["measure"].isin(["abroad_in_both", "profit"])]
    assert len(early) and early["year"].min() == 0
    assert_frame_equal(
        early[["base"]].fillna(0.0), early[["with_policy"]].rename(columns={"with_policy": "base"}).fillna(0.0)
    )
    assert (rows[rows["year"] > 0].query("measure == 'spending'")["with_policy"] > 0).any()


def test_what_is_booked_is_what_the_worlds_own_payments_add_up_to(rows):
    plain = design(RELIEVED)
    _, twin = worlds(plain)
    paid = twin["spending"]["amount"].sum()
    told = rows.query("seed == 1 and measure == 'spending' and group == 'all'")["with_policy"].sum()
    assert paid > 0 and told == pytest.approx(paid, rel=1e-12)


def test_twice_the_budget_never_books_less_money():
    factors = Budget(factors=(1, 2, 4), replicates=3)
    plain = design(option("Relief", RELIEF | {"budget": 0.5}), replicates=3, budget=factors)
    rows = evaluate(plain, workers=1).effects.query("kind == 'budget' and measure == 'spending' and group == 'all'")
    booked = rows.groupby(["seed", "factor"])["with_policy"].sum().unstack("factor")
    assert (booked[1.0] > 0).all()
    assert (booked[2.0] >= booked[1.0]).all() and (booked[4.0] >= booked[2.0]).all()


def test_rows_have_their_columns_and_each_is_there_once(rows):
    kinds = {"string": "object", "double": "float64", "int64": "int64"}
    assert {name: str(kind) for name, kind in rows.dtypes.items()} == {
        column.name: kinds[str(column.type)] for column in EFFECT_ROWS
    }
    assert not rows.duplicated(["kind", "setting", "factor", "seed", "option", "measure", "group", "year"]).any()
    assert set(rows["seed"]) == {1, 2, 3, 4}


def test_an_option_against_shocks_is_set_against_the_world_with_these_shocks():
    slump = option("Slump", SLUMP)
    helped = option("Relief afterwards", SLUMP, RELIEF, against="Slump")
    rows = measured(main(design(slump, helped)))
    sales = rows[(rows["measure"] == "foreign_sales") & (rows["group"] == "all")].pivot(index="year", columns="option")
    in_slump = sales["with_policy"]["Slump"]
    assert (sales["base"]["Slump"] != in_slump).any()
    assert sales["base"]["Relief afterwards"].tolist() == in_slump.tolist()


@pytest.mark.parametrize(
    ("policies", "said"),
    [([RELIEF], "lacks 'Slump' of 'Slump'"), ([SLUMP, RELIEF], "")],
)
def test_an_option_against_shocks_has_to_have_them(policies, said):
    def made():
        return design(option("Slump", SLUMP), option("Relief", *policies, against="Slump"))

    if said:
        with pytest.raises(InputError, match=said):
            made()
    else:
        assert made().options[1].against == "Slump"
    with pytest.raises(InputError, match="no option of shocks alone 'Relief'"):
        design(RELIEVED, option("More", RELIEF, against="Relief"))


def test_parts_of_a_comparison_have_their_settings_and_groups_are_told_apart_in_the_main_one_only():
    parts = {
        "knowledge": Knowledge(parameters=("trust.gain",), draws=2, replicates=2),
        "robustness": Robustness(conditions=("barriers",), replicates=2),
    }
    several = design(RELIEVED, replicates=2, **parts)
    rows = evaluate(several, workers=1).effects
    draws = {f"draw={n} (trust.gain={point['trust.gain']!r})" for n, point in enumerate(hypercube(several), 1)}
    assert set(rows["setting"]) == {
        "", *draws, "trust.gain=low", "trust.gain=high", "barriers=soft", "barriers=hard",
    }  # fmt: skip
    apart = rows["group"].str.startswith("industry: ")
    assert apart.any() and set(rows[apart]["kind"]) == {"main"}


def test_a_comparison_goes_on_where_it_stopped_and_gives_the_same_rows(tmp_path, rows):
    def interrupt(told):
        if told.done == 1:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        evaluate(design(RELIEVED), tmp_path, workers=1, progress=interrupt)
    asked, effects = asked_of(design(RELIEVED), tmp_path)
    assert asked == 3
    assert_frame_equal(effects, rows, check_exact=True)


def test_more_replicates_go_on_and_fewer_are_read_back(tmp_path, rows):
    evaluate(design(RELIEVED, replicates=2), tmp_path, workers=1)
    assert asked_of(design(RELIEVED), tmp_path)[0] == 2
    asked, effects = asked_of(design(RELIEVED, replicates=2), tmp_path)
    assert asked == 0
    assert_frame_equal(effects, rows[rows["seed"] <= 2].reset_index(drop=True), check_exact=True)


def test_further_parts_go_on_in_the_folder_of_the_main_one_and_give_the_same_rows(tmp_path):
    """In turn: the main part alone, then two factors and two draws, at last a third factor and three other draws."""

    def funded(**parts):
        return design(option("Relief", RELIEF | {"budget": 0.5}), replicates=2, **parts)

    designs = [funded()]
    for factors, draws in (((0.5, 1), 2), ((0.5, 1, 2), 3)):
        knowledge = Knowledge(parameters=("trust.gain",), draws=draws, replicates=2)
        designs.append(funded(budget=Budget(factors=factors, replicates=2), knowledge=knowledge))
    asked = [asked_of(one, tmp_path)[0] for one in designs]
    assert asked == [2, 2 * (1 + 2 + 2), 2 * (1 + 3)]  # in two seeds: budgets, both ends of the parameter, draws
    for one in designs:
        again, effects = asked_of(one, tmp_path)
        assert again == 0
        assert_frame_equal(effects, evaluate(one, workers=1).effects, check_exact=True)


def test_another_design_is_refused_in_one_line(tmp_path):
    evaluate(design(RELIEVED, replicates=2), tmp_path, workers=1)
    for other in (design(option("Relief", RELIEF | {"relief": 0.4})), design(RELIEVED, parameters={"trust.gain": 0.3})):
        with pytest.raises(InputError, match="holds a comparison of other settings"):
            evaluate(other, tmp_path, workers=1)
    words = replace(design(RELIEVED, replicates=2), title="Another title", precision=3.0)
    assert asked_of(words, tmp_path)[0] == 0


def test_firms_that_the_scenario_pays_are_not_supported_by_an_option_nor_a_cost_of_it(tmp_path):
    """The scenario's relief goes to firms in both worlds; an option without money adds nothing to that."""
    path = tmp_path / "relieved.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    nothing = {"name": "Grant", "instrument": "export_grant", "start": 1, "end": 3, "budget": 0.0}
    found = evaluate(design(option("Nothing", nothing), scenario=str(path), replicates=2), workers=1)
    rows = found.effects[(found.effects["group"] == "all") & (found.effects["year"] > 0)].set_index("measure")
    assert (rows.loc["spending", "base"] > 0).all() and (rows.loc["supported", "with_policy"] == 0).all()
    assert (found.tables["worlds"][["effect", "cost"]] == 0).all(axis=None)


def test_options_that_are_set_against_different_worlds_are_not_ranked_with_each_other():
    slump, helped = option("Slump", SLUMP), option("Relief afterwards", SLUMP, RELIEF, against="Slump")
    parts = {"robustness": Robustness(conditions=("barriers",), replicates=2)}
    tables = evaluate(design(slump, helped, replicates=2, **parts), workers=1).tables
    assert set(tables["robustness"]["rank"]) == {1} and not {"differences", "turns"} & set(tables)


def test_a_frontier_that_cannot_be_is_refused_before_anything_is_run(tmp_path, monkeypatch):
    monkeypatch.setattr(comparison, "carry_out", lambda *args: pytest.fail("worlds were run"))
    with pytest.raises(InputError, match="all policies are shocks"):
        evaluate(design(option("Slump", SLUMP), frontier=Frontier()), tmp_path / "out", workers=1)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_two_workers_give_the_rows_of_one(rows):
    found = evaluate(design(RELIEVED), workers=2)
    assert_frame_equal(found.effects, rows, check_exact=True)


def test_a_comparison_has_its_tables_and_no_others():
    found = evaluate(design(RELIEVED, replicates=2), workers=1)
    assert {"summary", "findings", "money", "acceptability", "pairing", "worlds"} <= set(found.tables)
    assert not {"outside", "budget", "robustness", "tornado", "frontier"} & set(found.tables)
    assert isinstance(found.tables["summary"], pd.DataFrame)
