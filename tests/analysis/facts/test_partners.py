"""Facts of partners, on tables counted by hand and on planted effects."""

from math import isnan, log

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.facts.partners import culture_weak, dedicated_function, diversity, repeat_ties, with_profiles
from alliances.model.declarations.codes import RESOURCES


def test_the_dedicated_function_counts_if_the_last_record_before_signature_shows_it(world, records):
    firms = records(1, [0] * 3, dedicated_function=True) + records(2, [0] * 3)
    firms += [*records(3, [0]), {"step": 7, "firm_id": 3, "dedicated_function": True}]
    replicate = world([
        {"formed_step": 8, "partners": [1, 2], "goals_met": [True, False]},
        {"formed_step": 6, "partners": [3, 2], "goals_met": [False, True]},  # firm 3 has it from step 7 on
        {"formed_step": 7, "partners": [3, 2], "goals_met": [False, False]},
        {"formed_step": 2, "partners": [1, 2], "goals_met": [False, True]},  # no record yet
    ], firms)  # fmt: skip
    # with: met, not met; without: not met, not met, met, not met
    assert dedicated_function(replicate) == {"gap": pytest.approx(1 / 2 - 1 / 4)}


def test_nobody_with_a_dedicated_function_gives_no_gap(world, records):
    assert isnan(dedicated_function(world([{}], records(1, [0]) + records(2, [0])))["gap"])


def test_distance_is_correlated_with_the_share_of_goals_met_across_borders(world):
    rows = [(0.1, 0.1, [True, True]), (0.3, 0.2, [True, False]), (0.1, 0.2, [True, False]), (0.3, 0.3, [False, False])]
    told = [{"culture_distance": national, "org_distance": own, "goals_met": met} for national, own, met in rows]
    at_home = [{"international": False, "culture_distance": 0.0, "org_distance": 0.9, "goals_met": [True, True]}] * 9
    found = culture_weak(world(told + at_home))
    # shares 1, 1/2, 1/2, 0: -1 with organizational, -1/√2 with national distance
    assert found == {
        "national": pytest.approx(-(0.5**0.5)),
        "organizational_over_national": pytest.approx(1 - 0.5**0.5),
    }


def test_partners_without_any_distance_have_no_correlation(world):
    assert isnan(culture_weak(world([{"goals_met": [True, True]}, {"goals_met": [False, False]}]))["national"])


def profiles(angles):
    """Records of firms whose marketing and technology lie at these angles (degrees) to each other."""
    none = dict.fromkeys(RESOURCES, 0.0)
    return [
        {"firm_id": number, **none, "technology": np.cos(np.radians(angle)), "marketing": np.sin(np.radians(angle))}
        for number, angle in enumerate(angles)
    ]


def test_diversity_is_one_less_the_cosine_of_two_profiles(world):
    pairs = [{"partners": [0, 1]}, {"partners": [0, 2]}, {"partners": [2, 0]}, {"partners": [0, 9]}]
    tables = world(pairs, profiles([0, 60, 90])).worlds["base"]
    told = with_profiles(tables["alliances"], tables["firms"])
    assert told["diversity"].to_dict() == {0: pytest.approx(0.5), 1: pytest.approx(1), 2: pytest.approx(1)}


def planted_diversity(world, best, bend, shuffled=False):
    """A replicate in which knowledge is bend × (diversity - best)² with noise."""
    rng = np.random.default_rng(6)
    angles = np.linspace(0, 90, 200)
    others = rng.integers(1, 200, size=800)
    passed = bend * (1 - np.cos(np.radians(angles[others])) - best) ** 2 + rng.normal(0, 0.05, others.size)
    if shuffled:
        passed = rng.permutation(passed)
    rows = [{"partners": [0, int(other)], "knowledge_transferred": k} for other, k in zip(others, passed, strict=True)]
    return world(rows, profiles(angles))


def test_a_planted_inverted_u_is_recovered(world):
    found = diversity(planted_diversity(world, best=0.5, bend=-2))
    assert found["squared"] == pytest.approx(-2, abs=0.15)
    # of angles spread evenly up to 90 degrees, two thirds have one less cosine below 0.5
    assert found["peak"] == pytest.approx(2 / 3, abs=0.05)


def test_a_peak_beyond_what_is_observed_leaves_all_below(world):
    assert diversity(planted_diversity(world, best=1.5, bend=-2))["peak"] == 1


def test_a_u_that_stands_upright_has_no_peak(world):
    found = diversity(planted_diversity(world, best=0.5, bend=2))
    assert found["squared"] > 0
    assert isnan(found["peak"])


def test_shuffled_knowledge_has_no_bend(world):
    assert diversity(planted_diversity(world, 0.5, -2, shuffled=True))["squared"] == pytest.approx(0, abs=0.5)


def equity_by_ties(counts):
    """Alliances with prior ties (0, 1) and equity: (ties, equity) -> how many."""
    forms = {True: "equity_joint_venture", False: "contractual"}
    return [{"prior_ties": ties, "governance": forms[equity]} for (ties, equity), n in counts.items() for _ in range(n)]


def test_repeated_ties_are_told_by_their_log_odds_of_equity(world):
    counts = {(0, True): 40, (0, False): 20, (1, True): 10, (1, False): 30}
    assert repeat_ties(world(equity_by_ties(counts)))["prior_ties"] == pytest.approx(-log(6))


def test_ties_that_do_not_matter_have_no_log_odds(world):
    counts = {(0, True): 40, (0, False): 20, (1, True): 20, (1, False): 10}
    assert repeat_ties(world(equity_by_ties(counts)))["prior_ties"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("measure", [dedicated_function, culture_weak, diversity, repeat_ties])
def test_a_world_without_alliances_gives_no_number(measure, world, records):
    assert all(pd.isna(value) for value in measure(world(firms=records(1, [0]))).values())
