"""Layout: every stored column lies in its record, in whole numbers of its width, the same in every process."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from alliances.model.declarations.codes import NOBODY
from alliances.model.engine.layout import LINE, READERS, allocated, blank, enlarged, in_memory, layout
from alliances.model.policies.levers import LEVERS
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.markets import BETWEEN
from alliances.model.records.state import GROUPS

EVERY = (*GROUPS, LEVERS)
SNAPSHOTS = ("firms", "alliances", "presence")
FIRST_IMPORTS = ("simulation", "engine.layout", "steps.compete", "records.recorder", "records.alliances", "world.setup")
TELL_LAYOUTS = """
import sys
from importlib import import_module
import_module(f"alliances.model.{sys.argv[1]}")
from alliances.model.engine.layout import layout
from alliances.model.policies.levers import LEVERS
from alliances.model.records.state import GROUPS
print([(records.name, layout(records).descr, layout(records).itemsize) for records in (*GROUPS, LEVERS)])
"""
each_group = pytest.mark.parametrize("records", EVERY, ids=lambda records: records.name)


@each_group
def test_every_stored_column_lies_in_the_record_with_its_type_and_width(records):
    record = layout(records)
    assert sorted(record.names) == sorted(records.stored)
    for name, column in records.stored.items():
        assert record[name].base == np.dtype(column.dtype)
        assert record[name].shape == ((column.width,) if column.width else ())


@each_group
def test_records_are_aligned_and_no_two_columns_share_a_byte(records):
    record = layout(records)
    assert record.isalignedstruct
    places = sorted((offset, of.itemsize, of.base.itemsize) for of, offset, *_ in record.fields.values())
    assert all(offset % width == 0 for offset, _, width in places)
    ends = [offset + size for offset, size, _ in places]
    assert all(end <= start for end, (start, *_) in zip(ends, places[1:], strict=False))
    assert ends[-1] <= record.itemsize


@each_group
def test_arrays_begin_with_a_line_of_memory_and_hold_what_is_declared(records):
    made = allocated(records, 3)
    assert made.shape == (3,)
    assert made.ctypes.data % LINE == 0
    for name, column in records.stored.items():
        assert (made[name] == column.fill).all()


def test_large_records_take_whole_lines_and_what_snapshots_take_whole_eights():
    assert {records.name for records in EVERY if layout(records).itemsize % LINE == 0} >= {"firms", "alliances"}
    assert {layout(records).itemsize % 8 for records in EVERY if records.name in SNAPSHOTS} == {0}


@pytest.mark.parametrize("records", [FIRMS, ALLIANCES], ids=lambda records: records.name)
def test_a_part_that_more_loops_read_comes_before_one_that_fewer_read(records):
    fields = layout(records).fields
    first = {part: min(fields[name][1] for name, _ in in_memory(part)) for part in records.parts if in_memory(part)}
    in_order = sorted(first, key=first.__getitem__)
    readers = [READERS[part] for part in in_order]
    assert readers == sorted(readers, reverse=True)
    assert readers[0] > 1 and readers[-1] <= 1


def test_records_lie_in_memory_alike_whatever_is_imported_first():
    told = {
        name: subprocess.run(
            [sys.executable, "-c", TELL_LAYOUTS, name], capture_output=True, text=True, check=True
        ).stdout
        for name in FIRST_IMPORTS
    }
    assert len(set(told.values())) == 1, told


def test_records_may_have_two_dimensions():
    assert allocated(BETWEEN, 2, 3).shape == (2, 3)


def test_links_begin_at_nobody():
    assert (allocated(FIRMS, 2)["first_tie"] == NOBODY).all()
    assert (allocated(ALLIANCES, 2)["partners"] == NOBODY).all()


def test_the_blank_record_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        blank(FIRMS)["assets"] = 1.0


def test_larger_arrays_keep_what_is_in_use_and_share_no_memory():
    records = allocated(FIRMS, 4)
    records["assets"] = [1, 2, 3, 4]
    bigger = enlarged(records, 2, 9)
    assert bigger.shape == (9,) and bigger.dtype == records.dtype
    assert bigger["assets"][:2].tolist() == [1, 2]
    assert not np.shares_memory(bigger, records)
    assert bigger.ctypes.data % LINE == 0
