"""``alliances check``: what the model makes of the user's own data, before any world is run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Quiet

if TYPE_CHECKING:
    from alliances.analysis.own_data import Checked
    from alliances.model.world.scenario import Scenario

EXAMPLES = """Examples:

alliances check my-data

alliances check my-data --out check.html
"""


def check(
    context: typer.Context,
    data: Annotated[str, typer.Argument(metavar="FOLDER|FILE", help="Folder of firms.csv, alliances.csv and "
                                                                    "countries.csv, or a scenario's TOML file.")],
    out: Annotated[Path | None, typer.Option(help="HTML file for the report.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Check data of your own: what is read, filled, set aside or refused, and how it compares with the default world.

    All faults are listed at once, with file, line and what is allowed; the exit code is then 2.
    """
    from alliances.commands.console import waiting
    from alliances.experiments.own_data import check_data
    from alliances.model.world.scenario import load_scenario

    settings = load_scenario(data)
    with waiting(quiet, "reading, and letting a default world settle to compare with"):
        found = check_data(settings)
    if as_json:
        from alliances.commands.console import print_json

        print_json(found._asdict())
    else:
        show(found, settings, data)
    if out is not None:
        from alliances.analysis.report.own_data import own_data_report
        from alliances.experiments.result_folder import new_manifest, world_told
        from alliances.experiments.whole_files import write_given

        manifest = new_manifest(["alliances", *(context.obj or [])], world_told(settings, (), {}))
        write_given(out, own_data_report(found, settings.title, manifest))


def show(found: Checked, settings: Scenario, data: str) -> None:
    """Print the check for people."""
    from alliances.analysis.report.own_data import comparison_rows, industry_rows, parts
    from alliances.commands.console import ask_next, console, print_rows

    screen = console()
    screen.print(settings.title, style="bold")
    for title, points in parts(found):
        screen.print(f"\n{title}", style="bold")
        for point in points:
            screen.print(f"  {point}", soft_wrap=True)
    for made in (comparison_rows(found), industry_rows(found)):
        if made.rows:
            screen.print()
            print_rows(screen, made.caption, made.heads, made.rows, right=made.heads[1:])
    ask_next(screen, f"run {data}", "runs this world")
