"""Competition in whole worlds: outside incumbents keep up with the mean firm of their industry."""

import numpy as np

from alliances.model.face.model import AllianceModel
from alliances.model.rules import market_competition


def after(quarters, register=None, **settings):
    """A world after so many quarters."""
    return AllianceModel(firms=40, seed=1, **settings, register=register).run(quarters)


def living(model):
    """Firms that are there."""
    firms = model.world.firms[: model.world.counts[0]["firms"]]
    return firms[firms["alive"]]


def test_outside_incumbents_weigh_as_the_mean_firm_of_their_industry_did():
    model = after(3)
    before = living(model).copy()
    model.step()
    segments, industry = model.world.segments, 1
    peers = before[before["industry"] == industry]
    capacity, bundle = peers["capacity"].mean(), peers["bundle"].mean()
    assert len(peers) > 1
    for market in range(len(segments)):
        segment = segments[market, industry]
        weight = market_competition.customer_weight(capacity, 1, segment["elasticity"], bundle, 0)
        np.testing.assert_allclose(segment["incumbents"], segment["incumbent_number"] * weight)


def test_an_industry_without_firms_is_served_by_incumbents_as_they_were():
    register = {"home": ["BRA"] * 40, "industry": ["manufacturing"] * 40}
    model = after(2, register, parameters={"firm_demography.founding": 0})
    assert model.check() == []
    np.testing.assert_array_equal(model.world.segments["incumbents"][:, 1:], model.world.segments["weights"][:, 1:])
    assert (model.world.segments["incumbents"] > 0).all()


def test_what_a_firm_sells_abroad_ties_up_its_share_of_assets():
    model = after(12, parameters={"market_competition.capacity": 0.5, "market_competition.occupied": 0.8})
    firms = living(model)
    sales = firms["foreign_sales"] + firms["home_sales"]
    abroad = np.divide(firms["foreign_sales"], sales, out=np.zeros_like(sales), where=sales > 0)
    ratio = firms["assets"] / model.values.firm_demography.median_assets
    np.testing.assert_allclose(firms["capacity"], ((1 - 0.8 * abroad) * ratio) ** 0.5)
    assert (abroad > 0).any()
