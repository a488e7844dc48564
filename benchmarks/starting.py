"""Measure what comes before the first quarter: compiling, loading compiled code, and a whole short process."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.rounds import Result, in_turns, ratios, seconds_of

FIRST_RUN = """
import time
from alliances.model.face.model import AllianceModel
start = time.perf_counter()
AllianceModel(firms=20, seed=1, quarters=1).run()
first = time.perf_counter() - start
start = time.perf_counter()
AllianceModel(firms=20, seed=1, quarters=1).run()
print(first - (time.perf_counter() - start))
"""
IMPORTS = [sys.executable, "-c", "import numpy, pandas, mesa"]
RUN = [sys.executable, "-m", "alliances", "run", "--firms", "400", "--quiet"]


def preparing(cache: str | None) -> float:
    """Seconds that a fresh process spends before its first run, compiling (in an empty folder) or loading."""
    environment = os.environ | ({"NUMBA_CACHE_DIR": cache} if cache else {})
    done = subprocess.run(
        [sys.executable, "-c", FIRST_RUN], capture_output=True, text=True, check=True, env=environment, cwd=Path.home()
    )
    return float(done.stdout)


def compiling() -> float:
    """The same in an empty folder."""
    with TemporaryDirectory(prefix="compiled-") as folder:
        return preparing(folder)


def process(command: list[str]) -> float:
    """Seconds of a whole process."""
    return seconds_of(partial(subprocess.run, command, check=True, capture_output=True))


def measured(quick: bool) -> list[Result]:
    """Cold compile, warm load, and a whole process against the imports it cannot do without."""
    cold = in_turns({"cold": compiling}, 1 if quick else 5)["cold"]
    preparing(None)
    warm = in_turns({"warm": partial(preparing, None)}, 5)["warm"]
    sides = {"run": partial(process, RUN), "imports": partial(process, IMPORTS)}
    in_turns(sides, 1)
    costs = in_turns(sides, 5 if quick else 9)
    note = f"{sorted(costs['run'])[len(costs['run']) // 2]:.2f} s"
    return [
        Result("compiling everything, once per version", "<= 30", "s", cold),
        Result("loading what was compiled", "<= 0.2", "s", warm, 2),
        Result("alliances run of 400 firms, whole process, against importing numpy, pandas and mesa", "<= 2.5", "×",
               ratios(costs["run"], costs["imports"]), 2, note),
    ]  # fmt: skip
