"""``alliances replay``: one run as one HTML file that plays in any browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

alliances replay results/default --out world.html
"""


def replay(
    folder: Annotated[Path, typer.Argument(metavar="RUN_FOLDER", help="Folder that `alliances run --out` wrote.")],
    out: Annotated[Path, typer.Option(help="The HTML file to write.")],
) -> None:
    """Write a run as one HTML file that plays by itself: no server, no network, nothing to install.

    The world is run again from the folder's manifest, since tables hold less than the player shows.
    """
    from alliances.experiments.player.replay import page_of
    from alliances.experiments.recording.again import run_again
    from alliances.experiments.whole_files import write_given
    from alliances.model.errors import InputError

    made, setup, command = run_again(folder)
    page = page_of(made.content(setup, command))
    try:
        write_given(out, page)
    except OSError as error:
        raise InputError(f"--out {out}: cannot be written ({error.strerror})") from None
    typer.echo(f"{out} plays {made.simulation.quarter} quarters ({len(page) / 1000:,.0f} kB). Open it in a browser.")
