"""The result tables: as declared, and true to each other."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from alliances.model.declarations.codes import (
    CAUSES,
    ENDINGS,
    GOVERNANCE,
    MAX_PARTNERS,
    MODES,
    MOTIVES,
    PURPOSES,
    STAGES,
)
from alliances.model.declarations.columns import UNIT_INTERVAL
from alliances.model.face.model import AllianceModel
from alliances.model.records.alliances import HAZARD_CAUSES, SIDES
from alliances.model.records.outcomes import TABLES
from alliances.model.rules.evaluation import DECISION_YEARS
from alliances.model.world.scenario import load_scenario

JUDGED_AFTER = 4 * DECISION_YEARS
PLAIN = {"int": "int64", "float": "float64", "bool": "bool", "text": "str", "list": "object"}
NULLABLE = {"int": "Int64", "float": "float64", "bool": "boolean", "text": "str", "list": "object"}
HAZARDS = [f"hazard_{cause}" for cause in HAZARD_CAUSES]
ENDING_TERMS = ["least_trust", "conflict_end", "divergence_end", "lag_end", "lesson_end", "outside_end"]

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def model() -> AllianceModel:
    """A world that starts from nothing, so that the tables tell all that ever happened."""
    scenario = dataclasses.replace(load_scenario("default"), burn_in=0)
    eventful = {"negotiation.consortium": 0.5, "partner_choice.reservation": 1.2, "firm_demography.closing": 0.05}
    lessons = {"name": "Lessons", "instrument": "mentoring", "start": 1, "budget": 0.1}
    return AllianceModel(
        scenario, firms=80, quarters=40, seed=8, record_every=1, parameters=eventful, policies=[lessons]
    ).run()


@pytest.fixture(scope="module")
def tables(model) -> dict[str, pd.DataFrame]:
    return model.tables()


@pytest.fixture(scope="module")
def settled() -> dict[str, pd.DataFrame]:
    """Tables of a world with a burn-in."""
    return AllianceModel(firms=60, quarters=12, seed=8).run().tables()


def empty_tables() -> dict[str, pd.DataFrame]:
    """Tables of a world in which nothing ever happened."""
    scenario = dataclasses.replace(load_scenario("default"), burn_in=0)
    return AllianceModel(scenario, firms=2, quarters=0, seed=1).tables()


def homes(tables: dict[str, pd.DataFrame]) -> dict[int, str]:
    """The home country of every firm that was ever recorded."""
    return tables["firms"].drop_duplicates("firm_id").set_index("firm_id").home.to_dict()


def endings(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Ended alliances with the terms of their ending."""
    terms = tables["decisions"].drop(columns=["formed_step", "ended_step", "cause"])
    return tables["alliances"].merge(terms, on="alliance_id").dropna(subset="draw")


# ---- as declared


@each_table
@pytest.mark.parametrize("world", ["eventful", "settled", "empty"])
def test_columns_are_those_declared_in_order_and_type(table, world, tables, settled):
    frame = {"eventful": tables, "settled": settled, "empty": empty_tables()}[world][table.name]
    assert list(frame.columns) == [column.name for column in table.columns]
    kinds = {column.name: (NULLABLE if column.nullable else PLAIN)[column.kind] for column in table.columns}
    found = {name: str(dtype) for name, dtype in frame.dtypes.items()}
    words = {"str", "object"}  # pandas 2 keeps words as objects, pandas 3 as strings
    assert {name for name in kinds if found[name] != kinds[name] and not {found[name], kinds[name]} <= words} == set()


@each_table
def test_only_columns_declared_nullable_have_nulls(table, tables, settled):
    for frame in (tables[table.name], settled[table.name]):
        nulls = {column.name for column in table.columns if frame[column.name].isna().any()}
        assert nulls <= {column.name for column in table.columns if column.nullable}


def test_every_table_of_a_run_is_declared(tables):
    assert list(tables) == [table.name for table in TABLES]
    eventful = {name for name, frame in tables.items() if len(frame)}
    assert eventful == set(tables) - {"own_firms"}


