"""Measure everything that is said about speed and size, and write the table of ``docs/performance.md``.

    python -m benchmarks.performance                       # about ten minutes
    python -m benchmarks.performance --quick --only face   # fewer rounds and sizes; one chapter

Numbers are ratios wherever possible: both sides run on this machine, in turns. How busy the machine was with other
work is part of the table.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable
from datetime import date
from os import cpu_count
from pathlib import Path

import mesa
import numba
import numpy
from rich.console import Console
from rich.table import Table

from benchmarks import face, scaling, speed, starting, sweep
from benchmarks.rounds import Result, load, seconds_of

CHAPTERS: dict[str, Callable[[bool], list[Result]]] = {
    "single": speed.measured,
    "sweep": sweep.results,
    "face": face.measured,
    "scaling": scaling.measured,
    "starting": starting.measured,
}
HEADINGS = ("what", "goal", "median", "least–most", "rounds", "held")
BEGIN, END = "<!-- table: make bench writes it -->", "<!-- end of the table -->"


def shown(results: list[Result]) -> Table:
    """The table for people."""
    table = Table()
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for result in results:
        table.add_row(*result.cells())
    return table


def markdown(results: list[Result], loads: str) -> str:
    """The table for the docs."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(result.cells() for result in results)]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    notes = [f"- {result.what}: {result.note}" for result in results if result.note]
    return "\n".join([machine(loads), "", *lines, "", *notes])


def machine(loads: str) -> str:
    """Where and when it was measured."""
    versions = f"Python {platform.python_version()}, Mesa {mesa.__version__}, Numba {numba.__version__}"
    return (
        f"{date.today().isoformat()}, {versions}, NumPy {numpy.__version__}, {platform.machine()}, "
        f"{cpu_count()} cores; load of the machine over the last 1, 5 and 15 minutes: {loads}."
    )


def put_into(page: Path, text: str) -> None:
    """Put the table into a page, between its marks; a page that is not there is begun."""
    before, after = "# Performance\n\n", "\n"
    if page.exists() and BEGIN in (old := page.read_text(encoding="utf-8")):
        before, after = old.split(BEGIN)[0], old.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> int:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and none of the largest worlds")
    parser.add_argument("--only", nargs="+", choices=CHAPTERS, default=list(CHAPTERS), help="chapters to measure")
    parser.add_argument("--out", type=Path, help="page to put the table into")
    asked = parser.parse_args()
    console, results, loads = Console(), [], [f"before {load()}"]
    for name in asked.only:
        told = len(results)
        seconds = seconds_of(lambda name=name: results.extend(CHAPTERS[name](asked.quick)))  # type: ignore[misc]
        console.print(shown(results[told:]), f"{name} took {seconds:.0f} s")
    loads.append(f"after {load()}")
    console.print(machine("; ".join(loads)))
    if asked.out:
        put_into(asked.out, markdown(results, "; ".join(loads)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
