"""Every instrument does what its name says, nothing at zero strength, and pays what it declares."""

import csv
import inspect
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import COSTS, PURPOSES
from alliances.model.policies.instruments import (
    alliance_ban,
    brokerage,
    contract_enforcement,
    demand_slump,
    export_grant,
    export_revenue_subsidy,
    foreign_profit_relief,
    formation_subsidy,
    joint_research_fund,
    market_intelligence,
    market_opening,
    mentoring,
    research_centres,
    research_tax_credit,
    sanctions,
    tariff,
)
from alliances.model.policies.levers import LEVERS
from alliances.model.policies.policy import INSTRUMENTS

pytestmark = pytest.mark.smoke
each_instrument = pytest.mark.parametrize("name", INSTRUMENTS)
FACTORS = {name for name, column in LEVERS.stored.items() if column.fill == 1}
FILLS = {name for name, column in LEVERS.stored.items() if column.high == 1}
EXTRAS = set(LEVERS.stored) - FACTORS - FILLS


def levers_of(name):
    return [lever for lever in LEVERS.stored if hasattr(INSTRUMENTS[name], lever)]


def payments_of(name):
    return [pays for pays in (f"pays_{purpose}" for purpose in PURPOSES[:COSTS]) if hasattr(INSTRUMENTS[name], pays)]


def test_every_instrument_that_is_asked_for_is_there():
    assert set(INSTRUMENTS) == {
        "alliance_ban", "brokerage", "contract_enforcement", "demand_slump", "export_grant",
        "export_revenue_subsidy", "foreign_profit_relief", "formation_subsidy", "joint_research_fund",
        "market_intelligence", "market_opening", "mentoring",
        "research_centres", "research_tax_credit", "sanctions", "tariff",
    }  # fmt: skip


@each_instrument
def test_an_instrument_moves_a_lever_or_pays_for_something(name):
    assert levers_of(name) or payments_of(name)
    functions = {key for key, _ in inspect.getmembers(INSTRUMENTS[name], inspect.isfunction)}
    functions -= {"parameter", "NamedTuple", "fee", "upkeep"}
    assert functions == {*levers_of(name), *payments_of(name)}


@each_instrument
def test_at_zero_strength_it_changes_and_pays_nothing(name):
    module = INSTRUMENTS[name]
    nothing = module.Parameters(*(0.0 for _ in module.Parameters._fields))
    for lever in levers_of(name):
        for value in (0.0, 0.25, 1.0):
            assert getattr(module, lever)(value, nothing) == pytest.approx(value, abs=1e-15)
    assert [getattr(module, pays)(nothing) for pays in payments_of(name)] == [0 for _ in payments_of(name)]
    assert [getattr(module, cost)(nothing) for cost in ("fee", "upkeep") if hasattr(module, cost)] in ([], [0])


@each_instrument
def test_its_strengths_are_declared_with_sources_that_are_listed(name):
    text = (files("alliances.model") / "data" / "references.csv").read_text(encoding="utf-8")
    known = {row["key"] for row in csv.DictReader(text.splitlines())}
    for declared in INSTRUMENTS[name].Parameters._field_defaults.values():
        assert declared.source in known
        assert declared.low == 0, "phasing in starts from nothing"
        assert declared.description and declared.unit


@given(value=st.floats(0, 1), share=st.floats(0, 1))
def test_values_in_give_values_out_on_the_same_scale(value, share):
    for name, module in INSTRUMENTS.items():
        declared = module.Parameters._field_defaults.values()
        strength = module.Parameters(*(share * one.high for one in declared))
        for lever in levers_of(name):
            moved = getattr(module, lever)(value, strength)
            assert moved >= 0
            if lever in FILLS:
                assert value - 1e-12 <= moved <= 1 + 1e-12, (name, lever)
            if lever in EXTRAS:
                assert moved >= value, (name, lever)


def literal(module, **strengths):
    return module.Parameters(**{name: float(strengths.get(name, 0)) for name in module.Parameters._fields})


def test_what_each_instrument_does_in_numbers():
    assert formation_subsidy.pays_search(literal(formation_subsidy, share=0.4)) == 0.4
    assert formation_subsidy.pays_talks(literal(formation_subsidy, share=0.4)) == 0.4
    assert joint_research_fund.pays_project(literal(joint_research_fund, match=2)) == 2
    assert research_tax_credit.pays_research(literal(research_tax_credit, credit=0.3)) == 0.3
    assert foreign_profit_relief.pays_tax(literal(foreign_profit_relief, relief=0.5)) == 0.5
    assert export_grant.pays_entry(literal(export_grant, share=0.6)) == 0.6
    assert export_revenue_subsidy.pays_sales(literal(export_revenue_subsidy, rate=0.05)) == 0.05
    assert alliance_ban.ally_propensity(0.8, literal(alliance_ban, barred=1)) == 0
    assert market_opening.entry_barrier(1, literal(market_opening, cut=0.3)) == pytest.approx(0.7)
    # two services at once: 0.5 is missing after the first, the second supplies 0.3 of that
    assert market_intelligence.market_knowledge(0.5, literal(market_intelligence, supply=0.3)) == pytest.approx(0.65)
    assert market_intelligence.fee(literal(market_intelligence, yearly_fee=0.02)) == 0.02
    assert mentoring.alliance_capability(0, literal(mentoring, advice=0.2)) == pytest.approx(0.2)
    assert mentoring.training(1, literal(mentoring, lessons=2)) == 3
    assert brokerage.search_reach(1, literal(brokerage, reach=1)) == 2
    assert brokerage.match_quality(0.8, literal(brokerage, clarity=0.5)) == pytest.approx(0.4)
    assert contract_enforcement.contract_enforcement(0, literal(contract_enforcement, reform=0.3)) == pytest.approx(0.3)
    assert contract_enforcement.upkeep(literal(contract_enforcement, yearly_cost=4)) == 4
    # three centres, each in touch with a tenth: 1 - 0.9 ** 3
    centres = literal(research_centres, centres=3, contact=0.1, incentive=0.5)
    assert research_centres.centre_contact(0, centres) == pytest.approx(0.271)
    assert research_centres.upkeep(centres) == 1.5
    assert sanctions.customers(1, literal(sanctions, lost=0.8)) == pytest.approx(0.2)
    assert sanctions.severance(0, literal(sanctions, cut_rate=1.5)) == 1.5
    assert tariff.tariff(0.1, literal(tariff, rate=0.2)) == pytest.approx(0.3)
    assert demand_slump.demand(1, literal(demand_slump, drop=0.25)) == 0.75