@each_table
def test_what_is_measured_between_0_and_1_stays_there(table, tables):
    for column in table.columns:
        if column.unit == UNIT_INTERVAL:
            values = tables[table.name][column.name].dropna()
            assert values.between(0, 1).all(), column.name


@each_table
def test_every_text_and_list_holds_known_words(table, tables, model):
    known = {
        "cause": {*CAUSES}, "governance": {*GOVERNANCE}, "motive": {*MOTIVES}, "mode": {*MODES} - {"none"},
        "stage": {*STAGES}, "home": {*model.codes}, "market": {*model.codes}, "host_market": {*model.codes},
        "industry": {*model.industries}, "event": {"enter", "deepen", "withdraw", "leave"},
        "leader": {"executives", "scientists", "marketers", "board"}, "purpose": {*PURPOSES},
        "policy": {policy.name for policy in model.policies}, "ending": {*ENDINGS}, "name": {*model.names},
    }  # fmt: skip
    for column in table.columns:
        if column.kind == "text":
            assert set(tables[table.name][column.name].dropna()) <= known[column.name]


# ---- quarters


def test_the_quarters_add_up_what_the_other_tables_tell(tables):
    quarters = tables["quarters"].set_index("step")
    alliances, firms = tables["alliances"], tables["firms"]
    assert quarters.index.tolist() == list(range(40))
    counted = {
        "formed": alliances.groupby("formed_step").size(),
        "ended": alliances.groupby("ended_step").size(),
        "failed": alliances[alliances.failed.fillna(False)].groupby("ended_step").size(),
        "living_firms": firms.groupby("step").size(),
        "exporters": firms[firms.markets > 0].groupby("step").size(),
    }
    for name, expected in counted.items():
        assert quarters[name].tolist() == expected.reindex(quarters.index, fill_value=0).tolist(), name
    by_step = firms.groupby("step")
    assert quarters.foreign_sales.to_numpy() == pytest.approx(by_step.foreign_sales.sum().to_numpy())
    assert quarters.total_sales.to_numpy() == pytest.approx(by_step.total_sales.sum().to_numpy())
    shares = by_step.foreign_sales_share.mean()
    assert quarters.mean_foreign_sales_share.to_numpy() == pytest.approx(shares.to_numpy())
    assert quarters.active_alliances.tolist() == (quarters.formed - quarters.ended).cumsum().tolist()
    assert quarters.living_firms.tolist() == (80 + (quarters.founded - quarters.closed).cumsum()).tolist()


# ---- alliances


def test_cause_and_end_are_told_together_or_not_at_all(tables, settled):
    for name in ("alliances", "decisions"):
        for frame in (tables[name], settled[name]):
            assert (frame.cause.isna() == frame.ended_step.isna()).all()
    assert not set(tables["alliances"].cause.dropna()) & {"no_agreement"}
    assert len(set(tables["alliances"].cause.dropna())) >= 5


def test_an_alliance_is_not_judged_while_it_is_open_and_young(tables):
    alliances, last = tables["alliances"], 39
    worked = last - alliances.formed_step + 1  # quarters, this one and that of the signature included
    open_and_young = alliances.ended_step.isna() & (worked < JUDGED_AFTER)
    assert (alliances.failed.isna() == open_and_young).all()
    # all three kinds occur: open and young, open and judged, ended
    assert open_and_young.any()
    assert (alliances.ended_step.isna() & ~open_and_young).any()


def test_an_alliance_failed_if_a_partner_missed_its_own_goal(tables, settled):
    for alliances in (tables["alliances"], settled["alliances"]):
        assert (alliances.goals_met.isna() == alliances.failed.isna()).all()
        judged = alliances[alliances.failed.notna()]
        assert (judged.goals_met.map(len) == judged.n_partners).all()
        assert (judged.failed == ~judged.goals_met.map(all)).all()
    assert 0 < tables["alliances"].failed.mean() < 1


def test_alliances_have_two_to_four_different_partners_and_larger_ones_occur(tables):
    alliances = tables["alliances"]
    assert (alliances.partners.map(len) == alliances.n_partners).all()
    assert (alliances.partners.map(set).map(len) == alliances.n_partners).all()
    assert {2, 3} <= set(alliances.n_partners) <= set(range(2, MAX_PARTNERS + 1))


