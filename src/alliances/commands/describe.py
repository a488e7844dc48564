"""``alliances describe``: print the ODD+D document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

alliances describe

alliances describe --out odd.md

alliances describe --plugin my_mechanism.py --out odd.md
"""


def describe(out: Annotated[Path | None, typer.Option(help="File to write to, instead of stdout.")] = None) -> None:
    """Print the description of the model (ODD+D, Markdown), with plugins, generated from its declarations."""
    from alliances.description import document
    from alliances.experiments.whole_files import write_given

    if out is None:
        typer.echo(document(), nl=False)
    else:
        write_given(out, document())
