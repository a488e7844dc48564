"""Trials in processes that may die: a crash of the machine code, or too much memory, fails a trial and no more.

A child does one trial after the other and prints each; the one that it dies in is the one that failed.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.trial import Trial

MEMORY = 6 * 2**30  # bytes of address space that a child may take
LONGEST = 60  # seconds that a trial may take
GRACE = 2 * LONGEST  # seconds after which a child that does not say anything is ended


def in_children(module: str, count: int, seed: int, first: int = 0) -> Iterator[Trial]:
    """So many trials of a module, which has ``KIND`` and ``one(number, seed, folder)``."""
    number, last = first, first + count
    while number < last:
        with TemporaryDirectory(prefix="torture-") as folder:
            words = [sys.executable, "-m", "tests.torture.children", module, str(number), str(last), str(seed), folder]
            errors = Path(folder) / "stderr"
            with (
                errors.open("w") as log,
                subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True) as child,
            ):
                assert child.stdout is not None
                for line in child.stdout:
                    yield Trial(*json.loads(line))
                    number += 1
            if number < last:
                said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
                kind = import_module(module).KIND
                yield Trial(
                    kind, f"number {number}", f"the process died with {child.returncode}: {' '.join(said)[:200]}"
                )
                number += 1


def serve(module: str, first: int, last: int, seed: int, folder: str) -> None:
    """Do these trials one after the other, and print each; a trial that takes too long ends this process."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # trials print, too
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    one = import_module(module).one
    for number in range(first, last):
        place = Path(folder) / str(number)
        place.mkdir()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(GRACE)
        trial = one(number, seed, place)
        signal.alarm(0)
        print(json.dumps(trial), file=answers, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5])
