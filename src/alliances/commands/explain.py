"""``alliances explain``: why an alliance ended, or why a firm is where it is, in one sentence."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson

if TYPE_CHECKING:
    from alliances.experiments.recording.explanations import Explanation

MOST_OPTIONS = 5
EXAMPLES = """Examples:

alliances explain alliance 17 results/default

alliances explain firm 112 results/default --quarter 40
"""


class What(StrEnum):
    """What can be explained."""

    ALLIANCE = "alliance"
    FIRM = "firm"


def explain(
    what: Annotated[What, typer.Argument(help="alliance or firm.")],
    number: Annotated[int, typer.Argument(metavar="ID", help="Its id in the tables.")],
    folder: Annotated[Path, typer.Argument(metavar="RUN_FOLDER", help="Folder that `alliances run --out` wrote.")],
    quarter: Annotated[
        int | None, typer.Option(help="State after this many quarters; by default at the end of the run.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain in one sentence why an alliance ended or where a firm stands, with the numbers behind it.

    The world is run again from the folder's manifest, since tables hold less than an explanation needs.
    """
    from alliances.experiments.recording.again import run_again
    from alliances.experiments.recording.explanations import alliance_explained, firm_explained

    made = run_again(folder, quarter).made
    told = alliance_explained(made, number) if what is What.ALLIANCE else firm_explained(made, number)
    if as_json:
        from alliances.commands.console import print_json

        print_json(told.told())
        return
    show(told)


def show(told: Explanation) -> None:
    """Print for people."""
    from alliances.commands.console import console, table

    screen = console()
    screen.print(told.sentence, soft_wrap=True, markup=False)
    if told.terms:
        listed = table("what it rests on", ["", "value"], right=["value"])
        for term in told.terms:
            listed.add_row(term.title, term.says)
        screen.print(listed)
    for option in told.options[:MOST_OPTIONS]:
        screen.print(f"- {option.says}", soft_wrap=True, markup=False)
    if len(told.options) > MOST_OPTIONS:
        screen.print(f"and {len(told.options) - MOST_OPTIONS} options less likely (--json lists all)")
