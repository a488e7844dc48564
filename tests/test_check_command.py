"""``alliances check`` and ``alliances template``: own data before a world is run."""

import json

import pytest

from alliances.__main__ import main

FIRMS = "Rank,Company,Country,Sector,Employees\n1,Alpha,Germany,software,9000000\n2,Beta,UK,pharma,8000000\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with two giants."""
    (tmp_path / "firms.csv").write_text(FIRMS)
    return tmp_path


def test_it_says_what_is_read_filled_and_set_aside_and_warns_outside_what_is_covered(folder, capsys):
    page = folder / "check.html"
    assert main(["check", str(folder), "--json", "--quiet", "--out", str(page)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["aside"] == ["“Rank”: the model has no use for it."]
    assert "“Sector” is read as industry." in told["read"]
    assert any(line.startswith("technology: of 2 of 2 firms") for line in told["filled"])
    assert any("100 % of the firms lie outside" in line and "employees" in line for line in told["warnings"])
    assert "lie outside what the calibration covers" in page.read_text("utf-8")


def test_what_it_says_fits_a_terminal(folder, capsys):
    assert main(["check", str(folder), "--quiet"]) == 0
    said = capsys.readouterr().out
    for title in ("Outside what is covered", "Read", "Filled", "Set aside", "Shares of firms", "Next: alliances run"):
        assert title in said


def test_faults_are_told_with_their_lines(folder, capsys):
    (folder / "firms.csv").write_text("home,industry,employees\nDEU,baking,5\nUX,ict,many\n")
    assert main(["check", str(folder), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "3 faults" in said
    assert "line 2, industry: no industry 'baking'" in said


def test_templates_are_read_as_they_are_written(tmp_path, capsys):
    for kind in ("firms", "alliances", "countries"):
        assert main(["template", kind, "--out", str(tmp_path / f"{kind}.csv")]) == 0
    (tmp_path / "alliances.csv").write_text((tmp_path / "alliances.csv").read_text().replace("VNM", "AUS"))
    firms = (tmp_path / "firms.csv").read_text().replace("DEU", "ARG").replace("Viet Nam", "Australia")
    (tmp_path / "firms.csv").write_text(firms)
    assert main(["check", str(tmp_path), "--quiet"]) == 0
    assert "2 alliances between these firms" in capsys.readouterr().out


def test_a_template_of_nothing_known_is_refused(capsys):
    assert main(["template", "firm"]) == 2
    assert "did you mean 'firms'" in capsys.readouterr().err
