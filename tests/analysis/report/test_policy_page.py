"""The report on policies: sentences that claim no more than their intervals, every figure with its table, one file."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection, QuadMesh

pytest.importorskip("jinja2", reason="the report needs the extra [analysis]")

from alliances.analysis.drawing.plate import svg
from alliances.analysis.policy import budget, findings, frontier, money, outside, robustness, seeds, tornado
from alliances.analysis.policy.figures import chapters
from alliances.analysis.policy.option_words import of_option
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.policies_in_words import described, quantity
from alliances.analysis.policy.study import Study
from alliances.analysis.policy.words import headline, turned_in_words, verdict
from alliances.analysis.policy.worlds import worlds
from alliances.analysis.report.policy import OPEN, options, overview, policy_report
from alliances.model.policies.instruments import Instrument
from alliances.model.policies.policy import INSTRUMENTS, policy_from

GRANT, OPENING, LOSER = "Grant <1>", "Opening", "Useless"
PLAN = Plan(start=2, horizon=6, ends={GRANT: 6.0, OPENING: 6.0, LOSER: 6.0})
MANIFEST = {
    "version": "1", "versions": {"python": "3.11"}, "command": ["alliances", "policy", "a b.toml"],
    "scenario": {"name": "default", "firms": 2000},
    "parameters": {"trust.gain": {"value": 0.2, "from": "set", "default": 0.6}},
}  # fmt: skip
POLICY = {"name": "Grant", "instrument": "export_grant", "start": 2, "end": 6, "budget": 3.0, "allocation": "lottery",
          "places": 40, "target": {"size": "sme", "exporting": "no"}}  # fmt: skip
COLUMNS = ["kind", "setting", "factor", "seed", "option", "measure", "group", "year", "base", "with_policy"]
EFFECTS = {GRANT: 20.0, OPENING: 19.9, LOSER: 0.0}
SPENT = {GRANT: 2.0, OPENING: 0.0, LOSER: 1.0}
EVERY = ("effects", "time-path", "persistence", "deadweight", "distribution", "plane", "acceptability", "budget",
         "best-by-budget", "frontier", "search", "tornado", "robustness", "outside")  # fmt: skip


def world(kind, setting, seed, scale=1.0, factor=1.0):
    """One pair of worlds of each option: 500 firms abroad without it, an effect from year 1 to 4 that halves after."""
    rng = np.random.default_rng(seed)
    for option, effect in EFFECTS.items():
        own = rng.normal(0, 4)
        for year in range(-1, 10):
            now = 0.0 if year < 1 else scale * factor**0.5 * (effect + own) * (1 if year <= 4 else 0.5)
            spent = SPENT[option] * factor if 1 <= year <= 4 else 0.0
            both = 40.0 if SPENT[option] and year > 0 else 0.0
            for measure, group, base, with_policy in (
                ("firms_abroad", "all", 500, 500 + now), ("firms_abroad", "size: sme", 400, 400 + now),
                ("firms_abroad", "size: large", 100, 100), ("firms_abroad", "home: DEU", 50, 50 + now / 2),
                ("firms_abroad", "industry: ict", 50, 50 + now / 2), ("profit", "all", 90, 90 + now),
                ("spending", "all", 0, spent), ("transfers", "all", 0, spent), ("supported", "all", 0, 2 * both),
                ("abroad_in_both", "supported", both, both),
                ("firms_abroad", "supported", both, both + now * (both > 0)),
                ("firms_abroad", "unsupported", 500 - both, 500 - both), ("abroad_in_both", "unsupported", 400, 400),
            ):  # fmt: skip
                yield kind, setting, factor, seed, option, measure, group, float(year), base, with_policy


def lottery(seed):
    """What an evaluator of the grant sees: 0.3 where the truth is 0.2."""
    for year in range(5):
        for estimator in ("difference_of_means", "difference_in_differences", "all_firms"):
            for ending, truth, told in (("", 0.2, 0.3), (" half-width", 0.0, 0.05)):
                measure = f"firms_abroad by {estimator}{ending}"
                yield "main", "", 1.0, seed, GRANT, measure, "lottery: Grant", float(year), truth, told


def made_up():
    """Rows of every kind, as the contract of the effects table has them."""
    rows = [row for seed in range(12) for row in (*world("main", "", seed), *lottery(seed))]
    rows += [
        row
        for draw in range(4)
        for seed in range(3)
        for row in world("knowledge", f"draw={draw}", seed, 0.5 + draw / 3)
    ]
    rows += [
        row
        for end, k in (("low", 0.5), ("high", 2.0))
        for seed in range(3)
        for row in world("tornado", f"trust.gain={end}", seed, k)
    ]
    rows += [row for factor in (0.5, 1.0, 2.0) for seed in range(4) for row in world("budget", "", seed, factor=factor)]
    rows += [
        row for end in ("soft", "hard") for seed in range(4) for row in world("robustness", f"competition={end}", seed)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def study(effects, options=tuple(EFFECTS), against=None, aim="firms_abroad"):
    """The study of made-up rows, with every table."""
    pairs = worlds(effects, PLAN._replace(against=against or {}))
    tried = pd.DataFrame(
        [(stage, name, seed, cost, effect + seed) for stage in ("search", "fresh") for seed in range(4)
         for name, cost, effect in (("A", 1.0, 5.0), ("A and B", 3.0, 9.0), ("B", 4.0, 6.0))],
        columns=["stage", "bundle", "seed", "cost", "effect"],
    )  # fmt: skip
    ranked = pairs[pairs["kind"].isin(["main", "robustness"])]
    tables = {
        "worlds": pairs, "summary": seeds.summary(effects), "findings": findings.findings(effects, PLAN),
        "money": money.money(effects, PLAN), "acceptability": money.acceptability(effects, PLAN),
        "distribution": findings.distribution(effects, PLAN), "outside": outside.outside_summary(effects),
    }  # fmt: skip
    if set(pairs["kind"]) > {"main"}:
        tables |= {
            "knowledge": seeds.knowledge(effects), "tornado": tornado.tornado(pairs), "returns": budget.returns(pairs),
            "budget": budget.budget_curve(pairs), "robustness": robustness.ranking(ranked),
            "turns": robustness.turns(ranked), "frontier": frontier.frontier(tried),
            "convergence": frontier.convergence(tried, ["A", "A and B", "B"]).reset_index(),
            "best_by_budget": budget.best_by_budget(pairs),
        }  # fmt: skip
    design = SimpleNamespace(
        title="Grants & openings", question="Which?", source="lederman_2010", aim=aim, start=2.0, measured_at=6.0,
        discount_rate=0.035, cost_of_funds=0.0, price=0.5,
        options=[
            SimpleNamespace(name=name, policies=(policy_from(POLICY),), against=(against or {}).get(name, ""))
            for name in options
        ],
    )  # fmt: skip
    return Study(design, effects, tables, MANIFEST)


FULL = study(made_up())
MAIN = FULL.effects[FULL.effects["kind"] == "main"]
PAGE = policy_report(FULL)


def planted(option, values):
    """Main rows in which an option's effect on firms abroad is the given one, seed by seed."""
    rows = MAIN[(MAIN["option"] == option) & (MAIN["seed"] < len(values))].copy()
    hit = (rows["measure"] == "firms_abroad") & (rows["group"] == "all") & (rows["year"] > 0)
    rows.loc[hit, "with_policy"] = rows.loc[hit, "base"] + rows.loc[hit, "seed"].map(dict(enumerate(values)))
    return rows


