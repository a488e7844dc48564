"""The folder of an analysis of a sweep: tables as CSV and Parquet, figures, and the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from alliances.experiments.result_folder import (
    alone,
    check_kind,
    new_manifest,
    open_folder,
    write_frames,
    write_manifest,
)

if TYPE_CHECKING:
    import pandas as pd

    from alliances.analysis.drawing.plate import Plate

FILES = ("png", "svg", "csv", "parquet")


class Kept(NamedTuple):
    """An analysis as its manifest tells it: its kind, the command, what was asked, and of which sweep."""

    kind: str
    command: list[str]
    asked: Mapping[str, Any]
    of: Mapping[str, Any]

    def manifest(self) -> dict[str, Any]:
        """The manifest of the analysis, still to be made."""
        return new_manifest(self.command, {self.kind: self.asked, "of": self.of}, "analysis")


@contextmanager
def open_for(folder: Path, kept: Kept) -> Iterator[None]:
    """Make the folder and hold it; ``InputError`` if it holds something else, or another process is at it."""
    check_kind(folder, kept.kind, "such an analysis")
    with alone(folder):
        open_folder(folder, kept.manifest())
        yield


def keep(folder: Path, kept: Kept, tables: Mapping[str, pd.DataFrame], figures: Iterable[Plate]) -> None:
    """Write tables, figures and, last, the manifest; what an earlier analysis left is replaced."""
    from alliances.analysis.drawing.plate import save

    for old in (path for ending in FILES for path in folder.glob(f"*.{ending}")):
        old.unlink(missing_ok=True)
    written = write_frames(folder, tables, csv=True)
    save(folder, figures)
    write_manifest(folder, {**kept.manifest(), "status": "complete", "tables": written})


def file_name(text: str) -> str:
    """An outcome's name as part of a file's name: ``exporters@40:80`` becomes ``exporters_40_80``."""
    return re.sub(r"[^\w.-]+", "_", text)