def test_an_alliance_is_international_if_its_partners_come_from_different_countries(tables):
    home = homes(tables)
    alliances = tables["alliances"]
    countries = alliances.partners.map(lambda partners: len({home[firm] for firm in partners}))
    assert (alliances.international == (countries > 1)).all()
    assert 0 < alliances.international.mean() < 1


def test_an_alliance_covers_at_least_one_field_and_access_to_a_market_is_for_a_foreigner(tables):
    home = homes(tables)
    alliances = tables["alliances"]
    assert (alliances.technology | alliances.supply_chain | alliances.market_access).all()
    access = alliances[alliances.market_access]
    first_two = [{home[firm] for firm in partners[:2]} for partners in access.partners]
    assert all({host} != two for host, two in zip(access.host_market, first_two, strict=True))


def test_skipped_stages_are_counted_and_named(tables):
    alliances = tables["alliances"]
    assert (alliances.skipped_stages.map(len) == alliances.stages_skipped).all()
    named = {stage for stages in alliances.skipped_stages for stage in stages}
    assert named == set(STAGES)
    assert alliances.stages_skipped.gt(0).any() and alliances.stages_skipped.eq(0).any()


def test_partners_found_a_joint_venture_only_if_the_agreement_was_designed(tables):
    alliances = tables["alliances"]
    undesigned = alliances.skipped_stages.map(lambda stages: "design" in stages)
    assert (alliances.governance[undesigned] == "contractual").all()
    assert undesigned.any() and (alliances.governance == "equity_joint_venture").any()


def test_no_stage_is_skipped_where_the_rule_is_switched_off():
    sociable = {"partner_choice.reservation": 1}
    model = AllianceModel(firms=60, quarters=12, seed=8, without="stages", parameters=sociable)
    alliances = model.run().tables()["alliances"]
    assert len(alliances) > 20
    assert alliances.stages_skipped.sum() == 0
    assert alliances.skipped_stages.map(len).sum() == 0


def test_stages_are_revisited_only_where_somebody_reviews(tables):
    alliances = tables["alliances"]
    blind = alliances.skipped_stages.map(lambda stages: "evaluation" in stages)
    assert alliances.revisits[blind].sum() == 0
    assert blind.any() and alliances.revisits.sum() > 0
    without = AllianceModel(firms=60, quarters=12, seed=8, without="evaluation").run().tables()["alliances"]
    assert without.revisits.sum() == 0


def test_a_revisit_takes_a_living_alliance_through_negotiation_and_design(tables):
    ties = tables["ties"].drop_duplicates(["step", "alliance_id"]).sort_values(["alliance_id", "step"])
    following = ties.groupby("alliance_id").stage.shift(-1)
    assert set(ties.stage) == {"management", "evaluation", "negotiation", "design"}
    steps = set(zip(ties.stage[following.notna()], following.dropna(), strict=True))
    assert steps <= {
        ("management", "management"), ("management", "evaluation"), ("management", "negotiation"),
        ("evaluation", "management"), ("negotiation", "design"), ("design", "management"), ("design", "evaluation"),
        ("design", "negotiation"),
    }  # fmt: skip
    visits = ties[ties.stage == "negotiation"].groupby("alliance_id").size()
    revisits = tables["alliances"].set_index("alliance_id").revisits
    assert (visits <= revisits.reindex(visits.index)).all()


def test_terms_are_whole_quarters_of_at_least_two_and_alliances_start_after_talks(tables):
    alliances = tables["alliances"].merge(tables["decisions"][["alliance_id", "started_step"]], on="alliance_id")
    assert (alliances.planned_quarters >= 2).all()
    assert (alliances.formed_step >= alliances.started_step).all()
    # design takes a quarter of its own unless it is skipped
    designed = ~alliances.skipped_stages.map(lambda stages: "design" in stages)
    assert (alliances.formed_step[designed] > alliances.started_step[designed]).all()
    assert (alliances.ended_step.dropna() >= alliances.formed_step[alliances.ended_step.notna()]).all()