def test_every_figure_is_there_with_a_table_a_text_and_a_drawing():
    plates = [plate for part in chapters(FULL).values() for plate in part]
    assert [plate.name for plate in plates] == list(EVERY)
    for plate in plates:
        assert len(plate.table) and plate.alt.endswith(".") and "pairs of worlds" in plate.counted, plate.name
    for name in EVERY:
        section = PAGE.split(f'id="{name}"')[1].split("</details>")[0]
        assert section.count("<svg") == 1 and section.count('role="img" aria-label=') == 1 and "<td " in section
        assert "Source: simulated with alliance-abm 1, scenario default, 2,000 firms" in section


def test_a_figure_is_sound_and_the_same_each_time():
    plate = chapters(FULL)["Does it work?"][0]
    again = chapters(FULL)["Does it work?"][0]
    drawn = svg(plate)
    assert drawn == svg(again) and ElementTree.fromstring(drawn).tag.endswith("svg")


def test_figures_draw_what_their_tables_say():
    """The first panel has the aim's effects; the plane has a mark for each pair of worlds, the tornado a bar a row."""
    plates = {plate.name: plate for part in chapters(FULL).values() for plate in part}
    table = plates["effects"].table
    dots = [one for one in plates["effects"].axes[0].collections if isinstance(one, PathCollection)]
    assert [one.get_offsets()[0, 0] for one in dots] == table[table["measure"] == "firms_abroad"]["mean"].tolist()
    clouds = [one for one in plates["plane"].axes[0].collections if isinstance(one, PathCollection)]
    assert sum(len(one.get_offsets()) for one in clouds) == len(plates["plane"].table) == 36
    bars = {(bar.get_x(), bar.get_x() + bar.get_width()) for bar in plates["tornado"].axes[0].patches}
    assert bars == {(row["at_low"], row["at_high"]) for row in plates["tornado"].table.to_dict("records")}
    curve = plates["acceptability"].axes[0].get_lines()[0]
    grant = plates["acceptability"].table.query("option == @GRANT")
    assert curve.get_ydata().tolist() == grant["probability"].tolist()
    (mesh,) = (one for one in plates["robustness"].axes[0].collections if isinstance(one, QuadMesh))
    ranks = plates["robustness"].table.pivot(index="setting", columns="option", values="rank")
    order = list(dict.fromkeys(plates["robustness"].table["setting"]))
    assert mesh.get_array().tolist() == (ranks.loc[order, list(EFFECTS)] - 1).to_numpy().tolist()


