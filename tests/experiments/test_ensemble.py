"""Ensembles: read from files, and drawn from by validations, sweeps and comparisons of policies."""

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.analysis.facts import fact
from alliances.experiments.designs.design import load_design as load_sweep
from alliances.experiments.ensemble import load_ensemble
from alliances.experiments.evidence.validation import Plan, campaign_of, runs
from alliances.experiments.policy.file import load_comparison
from alliances.experiments.policy.runs import knowledge_runs
from alliances.experiments.sweeps.sweep import runs as sweep_runs
from alliances.model.errors import InputError

MEMBERS = [{"trust.gain": 0.123456789, "trust.loss": 0.5}, {"trust.gain": 0.75, "trust.loss": 0.25}]
SWEEP = """
[design]
title = "T"
outcomes = ["exporters_share"]
replicates = 3
ensemble = "mine.csv"
[sampler]
name = "grid"
levels = 2
[factors]
"trust.loss" = {}
"""
COMPARISON = """
[comparison]
title = "T"
question = "Q"
firms = 60
years = 4
replicates = 2
[[option]]
name = "Grant"
[[option.policy]]
name = "Grant"
instrument = "export_grant"
start = 1
end = 3
budget = 2.0
[knowledge]
parameters = ["trust.gain", "conflict.national"]
ensemble = "mine.csv"
draws = 3
replicates = 2
"""


@pytest.fixture
def mine(tmp_path):
    """The file of an ensemble of two."""
    path = tmp_path / "mine.csv"
    pd.DataFrame(MEMBERS).to_csv(path, index=False)
    return path


def test_members_are_read_to_the_last_digit(mine):
    assert list(load_ensemble(mine)) == MEMBERS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("trust.gian\n0.5\n", "mine.csv: no parameter 'trust.gian'; did you mean 'trust.gain'"),
        ("trust.gain\nmuch\n", "member 1: every cell must be a number"),
        ("trust.gain,trust.loss\n0.5\n", "member 1: every cell must be a number"),
        ("trust.gain\n0.5\n99\n", r"member 2: trust.gain = 99.* must be a number in \[0, 4\]"),
        ("trust.gain\n", "no member is given"),
        ("", "no member is given"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(text, said, mine):
    mine.write_text(text)
    with pytest.raises(InputError, match=said) as refusal:
        load_ensemble(mine)
    assert "\n" not in str(refusal.value)


def test_the_seeds_of_a_validation_take_members_in_turn(mine):
    plan = Plan((fact("failure"),), firms=60, seeds=(1, 2, 3), ensemble=load_ensemble(mine))
    assert [dict(run.parameters) for run in runs(plan)] == [MEMBERS[0], MEMBERS[1], MEMBERS[0]]


def test_what_is_set_goes_before_members_and_rules_that_are_off_are_left_alone(mine):
    members = load_ensemble(mine)
    plan = Plan((fact("failure"),), firms=60, seeds=(1, 2), ensemble=members, parameters={"trust.loss": 0.9})
    assert [run.parameters["trust.loss"] for run in runs(plan)] == [0.9, 0.9]
    off = Plan((fact("failure"),), firms=60, seeds=(1,), ensemble=members, without=("trust",))
    assert not {"trust.gain", "trust.loss"} & set(next(runs(off)).parameters)
    ablated = Plan((fact("failure"),), firms=60, seeds=(1,), ensemble=members, ablate=("trust",))
    assert "trust.gain" not in list(runs(ablated))[1].parameters


def test_runs_with_other_parameters_are_not_mixed_in(mine):
    plan = Plan((fact("failure"),), firms=60, seeds=(1, 2), ensemble=load_ensemble(mine))
    without = Plan((fact("failure"),), firms=60, seeds=(1, 2))
    assert campaign_of(plan).conditions != campaign_of(without).conditions


def test_a_validation_says_that_parameters_come_from_an_ensemble_and_is_repeated_from_its_folder(mine, capsys):
    out = mine.parent / "out"
    words = ["validate", "--fact", "failure", "--firms", "60", "--replicates", "3", "--ensemble", str(mine)]
    assert main([*words, "--workers", "1", "--quiet", "--out", str(out)]) == 0
    assert "3 seeds, parameters from an ensemble of 2" in " ".join(capsys.readouterr().out.split())
    mine.unlink()
    assert main(["rerun", str(out), "--run", "all-rules-0002"]) == 0
    assert "the same, bit for bit" in capsys.readouterr().out
    assert main([*words, "--quiet"]) == 2
    assert "no ensemble or file" in capsys.readouterr().err


def test_replicates_of_a_sweep_take_a_member_each_but_for_what_the_design_varies(mine):
    (mine.parent / "sweep.toml").write_text(SWEEP)
    found = [run.parameters for run in sweep_runs(load_sweep(mine.parent / "sweep.toml"))]
    assert [one["trust.gain"] for one in found] == [0.123456789, 0.75, 0.123456789] * 2
    assert len({one["trust.loss"] for one in found}) == 2 and 0.25 not in {one["trust.loss"] for one in found}


def test_what_is_not_known_in_a_comparison_is_drawn_from_the_ensemble_where_it_has_it(mine):
    (mine.parent / "policy.toml").write_text(COMPARISON)
    drawn = [run.parameters for run in knowledge_runs(load_comparison(mine.parent / "policy.toml"))]
    assert [(one["trust.gain"], one["trust.loss"]) for one in drawn[::2]] == [  # two seeds each
        (0.123456789, 0.5), (0.75, 0.25), (0.123456789, 0.5),
    ]  # fmt: skip
    assert len({one["conflict.national"] for one in drawn}) == 3, "the rest from its plausible range"


@pytest.mark.parametrize(("text", "load", "line"), [(SWEEP, load_sweep, 6), (COMPARISON, load_comparison, 18)])
def test_an_ensemble_that_is_not_there_is_refused_with_its_line(text, load, line, mine):
    path = mine.parent / "design.toml"
    path.write_text(text.replace("mine.csv", "none.csv"))
    with pytest.raises(InputError, match=rf"design\.toml, line {line}: no ensemble or file 'none\.csv'"):
        load(path)


@pytest.mark.parametrize("text", [SWEEP, COMPARISON])
def test_a_name_that_no_file_can_have_is_refused_too(text, mine):
    path, load = mine.parent / "design.toml", load_sweep if text is SWEEP else load_comparison
    path.write_text(text.replace("mine.csv", "e" * 300))
    with pytest.raises(InputError, match=r"line \d+: no ensemble or file 'eeee"):
        load(path)
    path.write_text(text.replace("mine.csv", "default").replace('[design]', '[design]\nscenario = "' + "s" * 300 + '"')
                    .replace('[comparison]', '[comparison]\nscenario = "' + "s" * 300 + '"'))  # fmt: skip
    with pytest.raises(InputError, match=r"line \d+: no scenario or file 'ssss"):
        load(path)
