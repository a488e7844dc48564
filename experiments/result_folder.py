"""A result folder: every table as Parquet with its declared types, one figure, and a manifest that says how it came.

A folder is written into by one process at a time, and only if it is empty or holds an earlier result of ours. The
manifest is written first, as "incomplete", and last, so that a folder never passes for more than it is. It carries a
hash of itself: a cut or edited one is noticed.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from alliances.experiments.locks import LOCKS, Shard, held
from alliances.experiments.schemas import parquet, schema
from alliances.experiments.whole_files import NEW, digest, write_whole
from alliances.model import plugins
from alliances.model.arguments import merged_overrides
from alliances.model.declarations.parameters import declared, values
from alliances.model.errors import InputError, refuse
from alliances.model.records.outcomes import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from alliances.model.face.model import AllianceModel
    from alliances.model.world.scenario import Scenario

DISTRIBUTION = "alliance-abm"
MANIFEST, HASH = "manifest.json", "sha256"
OURS = re.compile(rb'\s*\{\s*"made_by":\s*"%s"' % DISTRIBUTION.encode())  # how a manifest of ours begins
FIGURE = "overview.png"


class DamagedError(InputError):
    """A manifest is not as it was written; the message is one clear line."""


def check_folder(folder: Path) -> None:
    """Raise ``InputError`` if results may not be written to ``folder``."""
    try:
        if folder.exists() and not folder.is_dir():
            refuse(f"--out {folder}: is a file; it must be a new or empty folder, or one with earlier results")
        if folder.is_dir() and not is_empty(folder) and not is_ours(folder):
            refuse(f"--out {folder}: holds other files; it must be a new or empty folder, or one with earlier results")
    except OSError as error:
        raise InputError(f"--out {folder}: cannot be used ({error.strerror})") from None


def check_single(folder: Path) -> None:
    """Raise ``InputError`` if one world's results may not be written to ``folder``: those of many would be lost."""
    check_folder(folder)
    if folder.is_dir() and is_ours(folder) and "kind" in read_manifest(folder):
        refuse(f"--out {folder}: holds the runs of a {read_manifest(folder)['kind']}; it must be another folder")


def check_kind(folder: Path, key: str, wanted: str) -> None:
    """Raise ``InputError`` if ``folder`` may not be written to, or its manifest has no ``key`` of this kind."""
    check_folder(folder)
    if folder.is_dir() and is_ours(folder) and key not in read_manifest(folder):
        refuse(f"--out {folder}: holds another kind of result; it must be a new folder, or one with {wanted}")


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing but locks, and what was half written."""
    return all(path.name == LOCKS or path.name.endswith(NEW) for path in folder.iterdir())


def is_ours(folder: Path) -> bool:
    """Whether a folder holds a result that this program wrote; a manifest that is cut or edited still begins so."""
    try:
        written = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return OURS.match(written) is not None


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest as it was written; ``DamagedError`` if it is not so any more."""
    try:
        written = json.loads((folder / MANIFEST).read_bytes())
        mark = written.pop(HASH, None)  # an older version wrote none
    except (ValueError, AttributeError, TypeError):
        written, mark = {}, ""
    if mark not in (None, mark_of(written)):
        raise DamagedError(f"{folder / MANIFEST} was cut or edited: what the folder holds cannot be told; use another")
    return dict(written)


