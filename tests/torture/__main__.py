"""Try it all, print what failed, and write the counts into the documentation if asked for."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from tests.torture.children import in_children
from tests.torture.trial import Count, Trial, counted, table

BEGIN, END = "<!-- torture -->", "<!-- end of torture -->"


def kills(count: int, seed: int) -> Iterator[Trial]:
    """Kills of each verb that writes."""
    from tests.torture import kills

    return kills.trials(count, seed)


def requests(count: int, seed: int) -> Iterator[Trial]:
    """Hostile requests to the app's server."""
    from tests.torture import strangers

    return strangers.trials(count, seed)


PARTS: dict[str, Callable[[int, int], Iterator[Trial]]] = {
    "kills": kills,
    "files": lambda count, seed: in_children("tests.torture.fuzz", count, seed),
    "worlds": lambda count, seed: in_children("tests.torture.worlds", count, seed),
    "requests": requests,
}
COUNTS = {"kills": 20, "files": 10_000, "worlds": 1_000, "requests": 200}
HELP = {
    "kills": "kills of each verb that writes", "files": "fuzzed files and arguments",
    "worlds": "random admissible worlds", "requests": "hostile requests to the app's server",
}  # fmt: skip


def main() -> int:
    """Do what was asked for; the exit code is 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    for name, count in COUNTS.items():
        parser.add_argument(f"--{name}", type=int, default=count, metavar="N", help=f"{HELP[name]} ({count:,})")
    parser.add_argument("--only", nargs="+", choices=[*PARTS], default=[*PARTS], help="these parts alone")
    parser.add_argument("--seed", type=int, default=1, help="of all random draws")
    parser.add_argument("--number", type=int, help="of one trial of files or worlds, to be tried alone")
    parser.add_argument("--out", type=Path, metavar="FILE", help="Markdown file whose table is replaced")
    asked = parser.parse_args()
    counts: dict[str, Count] = {}
    for name in asked.only:
        trials = PARTS[name](getattr(asked, name), asked.seed)
        if asked.number is not None:
            trials = in_children(f"tests.torture.{'fuzz' if name == 'files' else name}", 1, asked.seed, asked.number)
        counted(told(trials), counts)
    print(f"\n{table(counts)}")
    if asked.out is not None:
        put_into(asked.out, counts, asked.seed)
    return int(any(count.failed for count in counts.values()))


def told(trials: Iterator[Trial]) -> Iterator[Trial]:
    """The trials; every failure is printed as it comes, and how far it is."""
    for number, trial in enumerate(trials, 1):
        if trial.wrong:
            print(f"FAILED {trial.kind}: {trial.what}: {trial.wrong}", flush=True)
        elif number % 100 == 0:
            print(f"{number} tried: {trial.kind}", file=sys.stderr, flush=True)
        yield trial


def put_into(file: Path, counts: dict[str, Count], seed: int) -> None:
    """Put the table between its marks."""
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    when = f"{date.today():%d %B %Y}, seed {seed}, Python {platform.python_version()} on {platform.system()}"
    file.write_text(f"{before}{BEGIN}\n{table(counts)}\n\n{when}.\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
