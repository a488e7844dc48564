"""Policies at work: what reaches nobody changes nothing, money is booked to the cent, and budgets hold."""

from __future__ import annotations

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from alliances.model.declarations.codes import CONTRACTUAL_MODE, TRANSFERS
from alliances.model.declarations.parameters import packed
from alliances.model.engine.compiling import call
from alliances.model.face.model import AllianceModel
from alliances.model.policies.policy import INSTRUMENTS, SCORES
from alliances.model.steps.questions import OPTIONS, TERMS, WEIGHT, weigh_options

WORLD = {"firms": 150, "quarters": 24, "seed": 3}
ABOUT_POLICIES = ("spending", "admissions")
SHOCKS = {name for name, module in INSTRUMENTS.items() if module.SHOCK}
PAYING = sorted(set(INSTRUMENTS) - SHOCKS)


def run(*policies, **settings) -> AllianceModel:
    return AllianceModel(**{**WORLD, **settings}, policies=policies).run()


def one(instrument: str, **settings) -> dict:
    return {"name": "Policy", "instrument": instrument, "start": 1, "end": 4, **settings}


@pytest.fixture(scope="module")
def plain():
    return run().tables()


def assert_nothing_changed(tables, plain, except_for=ABOUT_POLICIES):
    for name, table in plain.items():
        if name not in except_for:
            assert_frame_equal(tables[name], table, check_exact=True, obj=name)


# ---- what reaches nobody


@pytest.mark.parametrize("instrument", PAYING)
def test_a_budget_of_zero_leaves_every_table_as_it_is(instrument, plain):
    assert_nothing_changed(run(one(instrument, budget=0)).tables(), plain, except_for=())


@pytest.mark.parametrize("instrument", [name for name, module in INSTRUMENTS.items() if module.TARGET])
def test_a_policy_without_any_eligible_firm_leaves_every_table_as_it_is(instrument, plain):
    nobody = one(instrument, target={"employees": [1e8, 2e8]})
    tables = run(nobody).tables()
    assert_nothing_changed(tables, plain)
    assert tables["admissions"].empty
    assert tables["spending"].firm_id.isna().all()


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_nothing_is_different_before_a_policy_starts(instrument, plain):
    tables = run(one(instrument, start=3)).tables()
    for name in ("quarters", "firms", "presence", "markets", "ties", "entries"):
        before, after = (table[name].query("step < 12").reset_index(drop=True) for table in (plain, tables))
        assert_frame_equal(after, before, check_exact=True, obj=name)
    assert tables["spending"].step.min() >= 12 or tables["spending"].empty
    changed = [name for name in ("quarters", "firms") if not tables[name].equals(plain[name])]
    assert changed, "from its start on it does something"


def test_a_policy_out_of_its_time_pays_nothing():
    spending = run(one("export_grant", start=2, end=3)).tables()["spending"]
    assert set(spending.step) <= {8, 9, 10, 11}
    assert len(spending)


# ---- money


