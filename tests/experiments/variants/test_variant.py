"""Variants of a world: what words and mappings stand for, what they are called, and what is refused."""

import pytest

from alliances.experiments.variants.variant import Variant, told_again, variant
from alliances.model.errors import InputError
from alliances.model.world.scenario import load_scenario

GRANT = '[[policy]]\nname = "Grant"\ninstrument = "export_grant"\nstart = 1\nbudget = 2.0\n'


@pytest.fixture
def grant(tmp_path):
    """A file of a policy, in a folder with a blank in its name."""
    (tmp_path / "my files").mkdir()
    file = tmp_path / "my files" / "grant.toml"
    file.write_text(GRANT, encoding="utf-8")
    return file


def test_words_stand_for_a_scenario_and_options_behind_it(grant):
    one = variant(f"hard-competition --without trust --set conflict.friction=0.2 --policy '{grant}'")
    assert one.scenario.name == "hard-competition" and one.without == ("trust",)
    assert one.parameters == {"conflict.friction": 0.2}
    assert [policy.name for policy in one.policies] == ["Grant"]
    assert one.name == "hard-competition without trust with Grant conflict.friction = 0.2"


def test_words_without_a_scenario_are_of_the_default_one():
    assert variant("--without=trust") == variant("default --without trust")


def test_a_mapping_has_the_arguments_of_the_model():
    given = {"scenario": "default", "parameters": {"trust.gain": 0.2}, "without": "conflict"}
    assert variant(given) == variant("default --set trust.gain=0.2 --without conflict")
    assert variant({"policies": [{"name": "G", "instrument": "export_grant"}]}).policies[0].name == "G"


def test_the_path_of_a_scenario_may_have_blanks(tmp_path):
    file = tmp_path / "my own world.toml"
    world = "[world]\nfirms = 30\nquarters = 4\nburn_in = 4\n"
    file.write_text(f'[scenario]\ntitle = "T"\nquestion = "Q"\nsource = "S"\nlook_for = "L"\n{world}', encoding="utf-8")
    assert variant(str(file)).scenario.firms == 30


def test_words_may_be_longer_than_the_name_of_any_file():
    settings = [f"trust.gain=0.{'0' * 300}1", "trust.loss=0.5"]
    assert variant(" ".join(f"--set {one}" for one in settings)).parameters["trust.loss"] == 0.5


def test_firms_and_quarters_take_the_place_of_the_scenarios():
    one = variant("default", firms=50, quarters=8)
    assert (one.scenario.firms, one.scenario.quarters) == (50, 8)


def test_a_world_is_called_by_its_changes_beside_one_of_the_same_scenario():
    first = variant("default")
    assert variant("default --without trust").beside(first).name == "without trust"
    assert variant("hard-competition --without trust").beside(first).name == "hard-competition without trust"
    assert first.beside(first).name == "default"


def test_the_manifest_tells_the_same_variant_again(grant):
    one = variant(f"default --without trust --set conflict.friction=0.2 --policy '{grant}'")
    assert told_again(one.told()) == one


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("defualt", "no scenario or file 'defualt'; did you mean 'default'?"),
        ("default --wihtout trust", "no option '--wihtout'; did you mean '--without'?"),
        ("default --without", "--without must be followed by what it is given"),
        ("default --without trsut", "no rule 'trsut'; did you mean 'trust'?"),
        ("default --set trust.gian=1", "no parameter 'trust.gian'; did you mean 'trust.gain'?"),
        ("default --set trust.gain=0.1 --set trust.gain=0.2", "--set trust.gain is given twice"),
        ("default --set trust.gain=0.1 --without trust", "trust.gain is set, but rule 'trust' is switched off"),
        ("default '--set", "cannot be read"),
        ("t" * 300, "no scenario or file 'tttt"),
        ({"scneario": "default"}, "no part of a world 'scneario'; did you mean 'scenario'?"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(given, said):
    with pytest.raises(InputError) as refused:
        variant(given)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_a_policy_for_a_market_that_the_scenario_has_not_is_refused():
    scenario = load_scenario("montreal-boston")
    with pytest.raises(InputError, match="VNM"):
        Variant(scenario, policies=variant({"policies": [
            {"name": "O", "instrument": "market_opening", "markets": ["VNM"]}]}).policies)  # fmt: skip
