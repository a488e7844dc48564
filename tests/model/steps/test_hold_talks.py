"""Talks in whole worlds: what partners set themselves as goals."""

import numpy as np

from alliances.model.declarations.codes import LEARNING, MOTIVES, NEVER
from alliances.model.declarations.parameters import packed
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.face.model import AllianceModel
from alliances.model.rules import evaluation
from alliances.model.steps.hold_talks import expected_sales


def signed(**settings):
    """A model after some years, and its signed alliances."""
    model = AllianceModel(firms=80, quarters=16, seed=2, **settings).run()
    alliances = model.world.alliances[: model.world.counts[0]["alliances"]]
    return model, alliances[alliances["formed"] != NEVER]


def ambitions(model, alliance, place, motives):
    """The most that a partner could set itself as a goal, for some motives alone."""
    p, aims = model.values.evaluation, model.world.firms["aims"][alliance["partners"][place]]
    offered = alliance["offered"].reshape(-1, len(MOTIVES))[place]
    hoped = sum(evaluation.benefit(aims[motive], motive, offered[motive], p) for motive in motives)
    return evaluation.goal(hoped, evaluation.horizon_quarters(int(alliance["planned_quarters"])), 1.0, 0.0, p)


def test_who_expects_no_lesson_hopes_for_none():
    model, alliances = signed(without="knowledge_exchange")
    assert len(alliances) > 20 and (alliances["expected_lesson"] == 0).all()
    others = [motive for motive in range(len(MOTIVES)) if motive != LEARNING]
    for alliance in alliances:
        for place in range(alliance["n_partners"]):
            assert alliance["goal"][place] <= ambitions(model, alliance, place, others) + 1e-12


def test_who_expects_a_lesson_hopes_for_it():
    model, alliances = signed()
    aimed = [
        alliance["goal"][place] > model.values.evaluation.aspiration * 0.999 * lesson > 0
        for alliance in alliances
        for place in range(alliance["n_partners"])
        for lesson in [ambitions(model, alliance, place, [LEARNING]) / (1 + model.values.evaluation.optimism)]
        if alliance["expected_lesson"][place] > 0
    ]
    assert len(aimed) > 20 and np.mean(aimed) > 0.5


@entry_point
def ask_for_sales(world, parameters, a, i, answers):
    answers[0] = expected_sales(world, parameters[0], a, i)


def test_a_newcomer_expects_more_sales_the_more_its_partner_trusts_it_and_not_the_more_it_trusts():
    model, _ = signed()
    asked = [
        (a, place)
        for a, alliance in enumerate(model.world.alliances)
        for place in range(2)
        if alliance["n_partners"] == 2 and alliance["market_access"] and alliance["formed"] != NEVER
        and alliance["ended"] == NEVER
        and model.world.firms["home"][alliance["partners"][place]] != alliance["host"]
        and model.world.firms["home"][alliance["partners"][1 - place]] == alliance["host"]
    ]  # fmt: skip
    assert len(asked) > 3

    def expected(a, place, of_newcomer, of_partner):
        answers = np.zeros(1)
        model.world.alliances["trust"][a, place], model.world.alliances["trust"][a, 1 - place] = of_newcomer, of_partner
        call(ask_for_sales, model.world, packed(model.values), a, place, answers)
        return answers[0]

    gains = [expected(a, place, 0.2, 0.9) - expected(a, place, 0.2, 0.2) for a, place in asked]
    assert min(gains) >= 0 and max(gains) > 0
    assert all(expected(a, place, 0.9, 0.2) == expected(a, place, 0.2, 0.2) for a, place in asked)


def test_margins_are_expected_only_where_the_alliance_gives_access_to_a_market():
    _, alliances = signed()
    accessed = alliances["market_access"]
    assert (alliances["expected_margin"][~accessed] == 0).all()
    assert (alliances["expected_margin"][accessed][:, :2] > 0).any()
