"""The variants of one seed, run one after the other, and what is measured in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa
from threadpoolctl import threadpool_limits

from alliances.analysis.tables import Tables
from alliances.experiments.paired_worlds import paired_worlds
from alliances.experiments.variants.variant import Variant


def measured_rows(
    seed: int, variants: Sequence[Variant], measured: Callable[[Tables], Iterable[tuple[Any, ...]]], schema: pa.Schema
) -> pa.Table:
    """One row per world and thing measured: the seed, the variant's name, and what ``measured`` says of its tables."""
    options, rows = {one.name: one.options(seed) for one in variants}, []
    with threadpool_limits(1):  # the last digits of a sum depend on the number of threads
        for name, tables in paired_worlds(options):
            rows += [dict(zip(schema.names, (seed, name, *row), strict=True)) for row in measured(tables)]
    return pa.Table.from_pylist(rows, schema)
