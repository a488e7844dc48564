"""Who works on which share of a sweep: locks of the operating system, so that a dead process holds none.

On a network file system they hold between machines only if it is mounted with locks. Without, two processes on one
share waste time, but spoil nothing: every part has a name of its own, and a run that is there twice is read once.
"""

from __future__ import annotations

import json
import math
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np
from filelock import FileLock, Timeout

from alliances.model.errors import refuse

LOCKS = "locks"
PATIENCE = 60.0  # seconds to wait for another process to write the manifest


class Shard(NamedTuple):
    """Share ``i`` of ``n`` of the runs: every n-th one; 1/1 is all of them."""

    i: int = 1
    n: int = 1

    def mask(self, runs: int) -> np.ndarray:
        """For each of so many runs, whether it is in the share."""
        return np.arange(runs) % self.n == self.i - 1

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
        refuse(f"--shard {text} is refused; allowed: i/n, with i from 1 to n, like 3/16")
    return Shard(int(i), int(n))


@contextmanager
def held(folder: Path, shard: Shard) -> Iterator[None]:
    """Hold the lock of a share of the work; ``InputError`` names who works on some of the same runs."""
    lock = FileLock(folder / LOCKS / f"{shard.name}.lock", blocking=False)
    try:
        lock.acquire()
    except Timeout:
        busy(folder, shard)
    try:
        for other in others(folder, shard):
            if is_held(folder, other):
                busy(folder, other)
        owner = {"process": os.getpid(), "machine": socket.gethostname(), "since": f"{datetime.now():%Y-%m-%d %H:%M}"}
        (folder / LOCKS / f"{shard.name}.json").write_text(json.dumps(owner), encoding="utf-8")
        yield
    finally:
        lock.release()


def others(folder: Path, shard: Shard) -> Iterator[Shard]:
    """Shares that were ever worked on and overlap with this one."""
    for path in (folder / LOCKS).glob("*-of-*.lock"):
        i, _, n = path.stem.partition("-of-")
        other = Shard(int(i), int(n))
        if other != shard and other.overlaps(shard):
            yield other


def is_held(folder: Path, shard: Shard) -> bool:
    """Whether a living process works on a share."""
    try:
        with FileLock(folder / LOCKS / f"{shard.name}.lock", blocking=False):
            return False
    except Timeout:
        return True


def busy(folder: Path, shard: Shard) -> NoReturn:
    """Refuse, and name the process that works there."""
    refuse(f"{folder}: {owner(folder, shard)}; allowed: one process at a time, or other shares with --shard")


def owner(folder: Path, shard: Shard) -> str:
    """Who works on a share, in words."""
    share = "it" if shard.n == 1 else f"its share {shard.i}/{shard.n}"
    try:
        told = json.loads((folder / LOCKS / f"{shard.name}.json").read_text(encoding="utf-8"))
        return f"process {told['process']} on {told['machine']} works on {share} since {told['since']}"
    except (OSError, ValueError, KeyError):
        return f"another process works on {share}"


def at_work(folder: Path) -> list[str]:
    """Who works in the folder now, in words."""
    shares = [path.stem.partition("-of-") for path in sorted((folder / LOCKS).glob("*-of-*.lock"))]
    try:
        return [owner(folder, share) for i, _, n in shares if is_held(folder, share := Shard(int(i), int(n)))]
    except OSError:  # a folder that may only be read
        return []


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep others from the manifest for a moment."""
    try:
        with FileLock(folder / LOCKS / "manifest.lock", timeout=PATIENCE):
            yield
    except Timeout:
        refuse(f"{folder}: another process has held {LOCKS}/manifest.lock for {PATIENCE:g} s; allowed: once it is free")
