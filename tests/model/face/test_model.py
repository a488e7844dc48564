"""The model as Mesa users meet it: agents that are views, data collection, batch runs, and nothing left behind."""

from __future__ import annotations

import copy
import dataclasses
import gc
import inspect
import math
from collections import Counter

import mesa
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from alliances.model.arguments import LARGEST_SEED
from alliances.model.declarations.parameters import null_form
from alliances.model.errors import InputError
from alliances.model.face.agents import Agent, Alliance, Firm
from alliances.model.face.model import AllianceModel
from alliances.model.world.scenario import load_scenario

SMALL = {"firms": 30, "quarters": 6, "seed": 3}


@pytest.fixture(scope="module")
def ran() -> AllianceModel:
    """A small world at the end of its run; tests only read it."""
    return AllianceModel(**SMALL).run()


@pytest.fixture
def fresh() -> AllianceModel:
    """A small world of the test's own."""
    return AllianceModel(**SMALL)


def refusal(**settings) -> str:
    """The message with which a model refuses its settings: always one line."""
    with pytest.raises(InputError) as refused:
        AllianceModel(**settings)
    message = str(refused.value)
    assert message == message.strip() != ""
    assert "\n" not in message
    return message


def living_firms(model: AllianceModel) -> np.ndarray:
    """Row numbers of the firms that are alive."""
    return np.flatnonzero(model.world.firms["alive"][: model.world.counts[0]["firms"]])


# ---- agents are views


@pytest.mark.smoke
def test_a_model_that_nobody_looks_at_makes_no_views(fresh):
    def views() -> int:
        gc.collect()
        return sum(issubclass(type(thing), Agent) and thing.model is fresh for thing in gc.get_objects())

    fresh.run()
    fresh.tables()
    fresh.network()
    assert views() == 0
    assert len(fresh.agents) == views() > 0


@pytest.mark.smoke
def test_agents_are_the_living_firms_and_the_signed_alliances(ran):
    last = ran.tables()["quarters"].iloc[-1]
    assert list(ran.agents_by_type) == ran.agent_types == [Firm, Alliance]
    assert len(ran.agents_by_type[Firm]) == last.living_firms > 0
    assert len(ran.agents_by_type[Alliance]) == last.active_alliances > 0
    assert len(ran.agents) == last.living_firms + last.active_alliances
    assert Counter(type(agent) for agent in ran.agents) == {Firm: last.living_firms, Alliance: last.active_alliances}
    assert all(firm.alive for firm in ran.agents_by_type[Firm])


def test_a_firm_is_the_same_view_in_every_quarter_and_shows_the_present(fresh):
    before = {firm.row: firm for firm in fresh.agents_by_type[Firm]}
    assets = {row: firm.assets for row, firm in before.items()}
    fresh.step()
    after = {firm.row: firm for firm in fresh.agents_by_type[Firm]}
    assert set(after) == set(living_firms(fresh).tolist())
    assert all(after[row] is before[row] for row in set(after) & set(before))
    assert any(after[row].assets != assets[row] for row in set(after) & set(before))


def test_the_sets_of_agents_follow_the_population(fresh):
    counts = []
    for _ in range(6):
        fresh.step()
        counts.append((len(fresh.agents_by_type[Firm]), len(fresh.agents_by_type[Alliance])))
        assert counts[-1] == (len(living_firms(fresh)), fresh.tables()["quarters"].active_alliances.iloc[-1])
    assert len({active for _, active in counts}) > 1


def test_what_is_written_to_an_agent_is_written_to_the_record(fresh):
    firm = next(iter(fresh.agents_by_type[Firm]))
    firm.assets = 123.5
    firm.resources = [0.1, 0.2, 0.3, 0.4, 0.5]
    firm.resources[4] = 0.6
    record = fresh.world.firms[firm.row]
    assert record["assets"] == firm.assets == 123.5
    assert record["resources"].tolist() == firm.resources.tolist() == [0.1, 0.2, 0.3, 0.4, 0.6]


def test_what_is_written_to_an_agent_takes_effect(fresh):
    other = AllianceModel(**SMALL)
    for firm in other.agents_by_type[Firm]:
        firm.assets *= 2
    fresh.run(2)
    other.run(2)
    assert other.tables()["quarters"].total_sales.iloc[-1] != fresh.tables()["quarters"].total_sales.iloc[-1]