@pytest.mark.parametrize("instrument", PAYING)
def test_spending_never_exceeds_the_budget_of_a_year(instrument):
    budget = 2 * INSTRUMENTS[instrument].Parameters().incentive if instrument == "research_centres" else 0.06
    strengths = {"centres": 1} if instrument == "research_centres" else {}
    strengths = {"yearly_cost": 0.05} if instrument == "contract_enforcement" else strengths
    model = AllianceModel(**WORLD, policies=[one(instrument, budget=budget, administration=0.01, **strengths)])
    while model.running:
        model.step()
        assert model.check() == []
    spending = model.tables()["spending"]
    assert spending.groupby((spending.step - 4) // 4).amount.sum().between(0.01, budget * (1 + 1e-9)).all()


def test_nobody_gets_more_than_the_ceiling_in_a_year():
    spending = run(one("export_grant", share=1, ceiling=0.05)).tables()["spending"]
    a_year = spending.groupby([(spending.step - 4) // 4, "firm_id"]).amount.sum()
    assert a_year.max() == pytest.approx(0.05)
    assert (spending.amount > 0).all()


@pytest.mark.parametrize("instrument", ["export_grant", "foreign_profit_relief", "formation_subsidy"])
@pytest.mark.parametrize("budget", [0.05, 0.2, 1])
@pytest.mark.parametrize("seed", range(1, 5))
def test_twice_the_budget_never_books_less_in_a_year(instrument, budget, seed):
    booked = [
        run(one(instrument, start=1, end=2, budget=size), seed=seed).tables()["spending"].amount.sum()
        for size in (budget, 2 * budget)
    ]
    assert booked[0] <= booked[1] * (1 + 1e-9)


@pytest.mark.parametrize(
    ("instrument", "blind"),
    [
        ("research_tax_credit", {"parameters": {"strategy.cost_aversion": 0}}),
        ("foreign_profit_relief", {"without": "entry_mode"}),
        ("export_revenue_subsidy", {"without": "entry_mode"}),
        ("formation_subsidy", {"without": "entry_mode", "parameters": {"strategy.cost_aversion": 0}}),
    ],
)
def test_what_is_paid_is_what_firms_accounts_gain(instrument, blind):
    # firms that do not look at cost decide alike, so that the first quarter differs by the payments alone
    settings = {"quarters": 5, "firms": 400, **blind}
    model, twin = run(one(instrument, start=1), **settings), run(**settings)
    count = int(model.world.counts[0]["firms"])
    gained = model.world.firms["profit"][:count] - twin.world.firms["profit"][:count]
    spending = model.tables()["spending"]
    paid = np.zeros(count)
    np.add.at(paid, spending.firm_id.to_numpy(int), spending.amount.to_numpy())
    assert paid.sum() > 0
    assert set(spending.purpose) <= set(TRANSFERS)
    np.testing.assert_allclose(gained, 4 * paid, atol=1e-12)


def test_matching_money_goes_into_the_project_and_not_into_accounts():
    blind = {"parameters": {"strategy.cost_aversion": 0}, "quarters": 5, "firms": 400}
    model, twin = run(one("joint_research_fund"), **blind), run(**blind)
    spending = model.tables()["spending"]
    assert set(spending.purpose) == {"project"}
    assert "project" not in TRANSFERS
    assert spending.alliance_id.notna().all()
    living = model.world.living[: model.world.counts[0]["living"]]
    assert (model.world.firms["profit"][living] == twin.world.firms["profit"][living]).all()
    gained = model.world.firms["resources"][living, 0] - twin.world.firms["resources"][living, 0]
    assert gained.min() >= 0
    assert gained.max() > 0


def test_each_programme_pays_its_share_of_what_those_before_it_left():
    first = {**one("export_grant", share=0.5), "name": "First"}
    second = {**one("export_grant", share=0.5), "name": "Second"}
    spending = run(first, second).tables()["spending"]
    both = spending.pivot_table(index=["step", "firm_id"], columns="policy", values="amount", aggfunc="sum")
    np.testing.assert_allclose(both.Second, both.First / 2)


def test_two_matching_funds_are_worth_as_much_as_one_that_matches_for_both():
    dear = {"firms": 400, "parameters": {"knowledge_exchange.research_cost": 0.1}}
    funds = [{**one("joint_research_fund", match=1), "name": name} for name in ("First", "Second")]
    together, alone = run(*funds, **dear).tables(), run(one("joint_research_fund", match=2), **dear).tables()
    assert_nothing_changed(together, alone)
    spent = together["spending"].groupby("policy").amount.sum()
    assert spent.tolist() == pytest.approx([alone["spending"].amount.sum() / 2] * 2)


def test_two_subsidies_of_revenue_pay_as_much_as_one_of_both_rates():
    halves = [{**one("export_revenue_subsidy", rate=0.02), "name": name} for name in ("First", "Second")]
    together, alone = run(*halves).tables(), run(one("export_revenue_subsidy", rate=0.04)).tables()
    assert_nothing_changed(together, alone)
    spent = together["spending"].groupby("policy").amount.sum()
    assert spent.tolist() == pytest.approx([alone["spending"].amount.sum() / 2] * 2)
    assert spent.sum() > 0


def test_half_a_ban_halves_the_chance_to_go_abroad_with_a_partner_and_leaves_other_ways_alone():
    model = run(one("alliance_ban", barred=0.5, start=0), quarters=1)
    covered = np.flatnonzero(model.world.firms["alive"] & (model.world.firms["support"] == 1))

    def weights():
        answers = np.zeros((len(covered), len(model.codes), len(OPTIONS), len(TERMS)))
        for firm, answer in zip(covered, answers, strict=True):
            call(weigh_options, model.world, packed(model.values), firm, answer)
        return answers[..., WEIGHT]

    half = weights()
    model.world.levers["ally_propensity"] = 1
    free = weights()
    partner = OPTIONS.index(CONTRACTUAL_MODE)
    assert free[..., partner].max() > 0
    np.testing.assert_allclose(half[..., partner], free[..., partner] / 2)
    others = [place for place in range(len(OPTIONS)) if place != partner]
    np.testing.assert_array_equal(half[..., others], free[..., others])


def test_administration_is_paid_while_the_policy_lasts_and_to_nobody():
    spending = run(one("market_opening", administration=0.4)).tables()["spending"]
    assert spending.purpose.unique().tolist() == ["administration"]
    assert spending.firm_id.isna().all()
    np.testing.assert_allclose(spending.groupby("step").amount.sum(), 0.1)
    assert spending.step.tolist() == list(range(4, 16))


def test_a_policy_that_cannot_pay_its_administration_is_not_in_force(plain):
    tables = run(one("market_opening", administration=0.4, budget=0.05)).tables()
    assert_nothing_changed(tables, plain, except_for=())


def test_a_fee_is_paid_for_every_firm_served():
    tables = run(one("mentoring", yearly_fee=0.02, places=5)).tables()
    spending = tables["spending"]
    assert set(spending.purpose) == {"service"}
    assert spending.groupby("step").size().max() == 5
    assert spending.amount.to_numpy() == pytest.approx(0.005)


# ---- who is admitted


def admitted(model: AllianceModel):
    admissions = model.tables()["admissions"]
    return admissions, set(admissions[admissions.admitted].firm_id)


def test_a_lottery_admits_as_many_as_there_are_places_and_by_chance_alone():
    lottery = one("mentoring", places=30, allocation="lottery", rounds="once")
    admissions, winners = admitted(run(lottery))
    assert len(winners) == 30
    assert admissions.step.unique().tolist() == [4]
    _, again = admitted(run(lottery))
    _, other_seed = admitted(run(lottery, seed=4))
    _, renamed = admitted(run({**lottery, "name": "Other"}))
    assert winners == again
    assert winners != renamed
    assert winners != other_seed


def test_a_larger_lottery_admits_the_winners_of_a_smaller_one_too():
    few, many = (admitted(run(one("mentoring", places=n, allocation="lottery", rounds="once")))[1] for n in (10, 30))
    assert few < many


def test_lots_do_not_favour_size():
    model = run(one("mentoring", places=200, allocation="lottery", rounds="once"), firms=400, quarters=5)
    admissions = model.tables()["admissions"]
    assets = np.log(model.world.firms["assets"][admissions.firm_id])
    won = admissions.admitted.to_numpy()
    gap = assets[won].mean() - assets[~won].mean()
    assert abs(gap) < 3 * assets.std() * (1 / won.sum() + 1 / (~won).sum()) ** 0.5


def test_a_score_admits_those_that_have_it_lowest():
    model = AllianceModel(**WORLD, policies=[one("mentoring", places=10, allocation="score", score="lowest assets")])
    model.run(4)
    living = model.world.living[: model.world.counts[0]["living"]].copy()
    assets = model.world.firms["assets"][living].copy()
    model.step()
    _, poorest = admitted(model)
    assert poorest == set(living[np.argsort(assets, kind="stable")[:10]].tolist())


@pytest.mark.parametrize("score", SCORES)
def test_every_score_admits_those_that_have_it_highest(score):
    policies = [one("mentoring", places=10, allocation="score", score=f"highest {score}")]
    model = AllianceModel(**WORLD, policies=policies, record_every=1)
    model.run(5)
    firms = model.tables()["firms"].query("step == 3").rename(columns={"age_years": "age"}).set_index("firm_id")
    _, chosen = admitted(model)
    others = firms[score].drop(list(chosen))
    assert len(chosen) == 10
    assert firms.loc[list(chosen), score].min() >= others.max()


@pytest.mark.parametrize(
    ("target", "answers"),
    [
        ({"size": "sme"}, lambda f: f.sme),
        ({"size": "large"}, lambda f: ~f.sme),
        ({"employees": [10, 50]}, lambda f: f.employees.between(10, 50, inclusive="left")),
        ({"age": [0, 5]}, lambda f: f.age_years < 5),
        ({"industries": ["biotech", "ict"]}, lambda f: f.industry.isin(["biotech", "ict"])),
        ({"homes": ["USA"]}, lambda f: f.home == "USA"),
        ({"exporting": "no"}, lambda f: f.markets == 0),
        ({"exporting": "yes"}, lambda f: f.markets > 0),
    ],
)
def test_a_target_is_answered_by_those_it_is_for(target, answers):
    model = run(one("mentoring", start=1, target=target), quarters=5, record_every=1, firms=400)
    firms = model.tables()["firms"].query("step == 3").assign(age_years=lambda f: f.age_years + 1 / 4)
    _, reached = admitted(model)
    assert reached == set(firms[answers(firms)].firm_id)
    assert reached


def test_a_firm_with_another_programme_is_not_admitted_where_programmes_do_not_stack():
    first = {**one("mentoring", places=40), "name": "First"}
    second = {**one("brokerage", stacking=False), "name": "Second"}
    model = run(first, second, quarters=5)
    support = model.world.firms["support"][model.world.living[: model.world.counts[0]["living"]]]
    assert {1, 2} <= set(support.tolist())
    assert 3 not in support


@pytest.mark.parametrize("shock", sorted(SHOCKS))
def test_a_shock_that_strikes_everybody_is_no_other_programme(shock):
    mentoring = {**one("mentoring", stacking=False), "name": "Mentors"}
    _, alone = admitted(run(mentoring, quarters=5))
    admissions, _ = admitted(run(one(shock), mentoring, quarters=5))
    mentored = set(admissions[admissions.admitted & (admissions.policy == "Mentors")].firm_id)
    assert mentored == alone


def test_partners_abroad_only_means_no_support_for_alliances_at_home():
    policy = one("formation_subsidy", target={"partner_abroad": True})
    tables = run(policy, firms=400).tables()
    talks = tables["spending"].dropna(subset="alliance_id").merge(tables["alliances"], on="alliance_id")
    assert len(talks)
    assert talks.international.all()


def test_chosen_markets_are_the_only_ones_that_are_paid_for():
    tables = run(one("export_grant", markets=["USA", "CHN"]), firms=400).tables()
    entries = tables["entries"].query("event == 'enter'")
    paid = tables["spending"].merge(entries, on=["step", "firm_id"])
    per_payment = paid.groupby(["step", "firm_id"]).market.agg(lambda m: bool(set(m) & {"USA", "CHN"}))
    assert len(per_payment)
    assert per_payment.all()


# ---- what policies and shocks do


def test_sanctions_cost_sales_and_alliances_of_those_they_hit_and_end():
    world = {"firms": 600, "quarters": 40, "seed": 2}
    hit = one("sanctions", start=2, end=5, lost=1, cut_rate=4, target={"homes": ["USA"]})
    without, with_it = run(**world).tables(), run(hit, **world).tables()
    own = [table["presence"].merge(table["firms"][["step", "firm_id", "home"]], on=["step", "firm_id"])
           for table in (without, with_it)]  # fmt: skip
    sales = [table[table.home == "USA"].groupby("step").sales.sum() for table in own]
    assert sales[1].get(11, 0) == 0 < sales[0][11]
    shocks = [(table["alliances"].cause == "external_shock").sum() for table in (without, with_it)]
    assert shocks[1] > shocks[0]


def test_a_tariff_turns_exporters_to_other_ways_in():
    heavy = one("tariff", start=0, end=6, rate=1)
    exports = [run(*policies, firms=400).tables()["presence"].query("step == 23") for policies in ((), (heavy,))]
    assert exports[1].query("mode == 'export'").sales.sum() < exports[0].query("mode == 'export'").sales.sum() / 2


def test_a_slump_takes_its_share_of_demand_where_it_strikes():
    markets = [run(*policies).tables()["markets"] for policies in ((), (one("demand_slump", markets=["USA"]),))]
    ratio = markets[1].set_index(["step", "market"])["size"] / markets[0].set_index(["step", "market"])["size"]
    assert ratio[11]["USA"] == pytest.approx(0.8)
    assert ratio[11].drop("USA").eq(1).all()
    assert ratio[19]["USA"] == 1


def test_paired_worlds_with_policies_do_not_depend_on_how_often_they_are_recorded():
    policy = one("export_grant", budget=0.5)
    one_way, other = run(policy, record_every=1), run(policy, record_every=0)
    assert_frame_equal(one_way.tables()["spending"], other.tables()["spending"], check_exact=True)
