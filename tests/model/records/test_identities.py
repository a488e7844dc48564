"""The books balance after every quarter of every world, and each identity speaks up when they do not."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from alliances.model.declarations.codes import NO_MODE, NOBODY
from alliances.model.declarations.parameters import RULES, declared, packed
from alliances.model.face.model import AllianceModel
from alliances.model.quarter import PHASE_NAMES, go_on, roomy
from alliances.model.records.state import signed
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import scenario_names


def violations_over(model: AllianceModel) -> list[str]:
    """What is wrong with the books after any quarter of the run."""
    found = [f"before: {said}" for said in model.check()]
    while model.running:
        model.step()
        found += [f"quarter {model.quarter}: {said}" for said in model.check()]
    return found


@pytest.mark.smoke
@pytest.mark.parametrize("scenario", scenario_names())
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_books_balance_in_every_scenario(scenario, seed):
    model = AllianceModel(scenario, firms=60, quarters=16, seed=seed)
    assert violations_over(model) == []
    assert model.tables()["quarters"].active_alliances.sum() > 0


@pytest.mark.parametrize("rule", RULES)
def test_the_books_balance_without_each_rule(rule):
    assert violations_over(AllianceModel(firms=60, quarters=12, seed=4, without=rule)) == []


def test_the_books_balance_when_all_rules_are_switched_off():
    assert violations_over(AllianceModel(firms=60, quarters=12, seed=4, without=list(RULES))) == []


def test_the_books_balance_in_a_crowded_world_of_large_alliances():
    model = AllianceModel(
        firms=50, quarters=40, seed=5,
        parameters={
            "negotiation.consortium": 1, "strategy.ally_propensity": 10, "partner_choice.reservation": 0,
            "alliance_capability.span": 20, "partner_search.candidates": 12,
        },
    )  # fmt: skip
    assert violations_over(model) == []
    assert model.tables()["alliances"].n_partners.max() == 4


def test_the_books_balance_in_a_world_of_two_firms():
    assert violations_over(AllianceModel(firms=2, quarters=24, seed=6)) == []


EXTREMES = [(name, bound) for name, declared in declared().items() for bound in (declared.low, declared.high)]
WHOLES = [  # shares that may not exceed one together
    {"partner_search.past_partners", "partner_search.referrals"},
    {"psychic_distance.culture", "psychic_distance.institutions", "psychic_distance.geography"},
]


@pytest.mark.parametrize(("name", "bound"), EXTREMES)
def test_the_books_balance_at_both_ends_of_every_parameter(name, bound):
    others = {other: 0 for whole in WHOLES if name in whole for other in whole - {name}}
    model = AllianceModel(firms=40, quarters=8, seed=1, parameters={**others, name: bound})
    assert violations_over(model) == []


def test_what_partners_taught_of_going_abroad_has_arrived_by_the_end_of_the_quarter():
    model = AllianceModel(firms=60, quarters=12, seed=1)
    while model.running:
        model.step()
        firms = model.world.firms[: model.world.counts[0]["firms"]]
        assert firms["taught"][firms["alive"]].sum() == 0


# ---- each identity can fail


def living_firms(model: AllianceModel) -> list[int]:
    return np.flatnonzero(model.world.firms["alive"][: model.world.counts[0]["firms"]]).tolist()


def some_firm(model: AllianceModel) -> int:
    return living_firms(model)[0]


def some_presence(model: AllianceModel) -> int:
    presence = model.world.presence[: model.world.counts[0]["presence"]]
    return int(np.flatnonzero((presence["firm"] != NOBODY) & (presence["mode"] > NO_MODE))[0])


def set_record(group: str, column: str, value: object) -> Callable[[AllianceModel], None]:
    """A corruption: one living entry of a column is overwritten."""

    def corrupt(model: AllianceModel) -> None:
        row = {
            "firms": some_firm,
            "alliances": lambda model: int(signed(model.world)[0]),
            "presence": some_presence,
            "markets": lambda model: 0,
            "entries": lambda model: 0,
        }[group](model)
        getattr(model.world, group)[column][row] = value

    return corrupt


def add_to_firm(column: str) -> Callable[[AllianceModel], None]:
    def corrupt(model: AllianceModel) -> None:
        model.world.firms[column][some_firm(model)] += 1

    return corrupt


def add_to_quarter(name: str, world: bool = False) -> Callable[[AllianceModel], None]:
    """Change a number of the last recorded quarter, or of the world's own summary of it."""

    def corrupt(model: AllianceModel) -> None:
        summary = model.world.quarter if world else model.recorder.quarters[-1][1]
        summary[name] += 1

    return corrupt


