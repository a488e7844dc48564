"""What the verbs that make worlds have in common: options, what was asked for, and what they say when stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

INTERRUPTED = 130
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Value of a parameter; may be repeated.")
]
Without = Annotated[list[str] | None, typer.Option(metavar="RULE", help="Switch a mechanism off; may be repeated.")]


@dataclass(frozen=True)
class Request:
    """What was asked for, beside the plan."""

    workers: int
    out: Path | None
    as_json: bool
    quiet: bool
    command: list[str]


def interrupted(after: str) -> int:
    """Say in one line how far it was when it was stopped; returns the exit code."""
    typer.echo(f"alliances: interrupted{after}", err=True)
    return INTERRUPTED