def test_without_further_parts_their_figures_are_left_out_and_the_page_says_so():
    plain = study(MAIN[~MAIN["group"].str.startswith("lottery")])
    assert [plate.name for part in chapters(plain).values() for plate in part] == list(EVERY[:7])
    assert "how far the answer depends on their uncertainty was not asked" in " ".join(verdict(plain))
    assert "Too few worlds" in policy_report(plain)


def test_the_page_is_one_file_that_escapes_names_and_tells_its_command():
    assert not re.search(r"(?:src|href)=\"(?!#)", PAGE) and "<script" not in PAGE and "@import" not in PAGE
    assert "Grant &lt;1&gt;" in PAGE and "Grant <1>" not in re.sub(r"<svg.*?</svg>", "", PAGE, flags=re.DOTALL)
    assert "alliances policy &#39;a b.toml&#39;" in PAGE and "This is a model world, not a forecast" in PAGE
    assert (
        re.search(r"<code>trust.gain</code></th><td [^>]*>0.2</td>", PAGE)
        and PAGE.count("<h1>") == 1
        and '<html lang="en">' in PAGE
    )


def test_options_that_differ_less_than_their_interval_are_not_ranked():
    """19 to 21 against 18.9 to 21.1: the difference contains zero."""
    near = pd.concat([planted(GRANT, [20, 19, 21, 20]), planted(OPENING, [19, 21, 19, 20])])
    said = headline(study(near, (GRANT, OPENING)))
    assert (
        said.endswith("Whether it does more than “Opening” is not certain from these worlds.") and "ahead" not in said
    )


def test_an_option_that_leads_in_every_world_is_ahead_by_the_paired_difference():
    """5, 6, 5 and 6 more in the same worlds: 5.5 with Student's t of 3 (3.182 * 0.577 / 2 = 0.92)."""
    apart = pd.concat([planted(GRANT, [25, 36, 15, 46]), planted(OPENING, [20, 30, 10, 40])])
    assert "It is ahead of the other option, “Opening”, by 5.5 (4.6 to 6.4)." in headline(
        study(apart, (GRANT, OPENING))
    )


