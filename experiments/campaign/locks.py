"""Who works on which share of a campaign: locks of the operating system, so that a dead process holds none.

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
        refuse(f"--shard {text} is refused; allowed: i/n, with i from 1 to n, like 3/16")
    return Shard(int(i), int(n))


@contextmanager
def held(folder: Path, shard: Shard) -> Iterator[None]:
    """Hold the lock of a share of the work; ``InputError`` names who works on some of the same runs."""
    try:
        with FileLock(folder / LOCKS / f"{shard.name}.lock", timeout=MOMENT):
            for other, words in at_work(folder).items():
                if other != shard and other.overlaps(shard):
                    busy(folder, words)
            own = {"process": os.getpid(), "machine": socket.gethostname(), "since": f"{datetime.now():%Y-%m-%d %H:%M}"}
            (folder / LOCKS / f"{shard.name}.json").write_text(json.dumps(own), encoding="utf-8")
            yield
    except Timeout:
        busy(folder, owner(folder, shard))


def busy(folder: Path, words: str) -> NoReturn:
    """Refuse, and name the process that works there."""
    refuse(f"{folder}: {words}; allowed: one process at a time, or other shares with --shard")


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
        refuse(f"{folder}: another process has held {LOCKS}/manifest.lock for {PATIENCE:g} s; allowed: once it is free")
