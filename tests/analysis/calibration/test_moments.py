"""The numbers that a calibration aims at."""

import pytest

from alliances.analysis.calibration.moments import targets
from alliances.analysis.facts.declaration import Fact, Number
from alliances.model.errors import InputError

MEDIAN = (Number("median", "Median", "band", 2.0, 6.0),)


def fact(name="life", numbers=MEDIAN, **changes):
    """A fact that may calibrate."""
    given = Fact(name, "", "", (), "seed", "", "calibrate", numbers, lambda replicate: {"median": 4.0})
    return given._replace(**changes)


def test_numbers_without_two_ends_are_not_aimed_at():
    numbers = (Number("sign", "", "sign"), Number("open", "", "band", 0.6), Number("band", "", "band", 0, 1))
    assert [aim.number for aim in targets([fact(numbers=numbers)])] == ["band"]


def test_the_ends_and_the_half_width_are_those_of_the_band():
    (aim,) = targets([fact()])
    assert (aim.name, aim.low, aim.high, aim.half_width) == ("life.median", 2.0, 6.0, 2.0)


def test_a_fact_of_validation_is_refused_in_one_line():
    with pytest.raises(InputError, match="fact 'life' has role 'validate', so nothing is ever tuned to it"):
        targets([fact(role="validate")])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measure": None, "awaits": "the cases"}, r"cannot be measured yet \(the cases\)"),
        ({"worlds": ("base", "alone")}, "needs the worlds base, alone"),
        ({"numbers": (Number("sign", "", "sign"),)}, "no number with a band"),
    ],
)
def test_a_fact_that_cannot_calibrate_is_refused(changes, said):
    with pytest.raises(InputError, match=said):
        targets([fact(**changes)])