def test_an_agent_keeps_attributes_of_the_users_own_and_has_no_others(fresh):
    firm = next(iter(fresh.agents_by_type[Firm]))
    firm.colour = "red"
    fresh.step()
    assert firm.colour == "red"
    assert "colour" not in fresh.world.firms.dtype.names
    with pytest.raises(AttributeError, match="Firm has no attribute 'color'"):
        _ = firm.color


def test_sets_of_agents_select_aggregate_get_sort_and_act(fresh):
    firms, records = fresh.agents_by_type[Firm], fresh.world.firms[living_firms(fresh)]
    assert firms.get("home") == records["home"].tolist()
    assert firms.agg("assets", sum) == pytest.approx(records["assets"].sum())
    large = firms.select(lambda firm: firm.assets > 10)
    assert 0 < len(large) == (records["assets"] > 10).sum() < len(firms)
    assert firms.sort("assets", ascending=True).get("assets") == sorted(records["assets"].tolist())
    firms.shuffle_do(lambda firm: setattr(firm, "reputation", 0.25))
    firms.do(lambda firm: setattr(firm, "assets", firm.assets + 1))
    written = fresh.world.firms[living_firms(fresh)]
    assert set(written["reputation"]) == {0.25}
    assert np.array_equal(written["assets"], records["assets"] + 1)
    by_home = firms.groupby("home").count()
    assert by_home == Counter(records["home"].tolist())


def test_shuffling_agents_leaves_the_models_draws_alone(ran, fresh):
    for _ in range(6):
        fresh.agents.shuffle_do(lambda agent: None)
        fresh.random.random()
        fresh.rng.random()
        fresh.step()
    assert_frame_equal(fresh.tables()["quarters"], ran.tables()["quarters"], check_exact=True)


# ---- data collection and batch runs


def test_the_data_collector_holds_the_columns_of_the_quarters_table(ran):
    collected, quarters = ran.datacollector.get_model_vars_dataframe(), ran.tables()["quarters"]
    assert ["step", *collected.columns] == list(quarters.columns)
    assert len(collected) == len(quarters) == 6
    for name in collected:
        assert collected[name].tolist() == quarters[name].tolist()


@pytest.mark.smoke
def test_a_users_data_collector_reports_on_views(fresh):
    collector = mesa.DataCollector(
        model_reporters={"firms": lambda model: len(model.agents_by_type[Firm])},
        agent_reporters={"kind": lambda agent: type(agent).__name__},
        agenttype_reporters={Firm: {"assets": "assets"}, Alliance: {"partners": "n_partners"}},
    )
    for _ in range(3):
        fresh.step()
        collector.collect(fresh)
    assets = collector.get_agenttype_vars_dataframe(Firm)["assets"].groupby("Step").agg(["sum", "count"])
    assert assets["count"].tolist() == fresh.tables()["quarters"].living_firms.tolist()[:3]
    assert assets["sum"].iloc[-1] == pytest.approx(fresh.world.firms["assets"][living_firms(fresh)].sum())
    assert collector.get_agenttype_vars_dataframe(Alliance)["partners"].min() >= 2
    kinds = collector.get_agent_vars_dataframe()["kind"].groupby("Step").value_counts()
    assert kinds.xs("Firm", level="kind").tolist() == assets["count"].tolist()


@pytest.mark.smoke
def test_mesa_runs_a_batch_with_parameters_by_their_full_names():
    fixed = {"scenario": "default", "firms": 30, "quarters": 6, "without": "stages"}
    varied = {"trust.gain": [0.2, 0.6], "rng": [1, 2]}
    results = mesa.batch_run(AllianceModel, {**fixed, **varied}, number_processes=1, display_progress=False)
    assert [(row["trust.gain"], row["rng"]) for row in results] == [(0.2, 1), (0.2, 2), (0.6, 1), (0.6, 2)]
    for row in results:
        alone = AllianceModel(
            firms=30, quarters=6, seed=row["rng"], without="stages", parameters={"trust.gain": row["trust.gain"]}
        ).run()
        last = alone.tables()["quarters"].iloc[-1]
        assert row["Step"] in (5, 6)  # Mesa 3.3 counts recorded steps from 0, Mesa 3.5 from 1
        assert all(row[name] == last[name] for name in last.index if name != "step")
    # the four runs differ: both the parameter and the seed reached the model
    assert len({row["total_sales"] for row in results}) == 4