def test_options_set_against_different_worlds_are_not_compared():
    apart = pd.concat([planted(GRANT, [25, 36, 15, 46]), planted(OPENING, [20, 30, 10, 40])])
    said = verdict(study(apart, (GRANT, OPENING), against={GRANT: OPENING}))
    assert "than with “Opening” alone" in said[0] and "than without it" in said[1] and "ahead" not in " ".join(said)


@pytest.mark.parametrize(
    ("values", "change", "price"),
    [
        ([-8, 9, -7, 10], "the sign of the change is not certain", "has no finite upper bound"),
        ([0, 0, 0, 0], "nothing changes in firms abroad", "There are no more firms abroad with it"),
        (
            [-9, -8, -9, -8],
            "8.5 (7.6 to 9.4) fewer firms abroad than without it",
            "There are no more firms abroad with it",
        ),
        (
            [9, 8, 9, 8],
            "8.5 (7.6 to 9.4) more firms abroad than without it",
            r"costs [\d.]+ \([\d.]+ to [\d.]+\) million",
        ),
    ],
)
def test_a_sentence_never_claims_more_than_the_interval(values, change, price):
    said = " ".join(of_option(study(planted(GRANT, values), (GRANT,)), GRANT))
    assert change in said and re.search(price, said)


@pytest.mark.parametrize(("values", "open_"), [([0, 0, 0, 0], False), ([-8, 9, -7, 10], True), ([9, 8, 9, 8], False)])
def test_a_sign_is_open_where_an_interval_holds_zero_and_not_where_nothing_ever_changes(values, open_):
    made = study(planted(GRANT, values), (GRANT,))
    (row,) = overview(made)
    assert row["effect"].endswith(OPEN) is open_
    assert ("its end nothing is left." in " ".join(of_option(made, GRANT))) is not any(values)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "ratio", "1"),
        (0.5, "share", "50 %"),
        (0.1, "share of value", "10 % of value"),
        (1, "1/year", "1 a year"),
        (5, "centres", "5 centres"),
        (0.005, "million USD/year", "0.005 million USD/year"),
    ],
)
def test_a_quantity_reads_as_people_say_it(value, unit, words):
    assert quantity(value, unit) == words


def test_deadweight_and_what_is_left_are_told_with_their_intervals():
    """40 supported are abroad in both worlds; all that the grant adds is supported."""
    said = " ".join(of_option(FULL, GRANT))
    assert re.search(r"Of the supported firms abroad, \d+(?:\.\d)? \(\d.*\) % would be abroad anyway", said)
    assert re.search(r"Five years after its end the effect is .* firms, 50 % of the effect at the end", said)
    assert "With other plausible parameters the change lies from" in said


def test_a_policy_is_described_in_words():
    told = described(policy_from({**POLICY, "markets": ["VNM"], "ceiling": 0.2, "administration": 0.1}))
    assert told.instrument.startswith("Export promotion grant: the public pays a share")
    assert told.strength == "Share of the sunk cost of entry that is paid: 50 %"
    assert told.whom == "small and medium-sized firms in no foreign market yet; in the markets Vietnam"
    assert told.money == (
        "3 million USD a year; at most 0.2 million for one firm in a year; 0.1 million USD a year for administration; "
        "40 places; by lottery among those that qualify, once a year"
    )
    assert told.time == "from year 2 to year 6"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({}, "all firms"),
        ({"employees": [0, 250], "age": [5, 10]},
         "firms with less than 250 employees and 5 to less than 10 years of age"),
        ({"age": [0, 5], "homes": ["VNM"]}, "firms less than 5 years of age from Vietnam"),
        ({"employees": [10]}, "firms with 10 or more employees"),
    ],
)  # fmt: skip
def test_the_firms_that_a_policy_is_for_are_told_in_words(target, words):
    assert described(policy_from({"name": "G", "instrument": "mentoring", "target": target})).whom == words


