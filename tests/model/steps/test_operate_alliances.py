"""Alliances at work in whole worlds: what partners get, and what defection takes from them."""

import numpy as np

from alliances.model.declarations.codes import NEVER
from alliances.model.face.model import AllianceModel

TEMPTED = {
    "opportunism.temptation": 8, "opportunism.restraint": 0, "strategy.review_rate": 4, "partner_choice.reservation": 1,
}  # fmt: skip


def busy_world(quarters):
    """A world in which partners defect all the time."""
    return AllianceModel(firms=80, quarters=40, seed=3, parameters=TEMPTED).run(quarters)


def test_defection_takes_what_an_alliance_saves_as_well_as_what_counts_towards_goals():
    harmless = busy_world(8)
    harmful = harmless.fork()
    harmless.change({"opportunism.harm": 0, "opportunism.private_gain": 0})
    harmful.change({"opportunism.harm": 1, "opportunism.private_gain": 0})
    for model in (harmless, harmful):
        model.step()
    count = harmless.world.counts[0]
    progress, profit = (
        [getattr(model.world, records)[name][: count[records]] for model in (harmful, harmless)]
        for records, name in (("alliances", "progress"), ("firms", "profit"))
    )
    assert (progress[0] <= progress[1]).all() and (progress[0] < progress[1]).any()
    assert (profit[0] <= profit[1] + 1e-12).all() and (profit[0] < profit[1] - 1e-6).any()


def test_only_who_entered_by_the_alliance_and_their_hosts_have_a_margin():
    world = busy_world(24).world
    alliances = world.alliances[: world.counts[0]["alliances"]]
    signed = alliances[(alliances["formed"] != NEVER) & (alliances["ended"] == NEVER)]
    assert (signed["margin"][~signed["market_access"]] == 0).all()
    assert (signed["margin"] > 0).any()


def test_lessons_of_a_quarter_add_up_to_what_has_passed_between_partners():
    before = busy_world(8)
    after = before.fork()
    after.step()
    count = before.world.counts[0]["alliances"]
    was, now = (model.world.alliances[:count] for model in (before, after))
    rows = np.flatnonzero((was["ended"] == NEVER) & (was["formed"] != NEVER) & ~was["technology"])
    passed = now["knowledge_transferred"][rows] - was["knowledge_transferred"][rows]
    np.testing.assert_allclose(now["lesson"][rows].sum(axis=1), passed, atol=1e-12)
    assert (passed > 0).any()