def test_a_page_can_hand_over_any_parameter():
    # SolaraViz passes what its sliders say, and asks for an argument literally named ``kwargs``
    assert inspect.signature(AllianceModel.__init__).parameters["kwargs"].kind is inspect.Parameter.VAR_KEYWORD
    model = AllianceModel(**SMALL, **{"trust.gain": 0.25})
    assert (model.values.trust.gain, model.sources["trust.gain"]) == (0.25, "set")


# ---- steps


def test_a_model_stops_at_the_last_quarter_of_its_scenario(fresh):
    seen = []
    while fresh.running:
        fresh.step()
        seen.append(fresh.running)
    assert seen == [True] * 5 + [False]
    assert (fresh.quarter, fresh.steps) == (6, 6)


def test_a_model_without_quarters_does_not_run_and_has_empty_tables():
    model = AllianceModel(firms=30, quarters=0, seed=3)
    assert not model.running
    tables = model.run().tables()
    assert all(len(tables[name]) == 0 for name in ("quarters", "firms", "presence", "entries", "markets", "ties"))
    assert len(tables["alliances"]) > 0  # those that the burn-in left


@pytest.mark.parametrize("how", ["run", "run_model", "step", "run in two parts"])
def test_every_way_of_running_gives_the_same_tables(how, ran, fresh):
    if how == "run":
        assert fresh.run() is fresh
    elif how == "run_model":
        fresh.run_model()
    elif how == "step":
        for _ in range(6):
            fresh.step()
    else:
        fresh.run(2).run()
    for name, table in ran.tables().items():
        assert_frame_equal(fresh.tables()[name], table, check_exact=True)


