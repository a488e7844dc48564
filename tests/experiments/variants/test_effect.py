"""How an effect changes with another thing: the pairs of worlds, the classes of firms, and what is refused."""

import numpy as np
import pandas as pd
import pytest

import alliances
from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.variants.causes import SIZE, WITH, WITHOUT, cause, cause_again, over, twins
from alliances.experiments.variants.classes import classes_of
from alliances.experiments.variants.effect import campaign_of, plan_of
from alliances.experiments.variants.folder import write_effect
from alliances.experiments.variants.variant import variant
from alliances.model.errors import InputError
from alliances.model.simulation import Simulation

GRANT = '[[policy]]\nname = "Grant"\ninstrument = "export_grant"\nstart = {}\nbudget = 2.0\n'
WORLD = {"name": "small", "scenario": "default"}


@pytest.fixture
def small():
    return variant("default", firms=60, quarters=24)


def of(base, *asked, **given):
    return alliances.effect(*asked, base, **{"workers": 1, "seeds": 2, "levels": 2, **given})


def test_worlds_without_alliances_are_those_with_until_the_ban_starts(small):
    pair = {name: Simulation(**one.options(1)) for name, one in twins(small, cause("alliances")).items()}
    for model in pair.values():
        model.run(4)
    same = pair[WITH].tables()["firms"].equals(pair[WITHOUT].tables()["firms"])
    assert same
    for model in pair.values():
        model.run(20)
    formed = {name: model.tables()["quarters"]["formed"].iloc[8:].sum() for name, model in pair.items()}
    assert formed[WITHOUT] == 0 < formed[WITH]


def test_both_worlds_of_a_pair_have_the_level_and_one_has_the_cause(small):
    pair = twins(small, cause("trust"), {"market_conditions.competition": 1.5})
    assert all(one.parameters == {"market_conditions.competition": 1.5} for one in pair.values())
    assert (pair[WITH].without, pair[WITHOUT].without) == ((), ("trust",))
    pair = twins(small, cause("trust.gain=0.3"), {"markets.all.entry_barrier": 0.9})
    assert pair[WITH].parameters == {"trust.gain": 0.3} and pair[WITHOUT].parameters == {}
    assert all(one.scenario.markets["all"]["entry_barrier"] == 0.9 for one in pair.values())


def test_a_file_of_policies_is_a_cause_and_told_again(tmp_path):
    file = tmp_path / "grant.toml"
    file.write_text(GRANT.format(1), encoding="utf-8")
    found = cause(str(file))
    assert found.words == "Grant" and found.start == 4 and found.by_policies
    for one in (found, cause("alliances"), cause("trust"), cause("trust.gain=0.2"), cause("skip-design")):
        assert cause_again(one.told()) == one


def test_skipping_a_stage_is_always_against_never_and_leaves_the_others_as_they_are(small):
    pair = twins(small, cause("skip-partner-selection"), {})
    assert pair[WITH].parameters == {"stages.partner_selection": 1}
    assert pair[WITHOUT].parameters == {"stages.partner_selection": -1}
    skipped = {}
    for name, one in pair.items():
        model = Simulation(**one.options(1))
        model.run(24)
        formed = model.tables()["alliances"].query("formed_step >= 0")["skipped_stages"]
        skipped[name] = {stage for stages in formed for stage in stages}
        assert all(("partner_selection" in stages) == (name == WITH) for stages in formed)
    assert skipped[WITHOUT] - {"partner_selection"}, "other stages are still skipped"


def test_going_back_is_a_cause_and_the_price_of_a_stage_is_told_in_failures_first(small):
    pair = twins(small, cause("revisit"), {})
    model = Simulation(**pair[WITHOUT].options(1))
    model.run(24)
    assert model.tables()["alliances"]["revisits"].sum() == 0
    assert plan_of(small, "skip-design", "competition", 2, 2, None).outcomes[0] == "failed_share"


