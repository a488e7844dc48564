"""Designs of policy comparisons: what they hold, what they refuse, and the four that come with the package."""

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

from alliances.experiments.policy.design import Option, scaled
from alliances.experiments.policy.file import load_comparison, load_policies, shipped_comparisons
from alliances.experiments.policy.runs import hypercube, runs_of
from alliances.model.declarations.parameters import declared
from alliances.model.errors import InputError
from alliances.model.policies.policy import Policy

HEAD = '[comparison]\ntitle = "A"\nquestion = "B?"\nyears = 10\nfirms = 50\n'
GRANT = """
[[option]]
name = "Grant"
[[option.policy]]
name = "Grant"
instrument = "export_grant"
start = 2
end = 6
budget = 3.0
"""


def written(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    """What is said when this file is read; one line that names the file."""
    with pytest.raises(InputError) as error:
        load_comparison(written(folder, text))
    said = str(error.value)
    assert re.search(r"mine\.toml(, line \d+)?: ", said) and "\n" not in said
    return said


def test_a_design_is_read_with_its_defaults(tmp_path):
    design = load_comparison(written(tmp_path, HEAD + GRANT))
    assert (design.name, design.aim, design.discount_rate, design.cost_of_funds) == ("mine", "firms_abroad", 0.035, 0)
    assert list(design.seeds) == list(range(1, 51))
    assert (design.start, design.end, design.measured_at) == (2, 6, 6)
    assert design.world.quarters == 40 and design.world.firms == 50
    assert design.text == HEAD + GRANT


def test_a_policy_without_end_is_measured_in_the_last_year(tmp_path):
    design = load_comparison(written(tmp_path, HEAD + GRANT.replace("end = 6\n", "")))
    assert (design.end, design.measured_at) == (10, 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "[[option]] is missing"),
        (HEAD + "[extra]\n" + GRANT, "no table 'extra'"),
        (HEAD.replace("years", "yaers") + GRANT, "did you mean 'years'?"),
        (HEAD + 'firms = "many"\n', "is not a TOML file"),
        (HEAD.replace("50", '"many"') + GRANT, "comparison.firms = 'many' must be a whole number"),
        (HEAD + "replicates = 1\n" + GRANT, "comparison.replicates = 1 must be a whole number in [2, "),
        (HEAD + "discount_rate = 3.5\n" + GRANT, "comparison.discount_rate = 3.5 must be"),
        (HEAD + "horizon = 11\n" + GRANT, "comparison.horizon = 11 must be"),
        (HEAD + "horizon = 2\n" + GRANT, "after the first policy starts (2)"),
        (HEAD + 'aim = "firms"\n' + GRANT, "no aim 'firms'"),
        (HEAD + 'constituency = ["XXX"]\n' + GRANT, "no country 'XXX'"),
        (HEAD + GRANT + GRANT, "two options are named 'Grant'"),
        (HEAD + '[[option]]\nname = "Empty"\n', "option 'Empty' has no policy"),
        (HEAD + GRANT.replace("end = 6", "end = 16"), "within the 10 years of comparison.years"),
        (HEAD + GRANT.replace("budget = 3.0", "budget = -3.0"), "option 'Grant': policy 'Grant': budget = -3"),
        (HEAD + GRANT.replace("export_grant", "export_grunt"), "did you mean 'export_grant'?"),
        (HEAD + GRANT + 'target = { homes = ["XXX"] }\n', "target.homes: no country 'XXX'"),
        (HEAD + GRANT + '[knowledge]\nparameters = ["trust.gian"]\n', "did you mean 'trust.gain'?"),
        (HEAD + GRANT + "[knowledge]\ndraws = 3\n", "knowledge.parameters is missing"),
        (HEAD + GRANT + "[budget]\nfactors = [1, 1]\n", "budget.factors = [1, 1] must be a list that names each once"),
        (HEAD + GRANT + "[budget]\nfactors = [0]\n", "budget.factors = [0] must be a list of numbers in (0, 1000]"),
        (HEAD + GRANT + '[robustness]\nconditions = ["barrier"]\n', "did you mean 'barriers'?"),
        (HEAD + GRANT + "[frontier]\ntrails = 3\n", "did you mean 'trials'?"),
        (HEAD + "[comparison.parameters]\ntrust.gain = 99\n" + GRANT, "trust.gain = 99 must be"),
        (HEAD + GRANT.replace("[[option.", 'against = "Storm"\n[[option.'), "of shocks alone 'Storm'"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(tmp_path, text, said):
    assert said in refused(tmp_path, text)


def test_a_design_that_is_not_there_names_the_shipped_ones(tmp_path):
    with pytest.raises(InputError, match="did you mean 'sanctions-and-recovery'") as error:
        load_comparison("sanction-and-recovery")
    assert "shipped comparisons: export-grant-after-its-end" in str(error.value)


def test_a_budget_times_a_factor_takes_places_along_and_leaves_the_unlimited_alone():
    policy = Policy(name="Grant", instrument="export_grant", budget=4.0, places=10)
    assert (scaled(policy, 0.5).budget, scaled(policy, 0.5).places) == (2.0, 5)
    assert scaled(policy, 0.01).places == 1
    assert scaled(replace(policy, places=0.4), 0.5).places == 0.4  # a share of who applies stays one
    assert scaled(policy, 1.0) == policy
    free = Policy(name="Opening", instrument="market_opening")
    assert Option(name="a", policies=(free,)).scaled(3).policies[0].budget == math.inf


def test_fewer_replicates_hold_for_every_part_and_only_leaves_parts_out():
    design = load_comparison("sme-subsidy-or-opening", replicates=4)
    assert design.replicates == 4
    assert {design.budget.replicates, design.robustness.replicates, design.frontier.replicates} == {4}
    assert design.knowledge.replicates == 3
    alone = load_comparison("sme-subsidy-or-opening", only=["budget"])
    assert alone.budget is not None and alone.knowledge is alone.robustness is alone.frontier is None
    with pytest.raises(InputError, match="no part 'budgets'"):
        load_comparison("sme-subsidy-or-opening", only=["budgets"])


def test_tasks_are_those_of_every_part_and_each_is_there_once():
    design = load_comparison("export-grant-after-its-end", replicates=3)
    tasks = runs_of(design)
    kinds = [task.kind for task in tasks]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "main": 3, "budget": 3, "robustness": 6 * 3, "tornado": 6 * 2 * 3, "knowledge": 20 * 3,
    }  # fmt: skip
    assert len({task.run_id for task in tasks}) == len(tasks)
    assert {task.factors for task in tasks if task.kind == "budget"} == {(0.25, 0.5, 1.0, 2.0, 4.0)}
    assert {task.seed for task in tasks} == {101, 102, 103}


def test_draws_of_parameters_fill_their_plausible_ranges_evenly():
    design = load_comparison("export-grant-after-its-end")
    low, high = declared()["entry_cost.scale"].plausible
    scales = sorted(point["entry_cost.scale"] for point in hypercube(design))
    strata = [int((scale - low) / (high - low) * 20) for scale in scales]
    assert strata == list(range(20))
    assert hypercube(design) == hypercube(design)


def test_six_comparisons_are_shipped_and_can_be_carried_out():
    assert list(shipped_comparisons()) == [
        "export-grant-after-its-end", "nissanka-recommendations", "research-fund-or-mentoring",
        "sanctions-and-recovery", "sme-subsidy-or-opening", "zhu-recommendations",
    ]  # fmt: skip
    for name in shipped_comparisons():
        design = load_comparison(name)
        assert design.replicates >= 50 and design.precision is not None
        assert design.knowledge and design.budget and design.robustness
        assert runs_of(design)


@pytest.mark.parametrize(("name", "options"), [("nissanka-recommendations", 5), ("zhu-recommendations", 3)])
def test_recommendations_of_a_study_are_compared_for_the_same_money_with_all_parts(name, options):
    design = load_comparison(name)
    assert len(design.options) == options
    assert len({sum(policy.budget for policy in option.policies) for option in design.options}) == 1
    assert design.knowledge and design.budget and design.robustness and design.frontier


def test_the_grants_world_goes_on_five_years_after_its_end_and_one_option_is_a_lottery():
    design = load_comparison("export-grant-after-its-end")
    assert design.years - design.end >= 5
    assert [policy.allocation for policy in design.policies] == ["first_come", "lottery"]


def test_help_after_sanctions_is_set_against_the_same_sanctions():
    design = load_comparison("sanctions-and-recovery")
    sanctions, *helped = design.options
    assert all(policy.module.SHOCK for policy in sanctions.policies)
    for option in helped:
        assert option.against == sanctions.name
        assert option.policies[: len(sanctions.policies)] == sanctions.policies


def test_policies_of_a_run_are_read_from_a_file_of_their_own(tmp_path):
    path = written(tmp_path, '[[policy]]\nname = "A"\ninstrument = "tariff"\nrate = 0.2\n')
    (policy,) = load_policies(path)
    assert (policy.name, policy.strengths) == ("A", {"rate": 0.2})
    with pytest.raises(InputError, match="no table 'policies'"):
        load_policies(written(tmp_path, "[[policies]]\n"))
    with pytest.raises(InputError, match=r"absent\.toml"):
        load_policies(tmp_path / "absent.toml")
