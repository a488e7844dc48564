"""The table of measures of facts: one row per rule that was off, fact, number, seed and draw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

import alliances.analysis
from alliances.experiments.growing_table import Form, GrowingTable
from alliances.model.kernels import source_hash

TYPES = {"rule_off": "str", "fact": "str", "number": "str", "seed": "int64", "draw": "int64", "value": "float64",
         "error": "str"}  # fmt: skip
FORM = Form("measures.parquet", TYPES, ("rule_off", "fact", "number", "seed", "draw"))
READ_BY_FACTS = ("data/**/*.*", "facts/**/*.*", "statistics/**/*.*", "surveys/**/*.*")


def measures_table(rows: Iterable[tuple[Any, ...]] = ()) -> pd.DataFrame:
    """The rows as a table, in order, with its types; columns are those of ``TYPES``."""
    return FORM.table(pd.DataFrame(list(rows), columns=list(TYPES)))


def mark_of(settings: Mapping[str, Any], read: Iterable[str] = READ_BY_FACTS) -> str:
    """A mark of the settings and of every source file that measures depend on: the model's, and those of ``analysis``.

    ``read`` are patterns of the latter's paths.
    """
    digest = hashlib.sha256(source_hash().encode())
    root = Path(alliances.analysis.__file__).parent
    for path in sorted(path for pattern in read for path in root.glob(pattern)):
        if path.suffix in (".py", ".csv"):
            digest.update(path.read_bytes())
    digest.update(json.dumps(settings, sort_keys=True, default=str).encode())
    return digest.hexdigest()


class Measures(GrowingTable):
    """The measures taken so far, in a folder or in memory only."""

    def __init__(self, folder: Path | None, mark: str) -> None:
        """Read what ``folder`` holds; raises ``InputError`` if that was measured in something else."""
        super().__init__(folder, mark, FORM)
