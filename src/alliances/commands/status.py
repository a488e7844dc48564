"""``alliances status``: how far the runs of a folder are, who works on them, what failed and why."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated, Any

import typer

from alliances.commands.request import AsJson

MOST_IDS = 5
EXAMPLES = """Examples:

alliances status results/barriers

alliances status results/barriers --json
"""


def status(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="Folder of a sweep, validation, survey, comparison, calibration or shards."),
    ],
    as_json: AsJson = False,
) -> None:
    """Show which runs are done, missing or failed, and why; also while they are running."""
    from alliances.commands.console import print_json
    from alliances.commands.kept_report import counts, reasons
    from alliances.experiments.campaign.kept import KeptRuns
    from alliances.experiments.locks import at_work
    from alliances.experiments.reruns import campaign_in
    from alliances.model.errors import InputError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damage is told below
        kept = KeptRuns(folder)
        try:
            campaign = campaign_in(kept)
        except InputError:  # a file that it was made from is gone: what is kept can be counted all the same
            campaign = None
        told, why = counts(kept, campaign), reasons(kept)
        told["lost"] = list(map(str, kept.lost))
    workers = [line for place in kept.folders for line in at_work(place).values()]
    if as_json:
        return print_json({**told, "failures": why, "at_work": workers, "damaged": list(map(str, kept.damaged))})
    show(folder, {**told, "failures": why, "at_work": workers, "damaged": kept.damaged})
    return None


def show(folder: Path, told: dict[str, Any]) -> None:
    """Print for people."""
    from alliances.commands.console import ask_next, console, print_table, table
    from alliances.commands.kept_report import REASONS, counts_in_words

    screen, missing, why = console(), told["missing_runs"], told["failures"]
    screen.print(told["title"], style="bold", soft_wrap=True)
    screen.print(counts_in_words(told), soft_wrap=True)
    if missing:
        more = f" and {len(missing) - MOST_IDS:,} more" if len(missing) > MOST_IDS else ""
        screen.print(f"missing: {', '.join(missing[:MOST_IDS])}{more}; the same command does them", soft_wrap=True)
    damaged = (f"{path} is damaged; the same command does its runs again" for path in told["damaged"])
    lost = (f"{path} is damaged or gone; the same command writes it anew" for path in told["lost"])
    for line in (*told["at_work"], *damaged, *lost):
        screen.print(line, soft_wrap=True)
    if why:
        shown = table("Failures", ["runs", "first", "error"], right=["runs"])
        for row in why[:REASONS]:
            shown.add_row(str(row["runs"]), row["first"], row["error"])
        print_table(screen, shown)
        ask_next(screen, f"rerun {folder} --run {why[0]['first']}", "shows one of them with its whole error")
