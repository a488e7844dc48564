"""The search proposes bundles that hold together, finds a planted frontier, and goes on where it stopped."""

import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest

from alliances.analysis.policy.frontier import FRESH, SEARCH, frontier
from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.policy import frontier as searched
from alliances.experiments.policy.bundles import space_of
from alliances.experiments.policy.comparison import campaign_of
from alliances.experiments.policy.design import Design, Frontier, Option
from alliances.experiments.policy.frontier import expected_runs, tried_in
from alliances.experiments.policy.nsga import Point, generations, shortlist
from alliances.model.errors import InputError
from alliances.model.policies.policy import policy_from

GRANT = policy_from({"name": "Grant", "instrument": "export_grant", "start": 1, "end": 3, "budget": 2.0})
MENTORS = policy_from({"name": "Mentors", "instrument": "mentoring", "start": 1, "end": 3, "places": 40})
OPENING = policy_from({"name": "Opening", "instrument": "market_opening", "start": 1, "end": 3})
SANCTIONS = policy_from({"name": "Sanctions", "instrument": "sanctions", "start": 1, "end": 2, "markets": ["CHN"]})
SMALLER = policy_from(
    {"name": "Grant", "instrument": "export_grant", "start": 1, "end": 3, "budget": 1.0, "share": 0.3}
)


def design(*bundles, trials=60, replicates=2, most=4.0, **more):
    options = tuple(Option(name=f"option {n}", policies=tuple(bundle)) for n, bundle in enumerate(bundles, 1))
    settings = Frontier(trials=trials, replicates=replicates, most=most)
    named = {"name": "test", "title": "A test", "question": "Which?", "firms": 60, "years": 4}
    return Design(**named, options=options, frontier=settings, **more)


MIXED = ([GRANT], [MENTORS], [GRANT, OPENING])


def test_a_bundle_takes_each_policy_once_at_some_budget_or_not_at_all():
    space = space_of(design(*MIXED))
    assert [choice.policy.name for choice in space.choices] == ["Grant", "Mentors", "Opening"]
    assert space.choices[0].factors == space.choices[1].factors == (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)
    assert space.choices[2].factors == (0, 1)
    assert space.size == 9 * 9 * 2 - 1
    assert space.designed == ((1, 0, 0), (0, 1, 0), (1, 0, 1))


def test_a_bundle_names_and_scales_its_policies():
    space = space_of(design(*MIXED))
    assert space.name((2.0, 0.0, 1.0)) == "2 × Grant + Opening"
    assert [(one.name, one.budget) for one in space.policies((2.0, 0.0, 1.0))] == [
        ("Grant", 4.0),
        ("Opening", float("inf")),
    ]
    assert [one.places for one in space.policies((0.0, 0.5, 0.0))] == [20]


def test_one_is_always_a_factor():
    assert space_of(design([GRANT], most=3.0)).choices[0].factors == (
        0,
        0.375,
        0.75,
        1,
        1.125,
        1.5,
        1.875,
        2.25,
        2.625,
        3,
    )


def test_shocks_are_in_every_world_and_no_choice():
    space = space_of(design([SANCTIONS], [SANCTIONS, GRANT]))
    assert [choice.policy.name for choice in space.choices] == ["Grant"] and space.designed == ((1,),)
    assert [one.name for one in space.policies((1.0,))] == ["Sanctions", "Grant"]


def test_different_policies_of_one_name_are_told_apart_by_their_options():
    space = space_of(design([GRANT], [SMALLER]))
    assert space.name((1.0, 0.5)) == "1 × option 1: Grant + 0.5 × option 2: Grant"


def test_what_cannot_be_bundled_is_refused_in_one_line():
    with pytest.raises(InputError, match="all policies are shocks"):
        space_of(design([SANCTIONS]))
    many = [
        [policy_from({"name": f"Grant {n}", "instrument": "export_grant", "start": 1, "budget": n})]
        for n in range(1, 10)
    ]
    with pytest.raises(InputError, match="9 different policies; allowed: 8 at most"):
        space_of(design(*many))


def run(space, trials, effect):
    """A search without a model: cost is the sum of budgets, the effect is given."""
    tried, sizes = {}, []
    for generation in generations(space, trials, tried):
        sizes.append(len(generation))
        assert not set(generation) & set(tried) and len(set(generation)) == len(generation)
        tried |= {bundle: Point(sum(bundle[:2]), effect(bundle)) for bundle in generation}
    return tried, sizes


