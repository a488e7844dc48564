"""The bytes of a recording: what goes in comes out, and what is no recording is refused in one line."""

import gzip

import numpy as np
import pytest

from alliances.experiments.recording.columns import Column, packed, unpacked
from alliances.model.errors import InputError


def again(column: Column) -> np.ma.MaskedArray:
    """A column as it is read back."""
    return unpacked(packed({"title": "T"}, [Column("first", np.arange(3), "u1"), column]))[1][column.name]


@pytest.mark.parametrize("delta", [False, True])
@pytest.mark.parametrize("by_column", [False, True])
@pytest.mark.parametrize("dtype", ["u1", "u2", "u4", "i1", "i2", "i4"])
def test_whole_numbers_come_back_as_they_were(dtype, delta, by_column):
    limits = np.iinfo(dtype)
    values = np.array([[limits.min, limits.max, 3], [limits.max, limits.min, 2], [0, 1, limits.max]])
    assert np.array_equal(again(Column("x", values, dtype, delta=delta, by_column=by_column)), values)


def test_a_scaled_column_is_right_to_half_a_step():
    values = np.linspace(0, 1, 1001)
    assert np.abs(again(Column("x", values, "u1", 1 / 100, delta=True)) - values).max() <= 0.005 + 1e-12


def test_a_logarithmic_column_is_right_to_half_a_step_of_the_logarithm():
    values = np.geomspace(0.001, 1e6, 500)
    told = again(Column("x", values, "u2", 0.02, log=True))
    assert np.abs(np.log1p(told) - np.log1p(values)).max() <= 0.01 + 1e-9


def test_what_is_missing_stays_missing_and_no_value_is_taken_for_it():
    values, missing = np.array([255.0, 254, 7, 0]), np.array([False, False, True, False])
    told = again(Column("x", values, "u1", missing=missing))
    assert told.mask.tolist() == [False, False, True, False]
    assert told.compressed().tolist() == [254, 254, 0]  # 255 stands for nothing


def test_numbers_with_a_point_keep_what_is_not_known():
    assert np.array_equal(again(Column("x", np.array([1.5, np.nan]), "f4")), [1.5, np.nan], equal_nan=True)


def test_an_empty_column_comes_back_empty():
    assert again(Column("x", np.zeros((0, 3)), "u2", delta=True, by_column=True)).shape == (0, 3)


def test_the_same_content_makes_the_same_bytes():
    column = Column("x", np.arange(5), "u1")
    assert packed({"title": "T"}, [column]) == packed({"title": "T"}, [column])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nothing", "this is no recording, or it is cut off"),
        (packed({}, [])[:-9], "this is no recording, or it is cut off"),
        (gzip.compress(b"RIFFxxxx"), "this is no recording"),
        (gzip.compress(b"ALR7\0\0\0\0"), "this recording has version 7; it must be 1"),
    ],
    ids=["nothing", "cut", "another file", "another version"],
)
def test_what_is_no_recording_is_refused_in_one_line(content, said):
    with pytest.raises(InputError, match=f"^{said}$"):
        unpacked(content)
