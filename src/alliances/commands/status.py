"""``alliances status``: how far a sweep is, who works on it, what failed and why."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated

import typer

MOST_IDS = 5
EXAMPLES = """Examples:

alliances status results/barriers

alliances status results/barriers --json
"""


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep, or of its shards.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say what of a sweep is done, missing and failed, and why; it may be under way."""
    from alliances.commands.console import console, print_json, table
    from alliances.commands.sweep_report import REASONS, counts, counts_in_words, reasons
    from alliances.experiments.sweeps.locks import at_work
    from alliances.experiments.sweeps.store import Results

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damage is told below
        results = Results(folder)
        told, why, missing = counts(results), reasons(results), results.missing()
    workers = [line for place in results.folders for line in at_work(place)]
    if as_json:
        return print_json({**told, "missing_runs": missing, "failures": why, "at_work": workers,
                           "damaged": [str(path) for path in results.damaged]})  # fmt: skip
    screen = console()
    screen.print(results.manifest["sweep"]["design"]["design"]["title"], style="bold", soft_wrap=True)
    screen.print(counts_in_words(results), soft_wrap=True)
    if missing:
        more = f" and {len(missing) - MOST_IDS:,} more" if len(missing) > MOST_IDS else ""
        screen.print(f"missing: {', '.join(missing[:MOST_IDS])}{more}; `alliances sweep` does them", soft_wrap=True)
    for line in [*workers, *(f"{path} is damaged; `alliances sweep` does its runs again" for path in results.damaged)]:
        screen.print(line, soft_wrap=True)
    if why:
        shown = table("Failures", ["runs", "first", "error"], right=["runs"])
        for row in why[:REASONS]:
            shown.add_row(str(row["runs"]), row["first"], row["error"])
        screen.print(shown)
        screen.print(f"alliances rerun {folder} --run {why[0]['first']} shows one of them", soft_wrap=True)
    return None
