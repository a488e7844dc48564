"""``alliances designs`` as its users meet it, and the designs of the documentation."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from alliances.__main__ import main
from alliances.experiments.designs.design import design_from, points
from alliances.experiments.designs.file import shipped_designs

DOCS = Path(__file__).parents[1] / "docs" / "designs.md"


def test_designs_lists_each_shipped_design_with_its_runs(capsys):
    assert main(["designs", "--json"]) == 0
    told = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert list(told) == list(shipped_designs())
    assert all(one["runs"] == one["points"] * one["replicates"] for one in told.values())
    assert main(["designs"]) == 0
    assert "competition-barriers" in capsys.readouterr().out


def test_designs_checks_one_and_says_how_many_runs_it_is(capsys):
    assert main(["designs", "sme-capability"]) == 0
    said = capsys.readouterr().out
    assert "ok: 30 points × 20 replicates = 600 runs in scenario default" in said
    assert "1, 2.5, 8, 20, 40" in said


def test_what_designs_prints_as_json_is_a_design_again(capsys):
    assert main(["designs", "search-trust", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert design_from(told["document"], Path("search-trust.toml")).n_points == told["points"]


def test_a_design_that_cannot_be_used_is_refused_in_one_line(capsys):
    assert main(["designs", "morris-al"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("alliances: no design or file 'morris-al'; did you mean 'morris-all'?")
    assert len(said.splitlines()) == 1


def test_outcomes_lists_what_is_measured_of_a_run(capsys):
    assert main(["outcomes", "runs"]) == 0
    said = capsys.readouterr().out
    assert "failed_share" in said and "exporters" in said and "COLUMN@FROM:TO" in said


@pytest.mark.parametrize("text", re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL))
def test_the_design_of_the_documentation_can_be_used(text):
    told = design_from(tomllib.loads(text), Path("docs.toml"))
    assert len(points(told)) == told.n_points == 200