def test_the_effect_of_alliances_is_measured_at_every_level(small):
    found = of(small, "alliances", "competition", outcomes=["exporters_share"])
    assert sorted(found.pairs["at"].unique()) == [-1.5, 1.5]
    assert len(found.pairs) == 2 * 2
    assert set(found.curve["scale"]) == {"difference", "log_ratio"}
    assert len(found.slopes) == 2


def test_a_cause_that_changes_nothing_has_no_effect_and_no_slope(small):
    default = float(Simulation("default", firms=40, quarters=0).values.trust.gain)
    found = of(small, f"trust.gain={default!r}", "barriers", outcomes=["exporters_share"])
    assert (found.pairs[WITH] == found.pairs[WITHOUT]).all()
    assert (found.slopes["slope"] == 0).all()


def test_classes_hold_equally_many_firms_in_the_order_of_the_trait_before_the_cause():
    firms = pd.DataFrame({"step": [3] * 6 + [7] * 6, "firm_id": [*range(6)] * 2,
                          "assets": [1, 32, 4, 8, 16, 2, *[1] * 6]})  # fmt: skip
    found = list(classes_of(firms, over(SIZE, 3), start=4))
    assert [ids for _, ids in found] == [[0, 5], [2, 3], [4, 1]]
    assert [at for at, _ in found] == pytest.approx([0.5, 2.5, 4.5])  # medians of log2


def test_over_a_trait_each_class_is_followed_in_both_worlds(small):
    found = of(small, "alliances", "size", levels=3)
    assert sorted(found.pairs["place"].unique()) == [0, 1, 2]
    assert found.pairs.groupby("seed").size().eq(3 * 5).all()
    at = found.pairs.drop_duplicates(["seed", "place"])
    assert at.groupby("seed")["at"].is_monotonic_increasing.all()


def test_the_name_of_a_file_that_is_not_utf8_may_stand_in_the_report(small, tmp_path):
    how = How(workers=1, command=["alliances", "effect", "caf\udce9.toml"])
    plan = plan_of(small, "trust", "competition", 2, 2, None)
    carry_out(campaign_of(plan), tmp_path / "f", how, write_effect)
    assert r"caf\udce9.toml" in (tmp_path / "f" / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow  # as for every campaign
def test_workers_do_not_matter(small):
    one, two = (of(small, "alliances", "size", levels=2, workers=n).pairs for n in (1, 2))
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize(
    ("asked", "given", "said"),
    [
        (("aliances", "competition"), {}, "no cause 'aliances'; did you mean 'alliances'?; a cause must be alliances,"),
        (("alliances", "competiton"), {}, "no factor 'competiton'; did you mean 'competition'?; it must be one of"),
        (("trust", "size"), {}, "'trust' is there from the first quarter"),
        (("trust", "trust.gain"), {}, "'trust' sets trust.gain itself"),
        (("trust.gain=0.2", "trust.gain"), {}, "sets trust.gain itself"),
        (("trust.gain=9000", "competition"), {}, "trust.gain = 9000 must be"),
        (("alliances", "size"), {"outcomes": ["failed_share"]}, "failed_share is no outcome of single firms"),
        (("alliances", "competition"), {"levels": 1}, "levels = 1 must be 2 or more"),
        (("alliances", "competition"), {"outcomes": ["exports"]}, "no outcome 'exports'"),
        (("alliances", "markets.XXX.entry_barrier"), {}, "XXX"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(asked, given, said):
    with pytest.raises(InputError) as refused:
        alliances.effect(*asked, WORLD, **given)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_firms_cannot_be_followed_from_before_a_policy_that_starts_at_once(tmp_path, small):
    file = tmp_path / "grant.toml"
    file.write_text(GRANT.format(0), encoding="utf-8")
    with pytest.raises(InputError, match="policies that start later than year 0"):
        plan_of(small, str(file), "size", 2, 2, None)


def test_the_whole_range_of_a_parameter_is_gone_through(small):
    values = over("market_conditions.enforcement", 3).values
    assert len(values) == 3 and np.all(np.diff(values) > 0)
    assert over("institutions", 5).values[2] == 0