def test_prior_ties_count_earlier_alliances_between_the_partners(tables):
    alliances = tables["alliances"].merge(tables["decisions"][["alliance_id", "started_step"]], on="alliance_id")
    repeated = 0
    for row in alliances.itertuples():
        earlier = alliances[(alliances.ended_step < row.started_step).fillna(False)]
        common = sum(len(set(partners) & set(row.partners)) * (len(set(partners) & set(row.partners)) - 1) // 2
                     for partners in earlier.partners)  # fmt: skip
        # a firm remembers so many partners only, so it may have forgotten some, but it makes none up
        assert row.prior_ties <= common
        repeated += row.prior_ties > 0
    assert repeated > 0


# ---- decisions


def test_every_alliance_talked_about_was_wanted_by_both_sides(tables, settled):
    for decisions in (tables["decisions"], settled["decisions"]):
        for side in SIDES:
            assert (decisions[f"asked_{side}"] <= decisions[f"fit_{side}"]).all(), side


def test_decisions_tell_of_all_talks_and_alliances_of_those_that_succeeded(tables):
    decisions, alliances = tables["decisions"], tables["alliances"]
    assert decisions.alliance_id.is_unique and alliances.alliance_id.is_unique
    formed = decisions[decisions.formed_step.notna()]
    assert formed.alliance_id.tolist() == alliances.alliance_id.tolist()
    assert formed.formed_step.tolist() == alliances.formed_step.tolist()
    assert formed.cause.fillna("").tolist() == alliances.cause.fillna("").tolist()
    assert formed.initiator.tolist() == alliances.partners.map(lambda partners: partners[0]).tolist()
    assert formed.partner.tolist() == alliances.partners.map(lambda partners: partners[1]).tolist()
    failed = decisions[decisions.formed_step.isna()]
    assert set(failed.cause.dropna()) == {"no_agreement", "partner_closed"}


def test_the_terms_of_an_ending_are_told_of_ended_alliances_alone(tables):
    decisions = tables["decisions"]
    lived = decisions.ended_step.notna() & decisions.formed_step.notna()
    for name in (*ENDING_TERMS, *HAZARDS, "threshold", "draw"):
        assert (decisions[name].notna() == lived).all(), name


def test_hazards_add_up_to_the_chance_that_the_draw_was_compared_with(tables):
    ended = tables["decisions"].dropna(subset="threshold")
    # four quarters a year: 1 - exp(-sum of yearly hazards / 4)
    assert ended.threshold.to_numpy() == pytest.approx(1 - np.exp(-ended[HAZARDS].sum(axis=1).to_numpy() / 4))
    assert (ended[HAZARDS] >= 0).all(axis=None)


def test_what_is_noted_in_half_the_bytes_is_good_to_seven_digits(model):
    rows = model.world.alliances[: model.world.counts[0]["alliances"]]
    rows = rows[rows["threshold"] > 0]
    narrow = [name for name in rows.dtype.names if rows.dtype[name].base == np.float32]
    assert narrow and {"hazards", "fit"} <= set(narrow)
    total = -4 * np.log1p(-rows["threshold"])
    assert rows["hazards"].sum(axis=1, dtype=float) == pytest.approx(total, rel=3e-7, abs=1e-12)


def test_an_alliance_ends_by_a_hazard_exactly_if_the_draw_fell_below_the_chance(tables):
    ended = tables["decisions"].dropna(subset="threshold")
    by_hazard = ended.cause.isin(HAZARD_CAUSES)
    assert ((ended.draw < ended.threshold) == by_hazard).all()
    assert set(ended.cause[~by_hazard]) == {"term_reached", "partner_closed"}
    cause_hazard = [row[f"hazard_{row['cause']}"] for _, row in ended[by_hazard].iterrows()]
    assert min(cause_hazard) > 0