def test_progress_is_told_after_every_quarter(fresh):
    told = []
    fresh.run(4, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize(("every", "recorded"), [(0, []), (1, [0, 1, 2, 3, 4, 5]), (2, [1, 3, 5]), (4, [3])])
def test_firms_are_recorded_as_often_as_asked(every, recorded):
    tables = AllianceModel(**SMALL, record_every=every).run().tables()
    assert len(tables["quarters"]) == 6
    for name in ("firms", "presence", "markets", "ties"):
        assert sorted(set(tables[name].step)) == recorded


# ---- settings


@pytest.mark.smoke
@pytest.mark.parametrize("seed", [-1, 2**64, 1.0, math.nan, True, "1", [1]])
@pytest.mark.parametrize("name", ["seed", "rng"])
def test_a_seed_that_is_no_whole_number_of_64_bits_is_refused(name, seed):
    expected = f"seed = {seed!r} must be a whole number in [0, 2**64)"
    assert refusal(firms=10, **{name: seed}) == expected


def test_the_smallest_and_the_largest_seed_are_seeds_like_any_other():
    sales = [
        AllianceModel(firms=30, quarters=1, seed=seed).run().tables()["quarters"].total_sales[0]
        for seed in (0, 1, LARGEST_SEED)
    ]
    assert len(set(sales)) == 3


def test_a_seed_may_come_from_numpy_or_under_mesas_name(ran):
    for settings in ({"seed": np.uint64(3)}, {"rng": 3}):
        model = AllianceModel(**{**SMALL, "seed": None, **settings}).run()
        assert model.seed == 3
        assert_frame_equal(model.tables()["quarters"], ran.tables()["quarters"], check_exact=True)


def test_a_model_without_a_seed_draws_one_and_says_which():
    first, second = (AllianceModel(firms=30, quarters=2).run() for _ in range(2))
    assert first.seed != second.seed
    again = AllianceModel(firms=30, quarters=2, seed=first.seed).run()
    assert_frame_equal(again.tables()["quarters"], first.tables()["quarters"], check_exact=True)


def test_one_rule_is_switched_off_by_name_or_in_a_list():
    models = [AllianceModel(**SMALL, without=form).run() for form in ("trust", ["trust"], ("trust",))]
    off = models[0]
    assert {f"trust.{name}": getattr(off.values.trust, name) for name in ("gain", "loss")} == null_form("trust")
    assert off.sources == dict.fromkeys(null_form("trust"), "without trust")
    for other in models[1:]:
        assert_frame_equal(other.tables()["ties"], off.tables()["ties"], check_exact=True)
    assert not off.tables()["ties"].equals(AllianceModel(**SMALL).run().tables()["ties"])


def test_several_rules_are_switched_off_together():
    model = AllianceModel(**SMALL, without=["stages", "opportunism"])
    assert model.sources == {
        **dict.fromkeys(null_form("stages"), "without stages"),
        **dict.fromkeys(null_form("opportunism"), "without opportunism"),
    }


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"without": "trsut"}, "no rule 'trsut'; did you mean 'trust'?"),
        ({"without": ["stages", "stage"]}, "no rule 'stage'; did you mean 'stages'?"),
        (
            {"without": "trust", "parameters": {"trust.gain": 0.3}},
            "trust.gain is set, but rule 'trust' is switched off; drop one of the two",
        ),
        ({"without": ["trust"], "trust.loss": 0.3}, "trust.loss is set, but rule 'trust' is switched off"),
        ({"frims": 3}, "no parameter 'frims'"),
        ({"trust.gain": 5}, "trust.gain = 5 must be a number in [0, 4]"),
        ({"parameters": {"trust.gian": 1}}, "no parameter 'trust.gian'; did you mean 'trust.gain'?"),
        ({"firms": 1}, "firms = 1 must be a whole number in [2, 5000000]"),
        ({"firms": 10.5}, "firms = 10.5 must be"),
        ({"quarters": -1}, "quarters = -1 must be"),
        ({"scenario": "defualt"}, "no scenario or file 'defualt'; did you mean 'default'?"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_in_one_line(settings, said):
    assert refusal(**{"firms": 10, **settings}).startswith(said)


def test_a_parameter_that_a_switched_off_rule_does_not_null_may_be_set():
    model = AllianceModel(**SMALL, without="trust", parameters={"trust.start": 0.5})
    assert model.sources == {**dict.fromkeys(null_form("trust"), "without trust"), "trust.start": "set"}


def test_what_is_given_goes_before_the_scenario():
    scenario = load_scenario("emerging-smes")
    name, value = next(iter(scenario.parameters.items()))
    assert AllianceModel(scenario, firms=30, seed=1).sources[name] == "scenario"
    model = AllianceModel(scenario, firms=30, seed=1, parameters={name: value * 2})
    assert model.sources[name] == "set"
    rule, field = name.split(".")
    assert getattr(getattr(model.values, rule), field) == value * 2


# ---- network


def test_the_network_joins_living_firms_by_the_alliances_they_share(ran):
    graph, firms = ran.network(), ran.world.firms
    assert sorted(graph.nodes) == living_firms(ran).tolist()
    for firm, data in graph.nodes(data=True):
        assert data["home"] == ran.codes[firms["home"][firm]]
        assert data["industry"] == ran.industries[firms["industry"][firm]]
        assert data["assets"] == firms["assets"][firm]
    table = ran.tables()["alliances"]
    expected = Counter(
        (alliance, *sorted((first, second)))
        for alliance, partners in table[table.ended_step.isna()][["alliance_id", "partners"]].itertuples(index=False)
        for n, first in enumerate(partners)
        for second in partners[n + 1 :]
    )
    found = Counter((alliance, *sorted(edge[:2])) for edge in graph.edges(data="alliances") for alliance in edge[2])
    assert found == expected
    assert len(expected) > 0


# ---- nothing is left behind


@pytest.mark.smoke
def test_no_model_outlives_its_last_user():
    def models() -> int:
        gc.collect()
        return sum(issubclass(type(thing), AllianceModel) for thing in gc.get_objects())

    before = models()
    for seed in range(10):
        model = AllianceModel(firms=20, quarters=2, seed=seed)
        model.run()
        model.agents.shuffle_do(lambda agent: None)
        model.agents_by_type[Firm].get("assets")
        model.network()
        model.tables()
    assert models() == before + 1
    del model
    assert models() == before


def test_tables_are_copies(fresh):
    fresh.run()
    tables = fresh.tables()
    again = fresh.tables()
    for table in tables.values():
        for name in table.columns:
            if pd.api.types.is_float_dtype(table[name]):
                table[name] = -1.0
    for name, table in fresh.tables().items():
        assert_frame_equal(table, again[name], check_exact=True)


def test_a_seed_cannot_be_given_twice():
    with pytest.raises(InputError, match="seed = 1 and rng = 2 are both given"):
        AllianceModel(firms=10, quarters=1, seed=1, rng=2)


@pytest.mark.parametrize("every", [-1, 2.5, True])
def test_snapshots_come_every_whole_number_of_quarters(every):
    with pytest.raises(InputError, match=r"record_every = .* must be a whole number of quarters, 0 for none"):
        AllianceModel(firms=10, quarters=1, record_every=every)


def test_a_model_that_was_looked_at_can_be_copied_and_goes_on_alike():
    model = AllianceModel(firms=20, quarters=8, seed=1)
    assert len(model.agents) > 0
    twin = copy.deepcopy(model)
    twin.run()
    model.run()
    assert model.tables()["quarters"].equals(twin.tables()["quarters"])


def test_parameters_can_be_changed_between_quarters():
    settings = {"firms": 60, "quarters": 24, "seed": 1, "parameters": {"strategy.review_rate": 1}}
    model = AllianceModel(**settings)
    model.run(4)
    model.change({"strategy.review_rate": 12, "firm_demography.founding": 0.5})
    model.run()
    assert model.check() == []
    assert model.values.strategy.review_rate == 12
    assert model.sources["strategy.review_rate"] == "changed in quarter 4"
    calm = AllianceModel(**settings).run()
    assert model.world.counts[0]["alliances"] > 1.5 * calm.world.counts[0]["alliances"]


def test_what_is_set_on_a_model_is_set_in_its_simulation(fresh):
    fresh.settings = dataclasses.replace(fresh.settings, quarters=2)
    fresh.colour = "red"
    assert fresh.simulation.settings.quarters == 2
    assert "settings" not in vars(fresh) and not hasattr(fresh.simulation, "colour")
    fresh.run()
    assert (fresh.quarter, fresh.colour) == (2, "red")


def test_a_fork_keeps_what_was_collected_and_looked_at_and_goes_on_by_itself():
    model = AllianceModel(firms=30, quarters=12, seed=3).run(4)
    firm = next(iter(model.agents_by_type[Firm]))
    firm.colour = "red"
    model.random.random()
    fork = model.fork()
    assert (fork.steps, fork.running, fork.seed, fork.quarter) == (4, True, 3, 4)
    assert fork.random.random() == model.random.random()
    collected = fork.datacollector.get_model_vars_dataframe()
    assert_frame_equal(collected, model.datacollector.get_model_vars_dataframe(), check_exact=True)
    twin = next(agent for agent in fork.agents_by_type[Firm] if agent.row == firm.row)
    assert (twin.model, twin.colour, twin is firm) == (fork, "red", False)
    twin.assets *= 2
    assert twin.assets == 2 * firm.assets
    fork.run()
    assert (fork.steps, fork.running, model.steps, model.running) == (12, False, 4, True)
    assert len(model.datacollector.get_model_vars_dataframe()) == 4
    assert len(fork.datacollector.get_model_vars_dataframe()) == len(fork.tables()["quarters"]) == 12
    untouched = AllianceModel(firms=30, quarters=12, seed=3).run()
    assert_frame_equal(model.run().tables()["quarters"], untouched.tables()["quarters"], check_exact=True)
    assert not fork.tables()["quarters"].equals(untouched.tables()["quarters"])


@pytest.mark.smoke
def test_forks_without_a_change_stay_equal():
    model = AllianceModel(firms=30, quarters=12, seed=3).run(4)
    forks = [model.fork().run() for _ in range(2)]
    for name, table in model.run().tables().items():
        for fork in forks:
            assert_frame_equal(fork.tables()[name], table, check_exact=True)
    collected = [one.datacollector.get_model_vars_dataframe() for one in (model, *forks)]
    assert_frame_equal(collected[0], collected[1], check_exact=True)
    assert_frame_equal(collected[0], collected[2], check_exact=True)


@pytest.mark.smoke
def test_a_batch_over_numbers_of_firms_tells_what_was_asked_and_how_many_live():
    results = mesa.batch_run(
        AllianceModel, {"firms": [20, 40], "quarters": 6, "rng": 1}, number_processes=1, display_progress=False,
        data_collection_period=1,
    )  # fmt: skip
    told = pd.DataFrame(results)
    assert told.groupby("firms").size().to_dict() == {20: 6, 40: 6}
    for firms, rows in told.groupby("firms"):
        quarters = AllianceModel(firms=int(firms), quarters=6, seed=1).run().tables()["quarters"]
        assert rows.living_firms.tolist() == quarters.living_firms.tolist()
