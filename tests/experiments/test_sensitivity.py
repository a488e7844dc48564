"""Sensitivity through the whole pipeline: a design, its sampling, runs of a known function, the store, the analysis."""

import json
from math import prod

import numpy as np
import pandas as pd
import pytest
from SALib.test_functions import Ishigami, Sobol_G

from alliances.__main__ import main
from alliances.analysis.sensitivity.indices import Effort
from alliances.experiments.designs.design import load_design
from alliances.experiments.sensitivity import sensitivity
from alliances.experiments.sweeps import sweep as sweep_module
from alliances.experiments.sweeps.results import Results
from alliances.experiments.sweeps.runs import OUTCOMES, Run, outcome_rows
from alliances.model.declarations.parameters import RULES, declared
from alliances.model.errors import InputError


def plain_names():
    """Eight parameters of four rules, of whole ranges and without conditions between them."""
    rules = [rule for rule, module in RULES.items() if not hasattr(module, "contradiction")]
    own = [[name for name, one in declared().items() if name.startswith(f"{rule}.") and not one.integer
            and one.plausible[0] < one.plausible[1]][:2] for rule in rules]  # fmt: skip
    return [name for names in [names for names in own if len(names) == 2][:4] for name in names]


NAMES = plain_names()
G = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
SLOPES = np.array([4.0, -3.0, 2.0, 1.0, 0, 0, 0, 0])
SAMPLERS = {
    "sobol": 'name = "sobol"\nsamples = 256',
    "morris": 'name = "morris"\ntrajectories = 10',
    "efast": 'name = "efast"\nsamples = 300',
    "latin": 'name = "latin_hypercube"\nsamples = 400',
    "by_rule": 'name = "sobol"\nsamples = 256\ngroups = "rule"\nsecond_order = false',
    "grid": 'name = "one_at_a_time"\nlevels = 2',
}
DESIGN = """
[design]
title = "Known functions"
firms = 40
quarters = 8
replicates = {replicates}
outcomes = ["failed_share", "exporters_share", "equity_share", "firms_closed"]

[sampler]
{sampler}

[factors]
{factors}
"""


def known_functions(run):
    """Ishigami, Sobol's G, a straight line, and noise that drowns the line, in place of a run of the model."""
    ends = (declared()[name].plausible for name in NAMES)
    values = [(run.parameters[name] - low) / (high - low) for name, (low, high) in zip(NAMES, ends, strict=True)]
    unit = np.clip(np.array([values]), 0, 1)
    noise = np.random.default_rng(run.seed).normal() + np.random.default_rng([run.seed, run.point]).normal()
    return {
        "failed_share": Ishigami.evaluate((2 * unit[:, :3] - 1) * np.pi)[0],
        "exporters_share": Sobol_G.evaluate(unit)[0],
        "equity_share": float((unit @ SLOPES)[0]),
        "firms_closed": float((unit @ SLOPES)[0]) + 10 * noise,
    }


def some_fail(run):
    """The same, but one run fails, and another has no failed share."""
    if run.run_id == "000003-000":
        raise ValueError("broken")
    return known_functions(run) | ({"failed_share": np.nan} if run.point == 40 else {})


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A function that sweeps known functions, once for each sampler and function."""
    place, made = tmp_path_factory.mktemp("sweeps"), {}

    def sweep(sampler, function=known_functions, replicates=1):
        folder = place / f"{sampler}-{function.__name__}-{replicates}"
        if folder not in made:
            lines = "\n".join(f'"{name}" = {{}}' for name in NAMES)
            path = place / f"{sampler}.toml"
            path.write_text(DESIGN.format(sampler=SAMPLERS[sampler], factors=lines, replicates=replicates))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Run, "rows", lambda run: {OUTCOMES: outcome_rows(run, function(run))})
                made[folder] = sweep_module.sweep(load_design(path), folder, workers=1)
        return made[folder]

    return sweep


def known_g():
    """First and total orders of Sobol's G (Saltelli et al. 2010)."""
    own = 1 / (3 * (1 + G) ** 2)
    whole = prod(1 + own) - 1
    return own / whole, np.array([v * prod(np.delete(1 + own, n)) for n, v in enumerate(own)]) / whole


def column(found, outcome, index):
    return found.ranking(outcome).set_index("factor")[index]