@contextmanager
def alone(folder: Path | None) -> Iterator[None]:
    """Make a folder, if one is given, and hold it until all is written; ``InputError`` names who else does."""
    if folder is None:
        yield
        return
    try:
        (folder / LOCKS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {folder}: cannot be written ({error.strerror})") from None
    with held(folder, Shard()) as hold:
        clear(folder)
        try:
            yield
        except FileNotFoundError:
            hold.check()
            raise


def open_folder(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Mark a folder as ours, before any work goes into what it is for."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_manifest(folder, {**manifest, "status": "incomplete"})
    except OSError as error:
        raise InputError(f"--out {folder}: cannot be written ({error.strerror})") from None


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest in one go, with its hash: a reader sees the old one or the new one."""
    told = json.loads(json.dumps(finite(manifest), allow_nan=False))
    text = json.dumps({**told, HASH: mark_of(told)}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(folder / MANIFEST, text)


def mark_of(told: Mapping[str, Any]) -> str:
    """The hash of what a manifest tells, however it is laid out."""
    rest = {key: value for key, value in told.items() if key != HASH}
    return digest(json.dumps(rest, sort_keys=True).encode())


def clear(folder: Path) -> None:
    """Remove what a process that was killed, or found the disk full, had half written."""
    for path in folder.glob(f"*{NEW}"):
        path.unlink(missing_ok=True)


def finite(content: Any) -> Any:
    """The same with null where something is without limit (a policy's budget), for which JSON has no word."""
    if isinstance(content, Mapping):
        return {key: finite(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [finite(value) for value in content]
    return None if isinstance(content, float) and math.isinf(content) else content


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Write every declared table; returns what the manifest says of them."""
    written = {}
    for table in TABLES:
        found = tables[table.name]
        content = pa.Table.from_pandas(found, schema=schema(table, found.columns), preserve_index=False)
        write_whole(folder / f"{table.name}.parquet", parquet(content))
        written[table.name] = {"file": f"{table.name}.parquet", "rows": content.num_rows}
    return written


def write_frames(folder: Path, frames: Mapping[str, pd.DataFrame], csv: bool = False) -> dict[str, Any]:
    """Write tables of any columns as Parquet, with ``csv`` as CSV too; returns what the manifest says of them."""
    for name, frame in frames.items():
        write_whole(folder / f"{name}.parquet", parquet(pa.Table.from_pandas(frame, preserve_index=False)))
        if csv:
            write_whole(folder / f"{name}.csv", frame.to_csv(index=False))
    return {name: {"file": f"{name}.parquet", "rows": len(frame)} for name, frame in frames.items()}


def new_manifest(command: list[str], told: Mapping[str, Any], *extras: str) -> dict[str, Any]:
    """The manifest of a result that is still to be made: what is told of it, the command, versions with ``extras``."""
    return {
        "made_by": DISTRIBUTION, "version": version(DISTRIBUTION), "status": "incomplete", "command": command, **told,
        "versions": versions(*extras), "plugins": [fingerprint(plugin.file) for plugin in plugins.LOADED.values()],
    }  # fmt: skip


def manifest_of(model: AllianceModel, command: list[str], files: Mapping[str, Path | None]) -> dict[str, Any]:
    """What a run must tell of itself: settings, every parameter with its source, seed, versions, input files."""
    return new_manifest(command, {
        "seed": model.seed,
        "scenario": scenario_told(model.settings),
        "without": list(model.without),
        "record_every": model.recorder.every,
        "parameters": parameters_of(model.values, model.sources),
        "filled_country_values": list(model.filled),
        **({"drawn_for_own_firms": model.own_firms.filled} if model.own_firms else {}),
        "input_files": {name: fingerprint(path) for name, path in files.items() if path is not None},
    })  # fmt: skip


def world_told(settings: Scenario, without: tuple[str, ...], given: Mapping[str, float]) -> dict[str, Any]:
    """What a manifest tells of a world before it is made: scenario, rules that are off, every parameter."""
    overrides, sources = merged_overrides(settings, without, given)
    return {
        "scenario": scenario_told(settings),
        "without": list(without),
        "parameters": parameters_of(values(overrides), sources),
    }


def scenario_told(settings: Scenario) -> dict[str, Any]:
    """A scenario as a manifest has it: its policies are tables of which the same policies can be made."""
    return {**asdict(settings), "policies": [policy.told() for policy in settings.policies]}


def scenario_again(told: Mapping[str, Any]) -> Scenario:
    """The scenario that a manifest tells; ``InputError`` if it cannot be run any more."""
    from alliances.model.declarations.typed import read
    from alliances.model.world.scenario import Scenario

    return read(Scenario, told)


def parameters_of(chosen: Any, sources: Mapping[str, str]) -> dict[str, Any]:
    """Every parameter: value, where the value comes from, unit, evidence, reference, and default."""
    rows = {}
    for name, declaration in declared().items():
        rule, _, own = name.partition(".")
        rows[name] = {
            "value": getattr(getattr(chosen, rule), own),
            "from": sources.get(name, "default"),
            "default": float(declaration),
            "unit": declaration.unit,
            "evidence": declaration.evidence,
            "reference": declaration.source,
        }
    return rows


def fingerprint(path: Path) -> dict[str, str]:
    """A file's path as it was given, and the hash of its content."""
    return {"path": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def versions(*extras: str) -> dict[str, str]:
    """Versions of Python and of every package that the distribution asks for, with those of some extras."""
    found = {"python": platform.python_version(), "platform": platform.platform()}
    for requirement in requires(DISTRIBUTION) or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        asked_by = re.search(r"extra == .([\w-]+).$", requirement)
        if "extra ==" not in requirement or (asked_by and asked_by[1] in extras):
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                continue
    return found
