"""Choice of partners in whole worlds: what a partner offers is measured by what it will be worth."""

import numpy as np
import pytest

from alliances.model.declarations.codes import CAPITAL, EFFICIENCY, LEARNING, MARKET, OPERATIONS, RISK, TECHNOLOGY
from alliances.model.face.model import AllianceModel
from alliances.model.rules import evaluation, partner_choice

KEEN = {"strategy.review_rate": 12, "partner_choice.reservation": 0.5, "partner_choice.judgement_noise": 0}


@pytest.fixture(scope="module")
def talks():
    """The model before a quarter, and the talks that began in it."""
    before = AllianceModel(firms=200, quarters=40, seed=6, parameters=KEEN).run(3)
    after = before.fork()
    after.step()
    alliances = after.world.alliances[: after.world.counts[0]["alliances"]]
    return before, alliances[alliances["started"] == before.quarter]


def lacked(world, f, other):
    """What a firm lacks and another has, by its industry's needs."""
    gaps = np.maximum(world.firms["resources"][other] - world.firms["resources"][f], 0)
    return float(world.industries["importance"][world.firms["industry"][f]] @ gaps)


def test_who_is_at_home_in_a_market_wants_what_the_newcomer_can_sell_there(talks):
    model, begun = talks
    met = 0
    for alliance in begun[begun["motive"] == MARKET]:
        newcomer, local = alliance["partners"][:2]
        if model.world.firms["home"][local] == alliance["host"]:
            offered = model.world.firms["bundle_abroad"][newcomer]
            expected = (lacked(model.world, local, newcomer) + offered) / 2
            assert alliance["complementarity"][1] == pytest.approx(expected)
            met += 1
    assert met > 5


@pytest.mark.parametrize(("motive", "resource"), [(LEARNING, TECHNOLOGY), (EFFICIENCY, OPERATIONS), (RISK, CAPITAL)])
def test_other_motives_are_measured_in_units_of_market_access(talks, motive, resource):
    model, begun = talks
    firms, p = model.world.firms, model.values
    for alliance in begun[begun["motive"] == motive]:
        f, other = alliance["partners"][:2]
        source = max(firms["resources"][other, resource] - firms["resources"][f, resource], 0)
        if motive == RISK:
            source = partner_choice.proportion(firms["assets"][f], firms["assets"][other], p.partner_choice)
        expected = (lacked(model.world, f, other) + evaluation.worth(motive, source, p.evaluation)) / 2
        assert alliance["complementarity"][0] == pytest.approx(expected)
    assert (begun["motive"] == motive).any()