def test_sobol_finds_the_known_indices_of_ishigami_and_g(swept):
    found = sensitivity(swept("sobol"), "sobol")
    ishigami = column(found, "failed_share", "total")[NAMES]
    assert ishigami[:3].tolist() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.06)
    assert ishigami[3:].abs().max() < 1e-9
    assert column(found, "failed_share", "first")[NAMES[:3]].tolist() == pytest.approx([0.3139, 0.4424, 0], abs=0.08)
    first, total = known_g()
    assert column(found, "exporters_share", "first")[NAMES].tolist() == pytest.approx(first, abs=0.08)
    assert column(found, "exporters_share", "total")[NAMES].tolist() == pytest.approx(total, abs=0.08)
    assert found.ranking("exporters_share")["factor"].tolist()[:4] == NAMES[:4]
    pairs = found.indices.query("outcome == 'failed_share' and index == 'second'").set_index(["factor", "other"])
    assert pairs["value"].idxmax() == (NAMES[0], NAMES[2])
    row = pairs.loc[(NAMES[0], NAMES[2])]
    assert 0 < row["low"] < 0.2437 < row["high"]


def test_efast_finds_them_too(swept):
    found = sensitivity(swept("efast"))
    first, total = known_g()
    assert column(found, "exporters_share", "first")[NAMES].tolist() == pytest.approx(first, abs=0.04)
    assert column(found, "exporters_share", "total")[NAMES].tolist() == pytest.approx(total, abs=0.1)
    assert any("indicative only" in note for note in found.notes["failed_share"])


def test_morris_finds_the_slopes_of_a_line(swept):
    table = sensitivity(swept("morris"), outcomes=["equity_share"]).ranking().set_index("factor").loc[NAMES]
    assert table["mu"].tolist() == pytest.approx(SLOPES)
    assert table["mu_star"].tolist() == pytest.approx(abs(SLOPES))
    assert table["sigma"].max() < 1e-6


@pytest.mark.parametrize("method", ["pawn", "delta"])
def test_given_data_methods_rank_the_known_functions(swept, method):
    found = sensitivity(swept("latin"), method, ["failed_share", "equity_share"], effort=Effort(20))
    assert set(found.ranking("failed_share")["factor"][:2]) == set(NAMES[:2])
    table = found.ranking("equity_share")
    assert table["factor"].tolist()[:3] == NAMES[:3]
    assert table["above_chance"].tolist()[:2] == [True] * 2 and not table["above_chance"].tolist()[-1]


def test_rules_that_are_sampled_together_are_analysed_together(swept):
    found = sensitivity(swept("by_rule"), outcomes=["equity_share"])
    rules = [name.partition(".")[0] for name in NAMES]
    shares = pd.Series(SLOPES**2 / (SLOPES**2).sum()).groupby(rules).sum()
    assert column(found, "equity_share", "total").to_dict() == pytest.approx(shares.to_dict(), abs=0.08)


def test_noise_is_told_apart_from_parameters(swept):
    found = sensitivity(swept("morris", replicates=3), outcomes=["equity_share", "firms_closed"])
    calm, noisy = found.quality.to_dict("records")
    assert calm["noise_in_means"] < 1e-9 and calm["share_factors"] == pytest.approx(1)
    assert noisy["noise_in_means"] > 0.5 and noisy["replicates_wanted"] > 100
    assert noisy["allows"].startswith("These numbers allow no ranking: ") and "of the variance" in noisy["allows"]
    assert calm["allows"].startswith("These numbers allow a ranking")
    assert found.notes["firms_closed"] == found.notes["equity_share"] == []
    assert not found.ranking("firms_closed")["above_chance"].any()
    assert found.ranking("equity_share")["above_chance"].tolist()[:4] == [True] * 4


def test_blocks_with_failed_runs_or_without_a_value_are_dropped_and_counted(swept):
    found = sensitivity(swept("sobol", some_fail), "sobol", ["failed_share", "equity_share"])
    quality = found.quality.set_index("outcome")
    # blocks of 2 × 8 + 2 = 18 points: point 3 is in the first, point 40 in the third
    assert quality["blocks_dropped"].to_dict() == {"failed_share": 2, "equity_share": 1}
    assert quality["runs_missing"].tolist() == [1, 1] and quality["runs_nan"].tolist() == [1, 0]
    told = " ".join(found.notes["failed_share"])
    for expected in ("1 of 4608 runs are missing", "1 of 4608 runs have no value", "2 of 256 blocks lack a point"):
        assert expected in told


def test_an_outcome_with_too_many_gaps_is_refused_and_the_others_are_not(swept):
    def gaps(run):
        return known_functions(run) | ({"failed_share": np.nan} if run.point % 5 == 0 else {})

    found = sensitivity(swept("latin", gaps), "pawn", ["failed_share", "equity_share"], effort=Effort(10))
    assert found.outcomes == ["equity_share"]
    assert found.refused == {"failed_share": "80 of 400 runs have no value, 20 %; it must be at most 5 %"}
    with pytest.raises(InputError, match="failed_share: 80 of 400"):
        sensitivity(swept("latin", gaps), "pawn", ["failed_share"])


