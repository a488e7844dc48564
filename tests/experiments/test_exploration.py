"""Heat maps and scenario discovery on real sweeps: the front door, the commands, their folders, and the examples."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import alliances
from alliances.__main__ import main
from alliances.experiments.designs.design import design_from
from alliances.experiments.exploration import RunTable, run_table
from alliances.experiments.result_folder import MANIFEST
from alliances.model.errors import InputError

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
X, Y, ALLY = "market_conditions.competition", "market_conditions.barrier", "strategy.ally_propensity"
VIEW = ["--x", X, "--y", Y, "--outcome", "foreign_sales_share"]


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A small sweep over competition and barriers, with and without alliances."""
    document = {
        "design": {"title": "Small", "firms": 40, "quarters": 20, "replicates": 2,
                   "outcomes": ["foreign_sales_share", "exporters_share", "failed_share"]},
        "sampler": {"name": "grid", "levels": 4},
        "factors": {X: {"low": -2, "high": 2}, Y: {"low": -2, "high": 2}, ALLY: [0, 0.35]},
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("sweep") / "small"
    alliances.sweep(design_from(document, Path("small.toml")), folder, workers=1)
    return folder


def middle(folder):
    """A condition that holds at about half of the points."""
    return f"exporters_share > {alliances.Results(folder).runs['exporters_share'].median():.6f}"


def test_the_front_door_takes_results_or_their_folder(swept):
    results = alliances.Results(swept)
    one, other = (alliances.heat_map(source, X, Y, "exporters_share") for source in (results, str(swept)))
    pd.testing.assert_frame_equal(one.cells, other.cells)
    assert one.contrast.label == "alliances" and len(one.cells) == 16
    assert {"sweep", "sensitivity", "heat_map", "discover", "Results", "Design", "load_design"} <= set(dir(alliances))


def test_the_front_door_takes_a_table_of_ones_own():
    draw = np.random.default_rng(1)
    runs = pd.DataFrame(draw.random((100, 2)), columns=["a", "b"]).assign(z=lambda table: table["a"])
    heat = alliances.heat_map(RunTable(runs, ("a", "b")), "a", "b", "z")
    assert heat.cells["points"].sum() == 100


def test_a_heat_map_is_printed_and_kept(swept, capsys):
    assert main(["heatmap", str(swept), *VIEW]) == 0
    words = capsys.readouterr().out
    assert "The effect of alliances on it is above zero in" in words and "alliances pay:" in words
    folder = swept / "heatmaps" / f"foreign_sales_share-{X}-{Y}"
    assert {path.name for path in folder.iterdir()} == {
        "locks", "manifest.json", "heatmap.png", "heatmap.svg", "regimes.png", "regimes.svg",
        "cells.csv", "cells.parquet", "sign_line.csv", "sign_line.parquet",
        "turning_points.csv", "turning_points.parquet",
    }  # fmt: skip
    told = json.loads((folder / MANIFEST).read_text())
    assert told["status"] == "complete" and told["heatmap"]["contrast"] == ALLY
    assert pd.read_csv(folder / "cells.csv")[X].nunique() == 4


def test_a_heat_map_with_regimes_of_ones_own_as_json(swept, tmp_path, capsys):
    asked = ["--regime", "many abroad: exporters_share > 0.2", "--contrast", "none", "--json"]
    assert main(["heatmap", str(swept), *VIEW, *asked, "--out", str(tmp_path / "map")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["regime"] for row in told["cells"]} <= {"many abroad", "none of these"}
    assert "effect" not in told["cells"][0]


def test_a_discovery_is_printed_and_kept_and_may_be_repeated(swept, capsys):
    asked = ["discover", str(swept), "--where", middle(swept), "--shuffles", "1", "--resamples", "1", "--quiet"]
    assert main(asked) == 0
    first = capsys.readouterr().out
    assert "holds at" in first and "Tables and figure are in" in first
    (folder,) = (swept / "discovery").iterdir()
    assert folder.name.startswith("exporters_share_above_0.")
    assert {path.name for path in folder.iterdir()} >= {"boxes.png", "limits.csv", "points.csv", "trajectory.csv"}
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["points"] == 32 and 0 < told["boxes"][0]["density"] <= 1
    assert alliances.Results(swept).missing() == []  # the folders below do not disturb the sweep


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["discover", "SWEEP", "--where", "exporters_share = 1"], "is not a condition"),
        (["discover", "SWEEP", "--where", "exporter_share > 1"], "did you mean 'exporters_share'"),
        (["discover", "SWEEP", "--where", "exporters_share > 1"], "holds at none of 32 points"),
        (["discover", "SWEEP", "--where", "exporters_share > 0", "--scenario", "x"], "no scenario in this design 'x'"),
        (["discover", "nowhere", "--where", "exporters_share > 0"], "holds no runs"),
        (["heatmap", "SWEEP", *VIEW[:4], "--outcome", "x"], "no outcome 'x'"),
        (["heatmap", "SWEEP", *VIEW, "--regime", "x"], "NAME: CONDITION"),
        (["heatmap", "SWEEP", *VIEW, "--out", "SWEEP"], "holds another kind of result"),
    ],
)
def test_bad_input_is_one_line_and_code_two(swept, asked, said, capsys):
    assert main([str(swept) if word == "SWEEP" else word for word in asked]) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_a_sweep_without_a_run_is_refused(swept, tmp_path):
    for name in (MANIFEST, "points.parquet"):
        (tmp_path / name).write_bytes((swept / name).read_bytes())
    with pytest.raises(InputError, match="no run is done yet"):
        run_table(tmp_path)