def test_a_plugins_grant_without_a_budget_is_said_to_have_no_limit(monkeypatch):
    grant = Instrument("visit_grant", "Pays for visits.", INSTRUMENTS["export_grant"].Parameters,
                       pays_entry=lambda p: p.share)  # fmt: skip
    monkeypatch.setitem(INSTRUMENTS, "visit_grant", grant)
    assert described(policy_from({"name": "G", "instrument": "visit_grant"})).money == "no limit to what is spent"
    assert described(policy_from({"name": "G", "instrument": "market_opening"})).money == "no payments to firms"


def test_the_page_says_what_its_numbers_do_not_say():
    assert "in the two worlds: their survival differs also because others were signed" in PAGE
    assert "example without a source" in PAGE and "or less (a price as an example)" in PAGE
    assert "Seeds 0 to 11." in PAGE
    shock = policy_from({"name": "Slump", "instrument": "demand_slump", "start": 2, "end": 6})
    design = SimpleNamespace(**vars(FULL.design))
    design.options = [SimpleNamespace(name=GRANT, policies=(shock,), against=""), *FULL.design.options[1:]]
    (said,) = [one.reading for one in chapters(FULL._replace(design=design))["Is it worth the money?"]
               if one.name == "frontier"]  # fmt: skip
    assert "Shocks are no choice: they are in both worlds" in said and "Shocks" not in PAGE


def test_what_takes_no_money_has_no_price_and_no_chance_of_one():
    rows = {row["option"]: row["chance"] for row in overview(FULL)}
    assert rows[OPENING] == "–" and rows[GRANT].endswith(" %")
    (curve,) = [one for one in chapters(FULL)["Is it worth the money?"] if one.name == "acceptability"]
    assert set(curve.table["option"]) == {GRANT, LOSER}


def test_an_option_on_top_of_another_is_described_by_what_it_adds():
    design = SimpleNamespace(**vars(FULL.design))
    shock, help_ = (policy_from({"name": name, "instrument": kind, "start": 2, "end": 6}) for name, kind in (
        ("Slump", "demand_slump"), ("Help", "brokerage")))  # fmt: skip
    design.options = [SimpleNamespace(name=LOSER, policies=(shock,), against=""),
                      SimpleNamespace(name=GRANT, policies=(shock, help_), against=LOSER)]  # fmt: skip
    both = options(FULL._replace(design=design))
    assert [[terms["Policy"] for terms in block.terms] for block in both] == [["Slump"], ["Help"]]


def test_a_ranking_that_holds_says_how_often_it_holds_for_certain():
    turns = FULL.tables["turns"].assign(turned=False, best_as_it_is=GRANT)
    for certain, often in (((False, False), "none"), ((True, False), "1"), ((True, True), "all")):
        assert f"ahead for certain in {often} of them" in turned_in_words(turns.assign(sure=certain))


def test_firms_without_support_that_do_not_change_are_said_not_to():
    assert "As many firms without support are abroad as in the twin world." in of_option(FULL, GRANT)


def test_an_option_that_is_set_against_another_world_has_no_rank_and_turns_nothing():
    apart = study(FULL.effects, against={GRANT: LOSER, OPENING: LOSER})
    said = " ".join(verdict(apart))
    assert f"“{LOSER}” comes first" not in said and "among the 2 that add to" in said
    plates = {plate.name: plate for part in chapters(apart).values() for plate in part}
    assert "one alone has no rank" in plates["robustness"].reading
    assert set(plates["best-by-budget"].table["option"]) == {GRANT, OPENING}
    svg(plates["robustness"])


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1400])
def test_it_fits_a_screen_and_asks_the_network_for_nothing(width, shown):
    assert shown(PAGE, width).locator("figure svg:visible").count() == len(EVERY)


def test_draws_that_differ_by_chance_alone_give_no_range():
    """A band without width would claim that parameters do not matter."""
    band = FULL.tables["knowledge"].assign(low=3.0, high=3.0)
    said = " ".join(of_option(FULL._replace(tables={**FULL.tables, "knowledge": band}), GRANT))
    assert "cannot be separated from chance" in said and "3 to 3" not in said