def test_an_ended_alliances_terms_agree_with_its_row(tables):
    both = endings(tables)
    assert (both.conflict_end <= both.conflict_peak + 1e-12).all()
    assert both.divergence_end.tolist() == both.goal_divergence.tolist()
    goals_met = both[both.cause == "goals_met"]
    # one that met its goals after it was judged at five years, twenty quarters of work, has failed all the same
    in_time = goals_met[goals_met.ended_step - goals_met.formed_step + 1 <= 20]
    assert len(in_time) > 0 and not in_time.failed.any()
    assert (goals_met.lag_end == 0).all()


def test_the_least_trust_is_no_more_than_the_mean(tables):
    both = endings(tables)
    reviewed = both[both.ended_step > both.formed_step]
    assert (reviewed.least_trust <= reviewed.trust_end + 1e-12).all()
    assert (reviewed.least_trust > 0).all()


def test_an_alliance_that_ends_in_the_quarter_it_is_signed_has_its_least_trust_told_too(tables, settled):
    ended = pd.concat([endings(tables), endings(settled)])
    first_quarter = ended[ended.ended_step == ended.formed_step]
    assert len(first_quarter) > 0
    assert (first_quarter.least_trust > 0).all()


# ---- firms, presence and entries


def test_firms_count_the_alliances_that_the_ties_table_lists(tables):
    firms = tables["firms"].set_index(["step", "firm_id"])
    ties = tables["ties"].groupby(["step", "firm_id"]).size().reindex(firms.index, fill_value=0)
    assert firms.alliances.tolist() == ties.tolist()
    kinds = tables["alliances"].set_index("alliance_id")[["technology", "international"]]
    listed = tables["ties"].join(kinds, on="alliance_id").groupby(["step", "firm_id"])[list(kinds)]
    counted = listed.sum().reindex(firms.index, fill_value=0)
    assert firms.technical_cooperation_projects.tolist() == counted.technology.tolist()
    assert firms.international_alliances.tolist() == counted.international.tolist()
    assert (firms.rd_projects > firms.technical_cooperation_projects).all()


def test_firms_sell_abroad_what_their_presences_sell(tables):
    firms = tables["firms"].set_index(["step", "firm_id"])
    by_firm = tables["presence"].groupby(["step", "firm_id"])
    presence = by_firm.agg(sales=("sales", "sum"), markets=("market", "nunique")).reindex(firms.index, fill_value=0)
    assert firms.markets.tolist() == presence.markets.tolist()
    # who left a market after the quarter's sales has sold there and is there no more
    left = tables["entries"][tables["entries"].event == "leave"].set_index(["step", "firm_id"]).index
    stayed = ~firms.index.isin(left)
    assert firms.foreign_sales[stayed].to_numpy() == pytest.approx(presence.sales[stayed].to_numpy())
    assert (firms.foreign_sales[~stayed] + 1e-9 >= presence.sales[~stayed]).all()
    assert (firms.foreign_sales_share * firms.total_sales).to_numpy() == pytest.approx(firms.foreign_sales.to_numpy())


def test_a_firm_is_present_in_a_market_once_and_never_at_home(tables):
    presence = tables["presence"].merge(tables["firms"][["step", "firm_id", "home"]], on=["step", "firm_id"])
    assert len(presence) == len(tables["presence"])
    assert not presence.duplicated(["step", "firm_id", "market"]).any()
    assert (presence.market != presence.home).all()


