"""Who writes to a folder, or works on which share of a campaign there, by locks of the operating system.

A dead process holds none. Every verb that writes holds one, so no two ever write to the same folder unnoticed.

On a network file system they hold between machines only if it is mounted with locks. Without, two processes on one
share waste time, but spoil nothing: every part has a name of its own, and a run that is there twice is read once.
"""

from __future__ import annotations

import errno
import json
import math
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, NoReturn

from filelock import FileLock, Timeout

from alliances.model.errors import refuse

LOCKS = "locks"
MOMENT = 1.0  # seconds to wait for a share: somebody may just look whether it is free
PATIENCE = 60.0  # seconds to wait for another process to write the manifest


class Shard(NamedTuple):
    """Share ``i`` of ``n`` of the runs: every n-th one; 1/1 is all of them."""

    i: int = 1
    n: int = 1

    def has(self, number: int) -> bool:
        """Whether the run of this number, from 0 on, is in the share."""
        return number % self.n == self.i - 1

    def overlaps(self, other: Shard) -> bool:
        """Whether some run may be in both shares."""
        return (self.i - other.i) % math.gcd(self.n, other.n) == 0

    @property
    def name(self) -> str:
        """For names of files."""
        return f"{self.i}-of-{self.n}"


def shard_of(text: str) -> Shard:
    """The share that ``--shard 3/16`` names."""
    i, slash, n = text.partition("/")
    if not (slash and i.isascii() and i.isdigit() and n.isascii() and n.isdigit() and 1 <= int(i) <= int(n)):
        refuse(f"--shard {text} must be i/n, with i from 1 to n, like 3/16")
    return Shard(int(i), int(n))


class GoneError(OSError):
    """A folder was deleted while it was written to, or another is in its place."""


class Hold:
    """What a process holds: a folder, and the lock of a share of the work there."""

    def __init__(self, folder: Path, lock: Path) -> None:
        """Remember which folder it is, and which lock: others may come to be of the same name."""
        self.folder = folder
        self.held = {path: identity(path) for path in (folder, lock)}

    def check(self) -> None:
        """Raise ``GoneError`` unless this is still the folder and the lock that others see."""
        if any(identity(path) != held for path, held in self.held.items()):
            raise GoneError(errno.ENOENT, "was deleted or replaced while the work was under way", str(self.folder))


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file or folder from another of the same name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def held(folder: Path, shard: Shard, remedy: str = "use another folder") -> Iterator[Hold]:
    """Hold the lock of a share of the work; ``InputError`` names who works on some of the same, and a remedy."""
    lock = folder / LOCKS / f"{shard.name}.lock"
    try:
        with FileLock(lock, timeout=MOMENT):
            for other, words in at_work(folder).items():
                if other != shard and other.overlaps(shard):
                    busy(folder, words, remedy)
            own = {"process": os.getpid(), "machine": socket.gethostname(), "since": f"{datetime.now():%Y-%m-%d %H:%M}"}
            (folder / LOCKS / f"{shard.name}.json").write_text(json.dumps(own), encoding="utf-8")
            yield Hold(folder, lock)
    except Timeout:
        busy(folder, owner(folder, shard), remedy)


def busy(folder: Path, words: str, remedy: str) -> NoReturn:
    """Refuse, and name the process that works there."""
    refuse(f"{folder}: {words}; wait until it ends, or {remedy}")


def at_work(folder: Path) -> dict[Shard, str]:
    """Who works on which share now, in words."""
    found = {}
    for path in sorted((folder / LOCKS).glob("*-of-*.lock")):
        i, _, n = path.stem.partition("-of-")
        try:
            with FileLock(path, blocking=False):
                continue
        except Timeout:
            found[Shard(int(i), int(n))] = owner(folder, Shard(int(i), int(n)))
        except OSError:  # a folder that may only be read
            break
    return found


def owner(folder: Path, shard: Shard) -> str:
    """Who works on a share, in words."""
    share = "it" if shard.n == 1 else f"its share {shard.i}/{shard.n}"
    try:
        told = json.loads((folder / LOCKS / f"{shard.name}.json").read_text(encoding="utf-8"))
        return f"process {told['process']} on {told['machine']} works on {share} since {told['since']}"
    except (OSError, ValueError, KeyError):
        return f"another process works on {share}"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep others from the manifest for a moment."""
    try:
        with FileLock(folder / LOCKS / "manifest.lock", timeout=PATIENCE):
            yield
    except Timeout:
        refuse(f"{folder}: another process has held {LOCKS}/manifest.lock for {PATIENCE:g} s; try again later")