def test_one_scenario_of_several_is_taken_alone(tmp_path):
    document = {
        "design": {"title": "Two", "firms": 12, "quarters": 1, "scenario": ["default", other_scenario()],
                   "outcomes": ["exporters_share"]},
        "sampler": {"name": "grid", "levels": 2},
        "factors": {X: {}},
    }  # fmt: skip
    results = alliances.sweep(design_from(document, Path("two.toml")), tmp_path / "two", workers=1)
    assert run_table(results).factors == ("scenario", X) and len(run_table(results).runs) == 4
    assert run_table(results, "default").factors == (X,) and len(run_table(results, "default").runs) == 2


def other_scenario():
    from alliances.model.world.scenario import shipped

    return next(one.name for one in shipped() if one.name != "default")


def example(name):
    """An example of the documentation as a module."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_duckdb_query_gives_the_means_of_the_results(swept):
    pytest.importorskip("duckdb")
    rows = example("duckdb_query").highest(swept, "exporters_share").fetchdf().set_index("point")["mean"]
    means = alliances.Results(swept).runs.groupby("point")["exporters_share"].mean()
    pd.testing.assert_series_equal(rows.sort_index(), means, check_index_type=False, check_names=False)
    assert rows.is_monotonic_decreasing and len(rows) == 32


def test_the_polars_query_gives_the_runs_of_the_results(swept):
    pytest.importorskip("polars")
    runs = alliances.Results(swept).runs
    found = example("polars_query").runs_so_far(swept)
    assert sorted(found.columns) == sorted(runs.columns)
    for name in ("exporters_share", ALLY):
        assert found[name].to_list() == runs[name].to_list()


@pytest.mark.filterwarnings("ignore")
def test_the_ema_workbench_runs_the_model_through_the_wrapper():
    pytest.importorskip("ema_workbench")
    from ema_workbench import Constant, perform_experiments

    wrapper = example("ema_workbench_wrapper")
    wrapper.model.constants = [Constant("firms", 12), Constant("quarters", 2)]
    experiments, outcomes = perform_experiments(wrapper.model, scenarios=2)
    assert len(experiments) == 2 and set(outcomes) == set(wrapper.OUTCOMES)
    given = {name: experiments[name.replace(".", "__")].iloc[1] for name in wrapper.FACTORS}
    again = wrapper.one_run(firms=12, quarters=2, **{name.replace(".", "__"): value for name, value in given.items()})
    assert outcomes["foreign_sales_share"][1] == again["foreign_sales_share"]