def test_a_firm_enters_a_market_before_it_leaves_it_and_leaves_before_it_enters_again(tables):
    entries = tables["entries"]
    inside = entries[entries.event.isin(["enter", "leave"])]
    for _, events in inside.groupby(["firm_id", "market"], sort=False):
        assert events.event.tolist() == ["enter", "leave"] * (len(events) // 2) + ["enter"] * (len(events) % 2)
        assert events.step.is_monotonic_increasing
    assert inside.groupby(["firm_id", "market"]).size().max() > 2


def test_a_firm_deepens_and_withdraws_only_where_it_is(tables):
    present: set[tuple[int, str]] = set()
    seen = set()
    for row in tables["entries"].itertuples():
        place = (row.firm_id, row.market)
        assert (place in present) == (row.event != "enter")
        seen.add(row.event)
        present = present | {place} if row.event == "enter" else present - {place} if row.event == "leave" else present
    assert seen == {"enter", "deepen", "withdraw", "leave"}


def test_entries_explain_every_presence_and_its_mode(tables):
    presence, modes = tables["presence"], {}
    now = dict(iter(presence.groupby("step")))
    for step in range(40):
        for row in tables["entries"][tables["entries"].step == step].itertuples():
            if row.event == "leave":
                del modes[row.firm_id, row.market]
            else:
                modes[row.firm_id, row.market] = row.mode
        listed = now.get(step, presence.iloc[:0])
        assert modes == dict(zip(zip(listed.firm_id, listed.market, strict=True), listed["mode"], strict=True))
    assert modes


def test_only_entering_and_deepening_is_paid_for(tables):
    entries = tables["entries"]
    assert (entries.barrier_paid >= 0).all()
    paid = entries.event.isin(["enter", "deepen"])
    assert (entries.barrier_paid[~paid] == 0).all()
    assert (entries.barrier_paid[entries.event == "enter"] > 0).all()


def test_entries_with_a_partner_name_a_living_alliance_of_the_firm_for_that_market(tables):
    alliances = tables["alliances"].set_index("alliance_id")
    joint = tables["entries"].dropna(subset="alliance_id")
    for row in joint[joint.event == "enter"].itertuples():
        alliance = alliances.loc[row.alliance_id]
        assert row.firm_id in alliance.partners
        assert (alliance.host_market, alliance.formed_step) == (row.market, row.step)
        assert alliance.market_access
        assert row.mode == ("joint_venture" if alliance.governance == "equity_joint_venture" else "contractual")
    assert len(joint[joint.event == "enter"]) > 0
    alone = tables["entries"][tables["entries"].alliance_id.isna() & (tables["entries"].event == "enter")]
    assert set(alone["mode"]) == {"export", "wholly_owned"}


# ---- markets and ties


def test_markets_count_the_firms_in_them(tables):
    at_home = tables["firms"].groupby(["step", "home"]).size()
    abroad = tables["presence"].groupby(["step", "market"]).size()
    markets = tables["markets"].set_index(["step", "market"])
    counted = at_home.reindex(markets.index, fill_value=0) + abroad.reindex(markets.index, fill_value=0)
    # firms are counted when they compete; until the quarter's end some are founded, close, leave or come
    quarter = tables["quarters"].set_index("step")
    moves = tables["entries"].groupby("step").size().reindex(quarter.index, fill_value=0)
    slack = quarter.founded + quarter.closed + moves
    off = (markets.firms_present - counted).abs().groupby("step").sum()
    assert (off <= slack).all()
    assert (off == 0).any()


def test_ties_list_every_partner_of_every_living_alliance(tables):
    alliances = tables["alliances"].set_index("alliance_id")
    for step, ties in tables["ties"].groupby("step"):
        alive = alliances[(alliances.formed_step <= step) & ~(alliances.ended_step <= step).fillna(False)]
        listed = ties.groupby("alliance_id").firm_id.agg(list)
        assert listed.to_dict() == alive.partners.to_dict()


def test_a_partner_that_reached_its_goal_is_told_so(tables):
    last = tables["ties"][tables["ties"].step == 39].set_index(["alliance_id", "firm_id"]).goal_reached
    alliances = tables["alliances"]
    judged_now = alliances[alliances.formed_step == 39 - JUDGED_AFTER]
    for row in judged_now[judged_now.ended_step.isna()].itertuples():
        assert [last[row.alliance_id, firm] >= 1 for firm in row.partners] == row.goals_met


def test_ids_mean_the_same_in_a_settled_world(settled):
    assert settled["quarters"].step.tolist() == list(range(12))
    alliances = settled["alliances"]
    assert (alliances.formed_step < 0).any() and (alliances.formed_step >= 0).any()
    assert (alliances.ended_step.dropna() >= 0).all()
    assert settled["entries"].step.min() >= 0
    assert sorted(set(settled["firms"].step)) == [3, 7, 11]
