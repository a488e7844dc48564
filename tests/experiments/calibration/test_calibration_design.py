"""What a calibration design may say, and what it is refused for."""

import pytest

from alliances.experiments.calibration import design as calibration_design
from alliances.experiments.calibration.design import load_design
from alliances.model.errors import InputError
from alliances.model.world.scenario import shipped_files

HEADER = '[calibration]\ntitle = "T"\nfacts = ["failure"]\n'
FREE = "[parameters]\ntrust.gain = {}"


def written(tmp_path, text):
    """A design file."""
    path = tmp_path / "design.toml"
    path.write_text(text)
    return path


def test_a_design_takes_plausible_ranges_and_both_ways_of_naming(tmp_path):
    ranges = '"trust.gain" = {}\ntrust.loss = { low = 0.1 }\n[parameters.conflict]\nnational = {}\n'
    text = f"{HEADER}[parameters]\n{ranges}"
    free = {one.name: (one.low, one.high) for one in load_design(written(tmp_path, text)).parameters}
    plausible = {
        name: calibration_design.declared()[name].plausible
        for name in ("trust.gain", "trust.loss", "conflict.national")
    }
    assert free == {**plausible, "trust.loss": (0.1, plausible["trust.loss"][1])}


def test_a_scenario_of_ones_own_is_found_beside_the_design(tmp_path):
    (tmp_path / "mine.toml").write_text(shipped_files()["default"].read_text())
    text = f'{HEADER}scenario = "mine.toml"\n[parameters]\ntrust.gain = {{}}\n'
    assert load_design(written(tmp_path, text)).scenario == str(tmp_path / "mine.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[calibration", "is not a TOML file"),
        (HEADER, r"\[parameters\] names 0; it must name 1 to 60 free parameters"),
        (HEADER + "[paramters]", "no table 'paramters'; did you mean 'parameters'"),
        (HEADER + "pionts = 50\n" + FREE, r"no \[calibration\] key 'pionts'; did you mean 'points'"),
        (HEADER + "points = 0\n" + FREE, "points = 0 must be a whole number in"),
        (HEADER + "ensemble = 9\ncandidates = 8\n" + FREE, "ensemble = 9 must be at most candidates = 8"),
        (HEADER + "first_seed = 50\n" + FREE, "first_seed = 50 must be above 50: .*are validation's"),
        (HEADER + "discrepancy = -1\n" + FREE, "discrepancy = -1 must be a number above 0"),
        (HEADER + 'scenario = "defualt"\n' + FREE, "did you mean 'default'"),
        (HEADER + "[parameters]\ntrust.gian = {}", "no parameter 'trust.gian'; did you mean 'trust.gain'"),
        (HEADER + "[parameters]\ntrust.gain = 0.3", r"trust.gain = 0.3 must be \{ low = NUMBER"),
        (HEADER + "[parameters]\ntrust.gain = { hgih = 1 }", r"trust.gain\] key 'hgih'; did you mean 'high'"),
        (HEADER + "[parameters]\ntrust.gain = { high = 99 }", r"trust.gain = 99 must be a number in \[0, 4\]"),
        (HEADER + "[parameters]\ntrust.gain = { low = 0.4, high = 0.4 }", "must have low below high"),
        ('[calibration]\nfacts = ["failure"]', "calibration.title is missing"),
        ('[calibration]\ntitle = "T"\nfacts = "failure"', "must be a list of facts"),
        ('[calibration]\ntitle = "T"\nfacts = ["failing"]\n' + FREE, "did you mean 'failure'"),
        ('[calibration]\ntitle = "T"\nfacts = ["failure", "failure"]\n' + FREE, "twice"),
        ('[calibration]\ntitle = "T"\nfacts = ["rivals"]\n' + FREE, "'rivals' has role 'validate'"),
    ],
)
def test_a_design_that_cannot_be_used_is_refused_in_one_line(text, said, tmp_path):
    with pytest.raises(InputError, match=said) as refusal:
        load_design(written(tmp_path, text))
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "design.toml"))


def test_a_sixty_first_free_parameter_is_refused(tmp_path):
    names = list(calibration_design.declared())[:61]
    text = HEADER + "[parameters]\n" + "".join(f"{name} = {{}}\n" for name in names)
    with pytest.raises(InputError, match=r"\[parameters\] names 61; it must name 1 to 60 free parameters"):
        load_design(written(tmp_path, text))


def test_a_design_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="no design or file 'calibratoin'; did you mean 'calibration'"):
        load_design("calibratoin")


def test_the_shipped_design_can_be_used():
    plan = load_design("calibration")
    assert plan.ensemble >= 100
    assert all(fact.role == "calibrate" for fact in plan.declared_facts())
    assert plan.first_seed > calibration_design.VALIDATION_SEEDS
