"""``alliances template``: a file of one's own data to fill in, with the columns that there are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

alliances template firms --out my-data/firms.csv

alliances template alliances --out my-data/alliances.csv

alliances template countries > my-data/countries.csv
"""
KINDS = ("firms", "alliances", "countries")


def template(
    kind: Annotated[str, typer.Argument(help=f"What the file is for: {', '.join(KINDS)}.")],
    out: Annotated[Path | None, typer.Option(help="File to write to, instead of stdout.")] = None,
) -> None:
    """Write a CSV file of firms, alliances or countries to fill in: all columns, and two rows as an example.

    What the columns mean is printed beside it, on stderr.
    """
    from alliances.commands.console import console, print_rows
    from alliances.experiments.own_templates import TEMPLATES
    from alliances.experiments.whole_files import write_given
    from alliances.model.errors import one_of

    one_of("kind of file", kind, KINDS)
    made = TEMPLATES[kind]()
    if out is None:
        typer.echo(made.text, nl=False)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_given(out, made.text)
    print_rows(console(sys.stderr), "", ["column", "what it holds"], made.columns)