def drop_an_edge(model: AllianceModel) -> None:
    graph: nx.Graph = model.network()
    graph.remove_edge(*next(iter(graph.edges)))
    model.simulation.network = lambda: graph


def swap_a_partner(model: AllianceModel) -> None:
    alliance = signed(model.world)[0]
    partners = model.world.alliances["partners"][alliance]
    partners[1] = next(firm for firm in living_firms(model) if firm not in partners)


def close_a_firm(model: AllianceModel) -> None:
    model.world.firms["alive"][some_firm(model)] = False


CORRUPTIONS = [
    (add_to_firm("alliances"), "alliances, its memberships are"),
    (add_to_firm("ties"), "ties, its memberships are"),
    (add_to_firm("markets"), "markets, its presences differ"),
    (swap_a_partner, "its memberships are"),
    (drop_an_edge, "partnerships, alliances hold"),
    (close_a_firm, "the quarter counts"),
    (close_a_firm, "the list of living firms is not"),
    (set_record("markets", "allotted", 1.001), "shares in BRA sum to"),
    (set_record("markets", "allotted", 0.999), "shares in BRA sum to"),
    (add_to_quarter("founded"), "firms changed by"),
    (add_to_quarter("closed"), "firms changed by"),
    (add_to_quarter("formed"), "alliances changed by"),
    (add_to_quarter("ended"), "alliances changed by"),
    (add_to_quarter("living_firms", world=True), "the quarter counts"),
    (add_to_quarter("active_alliances", world=True), "the quarter counts"),
    (set_record("firms", "assets", -1.0), "firms.assets leaves what is 0 or more"),
    (set_record("firms", "home_sales", -1e-6), "firms.home_sales leaves what is 0 or more"),
    (set_record("alliances", "goal", -1.0), "alliances.goal leaves what is 0 or more"),
    (set_record("presence", "sales", -1.0), "presence.sales leaves what is 0 or more"),
    (set_record("markets", "demand", -1.0), "markets.demand leaves what is 0 or more"),
    (set_record("firms", "resources", 1.1), "firms.resources leaves [0, 1]"),
    (set_record("firms", "reputation", -0.1), "firms.reputation leaves [0, 1]"),
    (set_record("alliances", "trust", 1.1), "alliances.trust leaves [0, 1]"),
    (set_record("alliances", "conflict", -0.1), "alliances.conflict leaves [0, 1]"),
    (set_record("presence", "knowledge", 1.1), "presence.knowledge leaves [0, 1]"),
    (set_record("presence", "market_share", 1.1), "presence.market_share leaves [0, 1]"),
    (set_record("firms", "profit", np.nan), "firms.profit holds a value that is not finite"),
    (set_record("firms", "past_trust", np.nan), "firms.past_trust holds a value that is not finite"),
    (set_record("alliances", "progress", np.inf), "alliances.progress holds a value that is not finite"),
    (set_record("presence", "demand_shock", -np.inf), "presence.demand_shock holds a value that is not finite"),
    (set_record("markets", "hhi", np.nan), "markets.hhi holds a value that is not finite"),
    (set_record("entries", "barrier_paid", np.nan), "entries.barrier_paid holds a value that is not finite"),
]  # fmt: skip


def test_a_firm_that_is_gone_without_having_been_counted_as_closed_is_told():
    run = Simulation(firms=40, seed=1).run(4)
    assert run.check() == []
    renewal, last = PHASE_NAMES.index("renew_population"), run.world.quarter[0]["living_firms"]
    run.world = roomy(run.world, run.quarter)
    go_on(run.world, packed(run.values), run.quarter, after=renewal)
    gone = run.world.living[run.world.counts[0]["living"] - 1]
    run.world.firms["alive"][gone] = False
    run.world.counts["living"] -= 1
    go_on(run.world, packed(run.values), run.quarter, first=renewal)
    run.quarter += 1
    run.recorder.record(run.world, run.quarter - 1)
    quarter = run.world.quarter[0]
    changed = quarter["living_firms"] - last
    assert changed == quarter["founded"] - quarter["closed"] - 1
    told = f"firms changed by {changed}, founded {quarter['founded']}, closed {quarter['closed']}"
    assert told in run.check()


@pytest.mark.parametrize(("corrupt", "said"), CORRUPTIONS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_broken_identity_is_told_in_a_sentence_that_names_it(corrupt, said):
    model = AllianceModel(firms=40, quarters=8, seed=1).run()
    assert model.check() == []
    corrupt(model)
    found = model.check()
    assert any(said in sentence for sentence in found), found
    assert all("\n" not in sentence for sentence in found)
