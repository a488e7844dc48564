"""Facts of the two small surveys: what is declared, and that measuring gives every number."""

import math

import pytest

from alliances.analysis.facts import nissanka, veilleux
from alliances.analysis.facts.declaration import Replicate
from alliances.model.face.model import AllianceModel

FACTS = (*nissanka.FACTS, *veilleux.FACTS)


@pytest.fixture(scope="module")
def replicate():
    """A base world large enough, one with higher barriers, and one of two cities."""
    scenario = {"seed": 3, "firms": 6000}
    raised = {"market_conditions.barrier": 1.0}
    worlds = {
        "base": AllianceModel("default", **scenario).run().tables(),
        "higher_barriers": AllianceModel("default", **scenario, parameters=raised).run().tables(),
        "two_cities": AllianceModel("montreal-boston", seed=3).run().tables(),
    }
    return Replicate(3, worlds)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_number_is_measured(fact, replicate):
    measured = fact.measure(replicate)
    assert list(measured) == [number.name for number in fact.numbers]
    for number in fact.numbers:
        values = measured[number.name]
        assert all(math.isfinite(value) for value in (values if isinstance(values, list) else [values]))
        assert not isinstance(values, list) or len(values) == nissanka.SURVEY.draws


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_too_few_firms_give_nothing_rather_than_an_error(fact):
    tables = AllianceModel("default", seed=3, firms=40).run().tables()
    measured = fact.measure(Replicate(3, dict.fromkeys(("base", "higher_barriers", "two_cities"), tables)))
    assert list(measured) == [number.name for number in fact.numbers]
    of_surveys = ("r_SP_A", "smallest", "survey_coefficient", "alpha_SP", "beyond_city", "capability")
    surveyed = [measured[name] for name in of_surveys if name in measured]
    assert all(math.isnan(value[0] if isinstance(value, list) else value) for value in surveyed)


def test_roles_and_bands_are_those_agreed():
    roles = {fact.id: fact.role for fact in FACTS}
    assert roles == {
        "nissanka_correlations": "validate", "nissanka_challenges": "validate", "nissanka_reliability": "calibrate",
        "biotech_cities": "validate",
    }  # fmt: skip
    ten = [number for number in nissanka.FACTS[0].numbers if number.test == "sample"]
    assert (len(ten), nissanka.FACTS[0].needed) == (10, 7)
    alpha = nissanka.FACTS[2].numbers[0]
    assert (alpha.low, alpha.high) == (pytest.approx(0.748), pytest.approx(0.908))  # .828 less and plus .08


def test_the_same_world_causes_nothing(replicate):
    same = Replicate(3, {"base": replicate.worlds["base"], "higher_barriers": replicate.worlds["base"]})
    assert nissanka.challenges(same)["causal_effect"] == 0