def worth(bundle):
    """Grants bring less and less, mentors harm, the opening adds one where there are grants: best without mentors."""
    return 3 * bundle[0] ** 0.5 - bundle[1] + (bundle[2] if bundle[0] else 0)


def test_few_bundles_are_all_tried():
    tried, sizes = run(space_of(design([GRANT], [OPENING])), 60, lambda bundle: sum(bundle))
    assert sizes == [9 * 2 - 1] and len(tried) == 17


def test_the_search_finds_what_a_random_one_of_its_length_would_miss():
    """8 of 161 bundles make the frontier, the opening with each budget of grants; chance would find 3 in 60."""
    tried, sizes = run(space_of(design(*MIXED)), 60, worth)
    assert len(tried) == sum(sizes) == 60
    assert list(tried)[:3] == [(1, 0, 0), (0, 1, 0), (1, 0, 1)]
    found = [bundle for bundle in tried if bundle[1] == 0 and bundle[2] == 1 and bundle[0] > 0]
    assert len(found) >= 6
    assert set(found) <= set(shortlist(space_of(design(*MIXED)), tried))


def test_the_shortlist_holds_the_options_too_and_is_spread_over_costs():
    space = space_of(design(*MIXED))
    tried = {(n / 2, m / 2, 0.0): Point(n + m / 10, n + m / 10) for n in range(1, 9) for m in range(9)}
    tried[(1.0, 0.0, 1.0)] = Point(99.0, -1.0)
    chosen = shortlist(space, tried)
    assert (1.0, 0.0, 1.0) in chosen and (0.5, 0.0, 0.0) in chosen and (4.0, 4.0, 0.0) in chosen
    assert len(chosen) <= 15 + 3
    costs = sorted(tried[bundle].cost for bundle in chosen if bundle != (1.0, 0.0, 1.0))
    assert max(after - before for before, after in pairwise(costs)) < 1.5


SMALL = design([GRANT], [OPENING], trials=5, replicates=2)


def explore(asked, folder=None, executor=None, progress=lambda told: None):
    """The search alone, without the comparison that goes before it."""
    campaign = replace(campaign_of(asked), tasks=tuple, expected=expected_runs(asked), result=lambda kept, found: found)
    return carry_out(campaign, folder, How(executor, 1, progress=progress))


def test_a_search_runs_the_model_and_judges_its_shortlist_in_fresh_seeds():
    told = []
    found = explore(SMALL, progress=told.append)
    assert len(found.order) == 5
    rows = found.tried
    assert sorted(rows[rows["stage"] == SEARCH]["seed"].unique()) == [1, 2]
    assert sorted(rows[rows["stage"] == FRESH]["seed"].unique()) == [3, 4, 5, 6]
    generations_run = (told[-1].done - 4) / 2  # each in two seeds, and at last the shortlist in four
    assert generations_run in (1, 2, 3)
    assert told[-1].asked >= told[-1].done
    table = frontier(rows).set_index("bundle")
    assert {"1 × Grant", "Opening"} <= set(table.index) and table.loc["Opening", "cost"] == 0
    assert 0 < table.loc["1 × Grant", "cost"] <= 2 * 2.0


def test_a_search_is_the_same_for_any_number_of_workers():
    with ThreadPoolExecutor(3) as executor:
        shared = explore(SMALL, executor=executor)
    alone = explore(SMALL)
    assert shared.order == alone.order and shared.tried.equals(alone.tried)


def test_a_search_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path, monkeypatch):
    whole, calls = explore(SMALL), []

    def interrupted(run):
        calls.append(run.run_id)
        if len(calls) == 3:
            signal.raise_signal(signal.SIGINT)
        return tried_in(run)

    monkeypatch.setattr(searched, "tried_in", interrupted)
    with pytest.raises(KeyboardInterrupt):
        explore(SMALL, tmp_path)
    assert len(calls) == 3
    again = explore(SMALL, tmp_path)
    assert again.order == whole.order and again.tried.equals(whole.tried)
    ran = len(calls)
    assert ran == len(set(calls)), "nothing is done twice"
    assert explore(SMALL, tmp_path).tried.equals(whole.tried) and len(calls) == ran


def test_runs_with_another_aim_are_others(tmp_path):
    other = replace(SMALL, aim="alliances")
    first = explore(SMALL, tmp_path)
    assert explore(other, tmp_path).tried.equals(explore(other).tried)
    assert explore(SMALL, tmp_path).tried.equals(first.tried)
