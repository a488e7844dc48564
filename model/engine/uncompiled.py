"""What stands for records where nothing is compiled: ``world.firms.assets[f]`` in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np

from alliances.model.records.state import World


class Columns:
    """Records with their columns as attributes; both are views of the same memory."""

    def __init__(self, records: np.ndarray) -> None:
        """Of these records."""
        self.records = records
        for name in records.dtype.names or ():
            setattr(self, name, records[name])

    def __getitem__(self, row: Any) -> Any:
        """One record."""
        return self.records[row]

    def __setitem__(self, row: Any, record: Any) -> None:
        """Write one record."""
        self.records[row] = record

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.records)


def opened(argument: Any) -> Any:
    """An argument of an entry point as plain Python can use it."""
    if isinstance(argument, World):
        return World(*map(opened, argument))
    if isinstance(argument, np.ndarray) and argument.dtype.names:
        return [nested(argument[0])] if is_parameters(argument) else Columns(argument)
    return argument


def is_parameters(records: np.ndarray) -> bool:
    """Whether these are parameter values: records within a record."""
    return bool(records.dtype[0].names)


class Values:
    """Parameter values by name."""


def nested(record: Any) -> Any:
    """A record of records as objects with attributes, of plain numbers."""
    values = Values()
    for name in record.dtype.names:
        value = record[name]
        setattr(values, name, nested(value) if value.dtype.names else float(value))
    return values
