"""The folder of a sweep: made for one design and one program only, with a manifest that tells both."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alliances.analysis import run_outcomes, summary
from alliances.experiments.designs.design import Design
from alliances.experiments.evidence.measures import mark_of
from alliances.experiments.result_folder import (
    check_folder,
    check_kind,
    is_ours,
    new_manifest,
    read_manifest,
    world_told,
    write_manifest,
)
from alliances.experiments.sweeps.locks import LOCKS, Shard, held, writing
from alliances.experiments.sweeps.parts import FAILURES, RUNS, TABLES, flush_of, is_whole, part_paths, write_whole
from alliances.experiments.sweeps.runs import divided
from alliances.model.errors import refuse
from alliances.model.simulation import adjusted_scenario

if TYPE_CHECKING:
    import pandas as pd

POINTS = "points.parquet"
MOST_NAMED = 4  # differences in one message
TOLD = ("title", "question", "scenario")  # what may differ: words, and the paths of scenarios, whose content is marked


@contextmanager
def opened(folder: Path, manifest: Mapping[str, Any], points: pd.DataFrame, shard: Shard) -> Iterator[None]:
    """Hold the folder for one share of the work; it is made if need be, with manifest and points.

    Raises ``InputError`` if it holds anything else, or another process works on the same runs.
    """
    try:
        claim(folder, manifest, points)
        with held(folder, shard):
            clear(folder, shard)
            yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(error.filename or folder)) from None


def claim(folder: Path, manifest: Mapping[str, Any], points: pd.DataFrame) -> None:
    """Make the folder with its manifest and points, or raise ``InputError`` if it belongs to something else."""
    if not (folder.is_dir() and {path.name for path in folder.iterdir()} <= {LOCKS}):
        check_folder(folder)
        check_same(folder, manifest)
    (folder / LOCKS).mkdir(parents=True, exist_ok=True)
    with writing(folder):
        if is_ours(folder):
            check_same(folder, manifest)
        else:
            write_manifest(folder, manifest)
        if not (folder / POINTS).exists():
            content = BytesIO()
            points.to_parquet(content)
            write_whole(folder / POINTS, content.getvalue())


def complete(folder: Path, over: np.ndarray) -> None:
    """Say in the manifest whether every run is over; it is the last to be written."""
    with writing(folder):
        write_manifest(folder, {**read_manifest(folder), "status": "complete" if over.all() else "incomplete"})


def comparable(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What must be the same wherever the results of one sweep are put together."""
    sweep = plain({key: value for key, value in manifest["sweep"].items() if key != "name"})
    sweep["design"]["design"] = {key: value for key, value in sweep["design"]["design"].items() if key not in TOLD}
    return {**sweep, "program": manifest["program"]}


def check_same(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise ``InputError`` if the folder holds another kind of result, another design or another program's."""
    if not is_ours(folder):
        return
    check_kind(folder, "sweep", "this sweep")
    written = read_manifest(folder)
    before, now = comparable(written), comparable(manifest)
    if before.pop("program") != now.pop("program"):
        refuse(
            f"--out {folder}: was begun with another version of the model or its measures ({written['program']} there, "
            f"{manifest['program']} now); allowed: that version, or another folder"
        )
    if found := list(differences(before, now)):
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        refuse(
            f"--out {folder}: holds a sweep of another design: {'; '.join(found[:MOST_NAMED])}{more}; "
            "allowed: the design as it was (it goes on from there), or another folder"
        )


def plain(content: Any) -> Any:
    """As JSON gives it back."""
    return json.loads(json.dumps(content))


def differences(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """What differs between two documents, one short sentence for each place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from differences(old.get(key), new.get(key), f"{where}.{key}" if where else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (before, after) in enumerate(zip(old, new, strict=True), 1):
            yield from differences(before, after, f"{where}[{number}]")
    elif old != new:
        yield f"{where} ({short(old)} there, {short(new)} now)"


def short(value: Any) -> str:
    """A value in few words."""
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def clear(folder: Path, shard: Shard) -> None:
    """Remove what a process that was killed in this share had half written."""
    for kind in (RUNS, FAILURES, f"{TABLES}/*"):
        for path in folder.glob(f"{kind}/.part-{shard.name}-*.new"):
            path.unlink(missing_ok=True)
    counted = {flush_of(path) for path in part_paths([folder], RUNS)}
    for path in folder.glob(f"{TABLES}/*/part-{shard.name}-*.parquet"):
        if flush_of(path) not in counted:
            path.unlink(missing_ok=True)


def set_damaged_aside(folder: Path) -> list[Path]:
    """Rename damaged parts, so that no reader takes them and their runs are done again; returns their old paths."""
    damaged = [path for kind in (FAILURES, f"{TABLES}/*") for path in sorted(folder.glob(f"{kind}/part-*.parquet"))
               if not is_whole(path)]  # fmt: skip
    broken = {flush_of(path) for path in damaged}
    damaged += [path for path in part_paths([folder], RUNS) if flush_of(path) in broken or not is_whole(path)]
    for path in damaged:
        path.rename(path.with_name(f"{path.name}.damaged"))
    return damaged


def manifest_of(design: Design, command: list[str]) -> dict[str, Any]:
    """What the results must tell of themselves: the design, every parameter with its source, versions."""
    scenario = adjusted_scenario(design.scenarios[0], design.firms, design.quarters)
    return new_manifest(command, {
        "sweep": {
            "name": design.name,
            "design": design.document(),
            "worlds": [design.mark(name) for name in design.scenarios],
            "points": design.n_points,
            "replicates": design.replicates,
            "runs": design.expected,
        },
        "program": program_mark(),
        "parameters": world_told(scenario, design.without, divided(design.settings)[0])["parameters"],
    })  # fmt: skip


@cache
def program_mark() -> str:
    """A mark of the source files that outcomes depend on: the model's, those that facts read, the outcomes' own."""
    own = "".join(inspect.getsource(module) for module in (run_outcomes, summary))
    return hashlib.sha256(f"{mark_of({})}{own}".encode()).hexdigest()[:16]