@pytest.mark.parametrize(
    ("sampler", "asked", "said"),
    [
        ("latin", {"method": "sobol"}, "sobol needs a sample by sobol, and .* with that it must be one of pawn, delta"),
        ("grid", {}, "no method can use a sample by one_at_a_time; it must be by morris, sobol, efast"),
        ("sobol", {"method": "soblo"}, "no method 'soblo'; did you mean 'sobol'"),
        ("sobol", {"outcomes": ["failedshare"]}, "did you mean 'failed_share'"),
        ("sobol", {"scenario": "elsewhere"}, "no scenario in this design 'elsewhere'"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(swept, sampler, asked, said):
    with pytest.raises(InputError, match=said):
        sensitivity(swept(sampler), **asked)


def test_points_that_another_version_drew_are_not_taken_for_a_sample(swept):
    results = Results(swept("sobol").folder)
    results.points = results.points.sample(frac=1, random_state=1).set_axis(results.points.index)
    with pytest.raises(InputError, match="its points are not those that this version of SALib draws"):
        sensitivity(results)


def test_the_command_prints_and_writes_what_the_function_finds(swept, capsys):
    results = swept("sobol")
    out = results.folder / "sensitivity" / "sobol"
    assert main(["sensitivity", str(results.folder), "--outcome", "failed_share", "--quiet"]) == 0
    said = capsys.readouterr().out
    for expected in ("Sobol indices: Known functions", NAMES[0], "± ", "256 blocks", "Widest interval", str(out)):
        assert expected in said
    found = sensitivity(results, outcomes=["failed_share"])
    pd.testing.assert_frame_equal(pd.read_parquet(out / "indices.parquet"), found.indices)
    pd.testing.assert_frame_equal(
        pd.read_csv(out / "ranking.csv")[["factor", "total"]], found.rankings()[["factor", "total"]]
    )
    assert {path.stem for path in out.glob("*.png")} == {
        "bars-failed_share", "interactions-failed_share", "convergence-failed_share",
    }  # fmt: skip
    told = json.loads((out / "sensitivity.json").read_text())["outcomes"]["failed_share"]
    assert told["ranking"][0]["factor"] == NAMES[0] and len(told["pairs"]) == 28
    manifest = json.loads((out / "manifest.json").read_text())
    assert (manifest["status"], manifest["sensitivity"]["method"]) == ("complete", "sobol")
    assert Results(results.folder).asked == 4608  # the sweep is as it was


def test_the_command_prints_json_and_puts_rules_together(swept, capsys, tmp_path):
    arguments = ["sensitivity", str(swept("morris").folder), "--by-rule", "--json", "--out", str(tmp_path / "out")]
    assert main([*arguments, "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    rules = {name.partition(".")[0] for name in NAMES}
    assert {row["factor"] for row in told["outcomes"]["equity_share"]["ranking"]} == rules
    assert told["outcomes"]["equity_share"]["notes"][0].startswith("rules: sums")
    assert (tmp_path / "out" / "ranking.csv").exists()


def test_a_design_is_swept_first_and_a_second_call_runs_nothing(tmp_path, capsys, monkeypatch):
    ran = []
    rows = lambda run: ran.append(run) or {OUTCOMES: outcome_rows(run, known_functions(run))}  # noqa: E731
    monkeypatch.setattr(Run, "rows", rows)
    lines = "\n".join(f'"{name}" = {{}}' for name in NAMES)
    (tmp_path / "small.toml").write_text(DESIGN.format(sampler=SAMPLERS["morris"], factors=lines, replicates=1))
    arguments = [
        "sensitivity",
        str(tmp_path / "small.toml"),
        "--out",
        str(tmp_path / "out"),
        "--workers",
        "1",
        "--quiet",
        "--outcome",
        "failed_share",
    ]
    assert main(arguments) == 0 and len(ran) == 90
    assert main(arguments) == 0 and len(ran) == 90
    assert (tmp_path / "out" / "sensitivity" / "morris" / "plane-failed_share.png").exists()
    capsys.readouterr()
    for wrong, said in ((["--method", "efast"], "needs a sample by efast"), (["--outcome", "x"], "no outcome")):
        assert main([*arguments[:2], "--out", str(tmp_path / "new"), *wrong]) == 2
        told = capsys.readouterr()
        assert said in told.err and len(told.err.splitlines()) == 1 and not (tmp_path / "new").exists()
    assert main(arguments[:2]) == 2
    assert "--out is missing" in capsys.readouterr().err
