"""``alliances schema``: what the commands read and refuse, an editor that knows the schema accepts and marks, too."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from alliances.__main__ import main
from alliances.commands.schema import FILES
from alliances.experiments.calibration.design import load_design as load_calibration
from alliances.experiments.cases.case import load_case, shipped_cases
from alliances.experiments.designs.design import load_design
from alliances.experiments.designs.file import shipped_designs
from alliances.experiments.policy.file import load_comparison, load_policies, shipped_comparisons
from alliances.model.errors import InputError
from alliances.model.world.scenario import load_scenario, shipped_files

pytestmark = pytest.mark.smoke

LOADERS = {
    "scenario": load_scenario, "policy": load_policies, "design": load_design, "comparison": load_comparison,
    "case": load_case, "calibration": load_calibration,
}  # fmt: skip
SHIPPED = {
    "scenario": shipped_files(), "design": shipped_designs(), "comparison": shipped_comparisons(),
    "case": shipped_cases(), "calibration": shipped_designs("calibration"),
}  # fmt: skip
SCENARIO = """
[scenario]
title = "T"
question = "Q?"
source = "S"
look_for = "L"
[world]
firms = 10
quarters = 8
burn_in = 4
[parameters]
trust.gain = 0.2
"trust.loss" = 0.4
[markets.VNM]
entry_barrier = 0.7
"""
GRANT = """
[[policy]]
name = "Grant"
instrument = "export_grant"
share = 0.5
budget = 2
target = { size = "sme", age = [2], homes = ["DEU"] }
"""
DESIGN = """
[design]
title = "T"
outcomes = ["failed_share"]
policies = [{ name = "Grant", instrument = "export_grant", share = 0.5 }]
[sampler]
name = "sobol"
samples = 8
[settings]
markets.all.entry_barrier = 0.4
[factors]
"trust.*" = {}
trust.gain = [0.1, "default"]
"trust.loss" = { low = 0.3, scale = "log" }
conflict.national = { levels = 3 }
"""
COMPARISON = """
[comparison]
title = "T"
question = "Q?"
years = 10
[[option]]
name = "Grant"
[[option.policy]]
name = "Grant"
instrument = "export_grant"
end = 5
[knowledge]
parameters = ["trust.gain"]
"""
CASE = """
[case]
title = "T"
question = "Q?"
source = "S"
scenario = "default"
shows = ["This."]
cannot = ["That."]
[[event]]
year = 2025.5
words = "It happened"
[[counterfactual]]
name = "without trust"
words = "Nobody trusts."
without = ["trust"]
[[counterfactual]]
name = "with a grant"
words = "A grant."
policy = [{ name = "Grant", instrument = "export_grant", share = 0.5 }]
[[quantity]]
name = "Exporters"
measure = "exporters_share"
unit = "share"
reported = { 2030 = 0.2 }
source = "A study"
"""
CALIBRATION = """
[calibration]
title = "T"
facts = ["failure"]
discrepancy = 2
[parameters]
trust.gain = { low = 0.1 }
"""
RIGHT = {
    "scenario": SCENARIO, "policy": GRANT, "design": DESIGN, "comparison": COMPARISON, "case": CASE,
    "calibration": CALIBRATION,
}  # fmt: skip


@pytest.fixture(scope="module")
def checks(tmp_path_factory):
    """A validator for each kind of file, of the schema as the command writes it."""
    made = {}
    for kind in FILES:
        path = tmp_path_factory.mktemp("schemas") / f"{kind}.json"
        assert main(["schema", kind, "--out", str(path)]) == 0
        schema = json.loads(path.read_text("utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        made[kind] = jsonschema.Draft7Validator(schema)
    return made


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, files in SHIPPED.items() for name in files])
def test_every_file_that_is_shipped_fits_its_schema(kind, name, checks):
    checks[kind].validate(tomllib.loads(SHIPPED[kind][name].read_text("utf-8")))


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_can_be_read_fits_its_schema(kind, checks, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(RIGHT[kind], "utf-8")
    assert LOADERS[kind](path)
    checks[kind].validate(tomllib.loads(RIGHT[kind]))


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("scenario", "[world]", "[wrold]"),
        ("scenario", 'title = "T"', ""),
        ("scenario", 'title = "T"', 'title = " "'),
        ("scenario", "firms = 10", "firms = 1"),
        ("scenario", "firms = 10", "firms = 10.5"),
        ("scenario", "firms = 10", 'firms = 10\ncountries = "DEU"'),
        ("scenario", "trust.gain = 0.2", "trust.gian = 0.2"),
        ("scenario", "trust.gain = 0.2", "trust.gain = 20"),
        ("scenario", "trust.loss", "trust.lost"),
        ("scenario", "entry_barrier = 0.7", "entry_barrier = 7"),
        ("scenario", "entry_barrier = 0.7", "barrier = 0.7"),
        ("policy", "export_grant", "export_grunt"),
        ("policy", "share = 0.5", "share = 5"),
        ("policy", "share = 0.5", "rate = 0.5"),
        ("policy", "budget = 2", "budget = -2"),
        ("policy", '"sme"', '"tiny"'),
        ("policy", "age = [2]", "age = []"),
        ("policy", '["DEU"]', "[]"),
        ("design", "title", "titel"),
        ("design", '["failed_share"]', '"failed_share"'),
        ("design", "share = 0.5", "shre = 0.5"),
        ("design", '"sobol"', '"sobel"'),
        ("design", "samples = 8", "levels = 8"),
        ("design", "entry_barrier = 0.4", "entry_barrier = 4"),
        ("design", '[0.1, "default"]', '[0.1, "usual"]'),
        ("design", '[0.1, "default"]', "[9]"),
        ("design", '[0.1, "default"]', "0.1"),
        ("design", "levels = 3", "levels = 1"),
        ("design", "levels = 3", "level = 3"),
        ("design", '"log"', '"ln"'),
        ("design", 'title = "T"', 'title = "T"\nwithout = ["trst"]'),
        ("design", 'title = "T"', 'title = "T"\nensemble = 3'),
        ("comparison", "years = 10", "years = 0"),
        ("comparison", "end = 5", "ends = 5"),
        ("comparison", '["trust.gain"]', '["trust.gian"]'),
        ("comparison", '["trust.gain"]', '["trust.gain"]\nensemble = " "'),
        ("comparison", "[knowledge]", "[knowlegde]"),
        ("case", 'shows = ["This."]', ""),
        ("case", '["That."]', "[]"),
        ("case", "year = 2025.5", "year = 12"),
        ("case", '["trust"]', '["trsut"]'),
        ("case", "share = 0.5", "shre = 0.5"),
        ("case", "measure =", "mesure ="),
        ("case", "{ 2030 = 0.2 }", '{ 2030 = "many" }'),
        ("calibration", '["failure"]', '["rivals"]'),
        ("calibration", "discrepancy = 2", "discrepancy = 0"),
        ("calibration", 'title = "T"', 'title = "T"\nfirst_seed = 50'),
        ("calibration", "discrepancy = 2", "trials = 400"),
        ("calibration", "discrepancy = 2", "points = 19"),
        ("calibration", "low = 0.1", "hgih = 0.1"),
        ("calibration", "low = 0.1", "low = -1"),
    ],
)
def test_what_the_command_refuses_the_schema_refuses_too(kind, right, wrong, checks, tmp_path):
    text, path = RIGHT[kind].replace(right, wrong, 1), tmp_path / "mine.toml"
    assert text != RIGHT[kind]
    path.write_text(text, "utf-8")
    with pytest.raises(InputError):
        LOADERS[kind](path)
    assert not checks[kind].is_valid(tomllib.loads(text))


def test_the_schema_is_printed_with_ranges_and_meanings(capsys):
    assert main(["schema", "scenario"]) == 0
    told = json.loads(capsys.readouterr().out)
    gain = told["properties"]["parameters"]["properties"]["trust"]["properties"]["gain"]
    assert (gain["minimum"], gain["maximum"]) == (0, 4) and gain["description"]


def test_a_kind_of_file_that_there_is_not_is_told_with_the_nearest(refusal):
    assert "no kind of file 'desing'; did you mean 'design'?" in refusal("schema", "desing")


def test_the_documentation_says_how_an_editor_finds_the_schema():
    text = (Path(__file__).parents[1] / "docs" / "designs.md").read_text("utf-8")
    assert "#:schema" in text and "alliances schema design --out design.schema.json" in text
