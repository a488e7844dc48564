"""The folder of a campaign: made for one set of conditions and one program, with a manifest that tells both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from alliances.experiments import result_folder
from alliances.experiments.campaign.marks import mark
from alliances.experiments.campaign.parts import PARTS, campaigns_in, clear, ledger
from alliances.experiments.locks import LOCKS, GoneError, Hold, Shard, held, writing
from alliances.experiments.result_folder import (
    MANIFEST,
    DamagedError,
    check_folder,
    is_ours,
    read_manifest,
    write_manifest,
)
from alliances.experiments.whole_files import digest, write_whole
from alliances.model.errors import refuse

FORMER = ("sweep", "comparison", "calibration", "survey", "ablated")  # keys of manifests before there was a kind
MOST_NAMED = 4  # differences in one message


class Opened(NamedTuple):
    """A folder that is held."""

    hold: Hold
    mended: tuple[Path, ...]  # files that were damaged or gone, and are written anew


@contextmanager
def opened(folder: Path, manifest: Mapping[str, Any], files: Mapping[str, bytes], shard: Shard) -> Iterator[Opened]:
    """Hold the folder for one share of the work; it is made if need be, with manifest and files.

    Raises ``InputError`` if it holds anything else, or another process works on the same runs.
    """
    try:
        begun = is_ours(folder)
        mended = claim(folder, manifest)
        with held(folder, shard, "use other shares with --shard") as hold:
            with writing(folder):
                mended += lost(folder) if begun else []
                write_manifest(folder, manifest)
                for name, content in files.items():
                    write_whole(folder / name, content)
            if shard.n == 1:
                result_folder.clear(folder)
            (folder / PARTS).mkdir(exist_ok=True)
            clear(folder, shard.name)
            yield Opened(hold, tuple(mended))
    except OSError as error:
        kind = GoneError if isinstance(error, GoneError) else OSError
        raise kind(error.errno, error.strerror or str(error), str(error.filename or folder)) from None


def claim(folder: Path, manifest: Mapping[str, Any]) -> list[Path]:
    """Make the folder and mark it as ours, or raise ``InputError`` if it belongs to something else.

    Returns the manifest, if it was damaged or gone.
    """
    damaged = is_damaged(folder)
    if damaged and campaigns_in(folder) != {campaign_mark(manifest)}:
        refuse(f"--out {folder}: {MANIFEST} was cut or edited, or is gone, and there are no runs, or others than this "
               "command's; use the same settings and version that they were made with, or another folder")  # fmt: skip
    if not damaged and folder.exists() and not holds_shards_of(folder, manifest):
        check_folder(folder)
    if damaged or not is_ours(folder):
        (folder / LOCKS).mkdir(parents=True, exist_ok=True)
        with writing(folder):
            if is_damaged(folder) or not is_ours(folder):
                set_aside(folder)
                write_manifest(folder, manifest)
    check_same(folder, manifest)
    (folder / LOCKS).mkdir(exist_ok=True)
    return [folder / MANIFEST] if damaged else []


def set_aside(folder: Path) -> None:
    """Rename a damaged manifest, so that whoever edited it finds it again."""
    if (folder / MANIFEST).exists():
        (folder / MANIFEST).replace(folder / f"{MANIFEST}.damaged")


def is_damaged(folder: Path) -> bool:
    """Whether a folder has runs, but no manifest that is as it was written."""
    try:
        read_manifest(folder)
    except (DamagedError, FileNotFoundError, NotADirectoryError):
        return any(ledger(folder))
    return False


def lost(folder: Path) -> list[Path]:
    """Files that lie beside the runs from the start, and are damaged or gone."""
    return [folder / name for name in manifest_in(folder).get("files", {}) if content_of(folder, name) is None]


def content_of(folder: Path, name: str) -> bytes | None:
    """A file that lies beside the runs from the start; None unless it is as it was written."""
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        return None
    mark = manifest_in(folder).get("files", {}).get(name)  # an older version noted none
    return content if mark in (None, digest(content)) else None


def campaign_mark(manifest: Mapping[str, Any]) -> str:
    """The mark of a campaign, which its runs carry."""
    return mark(comparable(manifest))


def holds_shards_of(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether there are shards of the same campaign in folders right below this one."""
    return folder.is_dir() and not is_ours(folder) and any(comparable(manifest_in(path)) == comparable(manifest)
                                                           for path in below(folder))  # fmt: skip


def finish(folder: Path, told: Mapping[str, Any]) -> dict[str, Any]:
    """Say in the manifest that all is there, and what came of it; it is the last to be written."""
    with writing(folder):
        write_manifest(folder, {**read_manifest(folder), "status": "complete", **told})
        return read_manifest(folder)


def check_same(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise ``InputError`` if the folder holds another kind of result, other conditions or another program's."""
    written, kind = read_manifest(folder), manifest["kind"]
    if is_former(written):
        refuse(f"--out {folder}: holds results that an older version kept in another form; use another folder")
    if written.get("kind") != kind:
        refuse(f"--out {folder}: holds another kind of result; it must be a new folder, or one with a {kind}")
    if written["program"] != manifest["program"]:
        refuse(
            f"--out {folder}: was begun with another version of the model or its measures, or with other plugins "
            f"({written['program']} there, {manifest['program']} now); use that version, or another folder"
        )
    if found := list(differences(written["conditions"], manifest["conditions"])):
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        refuse(
            f"--out {folder}: holds a {kind} of other settings: {'; '.join(found[:MOST_NAMED])}{more}; "
            "use the same settings (it goes on from there), or another folder"
        )


def is_former(manifest: Mapping[str, Any]) -> bool:
    """Whether this is the manifest of runs as they were kept before they had one form."""
    return "kind" not in manifest and any(key in manifest for key in FORMER)


def manifest_in(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; empty if it holds no campaign, ``DamagedError`` if it cannot be told."""
    if is_damaged(folder):
        raise DamagedError(f"{folder / MANIFEST} was cut or edited, or is gone; the command that the runs there were "
                           "made with writes it anew")  # fmt: skip
    try:
        written = read_manifest(folder) if is_ours(folder) else {}
    except DamagedError:  # of something else, which has no runs
        return {}
    return written if "conditions" in written else {}


def comparable(manifest: Mapping[str, Any]) -> list[Any]:
    """What must be the same wherever runs are put together."""
    return [manifest.get(key) for key in ("kind", "program", "conditions")]


def below(folder: Path) -> list[Path]:
    """The folders right below one."""
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def campaign_folders(folder: Path) -> Iterator[Path]:
    """The folder, if it holds a campaign, and those right below it that hold shards of the same one."""
    own = first = manifest_in(folder)
    if not own and is_ours(folder) and is_former(read_manifest(folder)):
        refuse(f"{folder}: holds results that an older version kept in another form; read them with that version")
    if own:
        yield folder
    for path in below(folder):
        written = manifest_in(path)
        first = first or written
        if written and comparable(written) == comparable(first):
            yield path
        elif written and not own:
            refuse(f"{folder}: {path.name} holds other runs than its neighbours; they must be shards of one campaign")


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
