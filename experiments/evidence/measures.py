"""The table of measures of facts: one row per rule that was off, fact, number, seed and draw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

import alliances.analysis
import alliances.model
from alliances.experiments.growing_table import Form, GrowingTable
from alliances.model.engine.kernels import source_hash
from alliances.model.world.scenario import FILES, Scenario

TYPES = {"rule_off": "str", "fact": "str", "number": "str", "seed": "int64", "draw": "int64", "value": "float64",
         "error": "str"}  # fmt: skip
FORM = Form("measures.parquet", TYPES, ("rule_off", "fact", "number", "seed", "draw"))
READ_BY_MODEL = ("data/*.*", "scenarios/*.*")
READ_BY_FACTS = ("data/**/*.*", "facts/**/*.*", "statistics/**/*.*", "surveys/**/*.*")


def measures_table(rows: Iterable[tuple[Any, ...]] = ()) -> pd.DataFrame:
    """The rows as a table, in order, with its types; columns are those of ``TYPES``."""
    return FORM.table(pd.DataFrame(list(rows), columns=list(TYPES)))


def mark_of(settings: Mapping[str, Any], read: Iterable[str] = READ_BY_FACTS) -> str:
    """A mark of the settings and of every shipped file that measures depend on.

    These are the model's sources, data and scenarios, and the files of ``analysis`` whose paths match ``read``.
    """
    digest = hashlib.sha256(source_hash().encode())
    for path in (*files_of(alliances.model, READ_BY_MODEL), *files_of(alliances.analysis, read)):
        digest.update(path.read_bytes())
    digest.update(json.dumps(settings, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def files_of(package: ModuleType, patterns: Iterable[str]) -> list[Path]:
    """The sources, data and scenarios of a package whose paths match the patterns."""
    root = Path(str(package.__file__)).parent
    found = {path for pattern in patterns for path in root.glob(pattern)}
    return sorted(path for path in found if path.suffix in (".py", ".csv", ".toml"))


def scenario_read(scenario: Scenario) -> dict[str, Any]:
    """A scenario's content, with a hash of the countries and firms in place of the files that it reads them from."""
    content = asdict(scenario)
    for name in FILES:
        if content[name]:
            content[name] = hashlib.sha256(Path(content[name]).read_bytes()).hexdigest()
    return content


class Measures(GrowingTable):
    """The measures taken so far, in a folder or in memory only."""

    def __init__(self, folder: Path | None, mark: str) -> None:
        """Read what ``folder`` holds; raises ``InputError`` if that was measured in something else."""
        super().__init__(folder, mark, FORM)
