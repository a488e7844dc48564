"""What the verbs that make worlds have in common: options, what was asked for, and what they say when stopped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from alliances.experiments.locks import Shard

INTERRUPTED = 130
ADDRESS = re.compile(r"([a-z]+://)?([\w.-]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})/?", re.ASCII)
"""Of a Dask scheduler."""
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Value of a parameter; may be repeated.")
]
Without = Annotated[list[str] | None, typer.Option(metavar="RULE", help="Switch a mechanism off; may be repeated.")]
Outcomes = Annotated[
    list[str] | None,
    typer.Option("--outcome", metavar="NAME", help="Outcome, as alliances outcomes runs lists them; may be repeated."),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes, by default one per core; results are the same.")]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Do the runs on the workers of this Dask scheduler.")
]
Share = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="Do only part I of N, as one of N independent jobs.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Hide the progress display.")]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for, beside the runs themselves."""

    out: Path | None = None
    workers: int | None = None
    scheduler: str | None = None
    shard: str | None = None
    as_json: bool = False
    quiet: bool = False
    command: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Raise ``InputError`` for what does not go together."""
        from alliances.commands.extras import need
        from alliances.model.errors import refuse

        if self.scheduler is not None and self.workers is not None:
            refuse("--scheduler and --workers are both given; it must be one of them (a scheduler has its own workers)")
        if self.shard is not None and self.out is None:
            refuse("--shard needs --out, a folder that the shares are put together in")
        _ = self.share
        if self.scheduler is not None:
            check_address(self.scheduler)
            need("hpc")

    @property
    def share(self) -> Shard:
        """The share of the runs to do."""
        from alliances.experiments.locks import Shard, shard_of

        return Shard() if self.shard is None else shard_of(self.shard)


def check_address(scheduler: str) -> None:
    """Raise ``InputError`` unless this can be the address of a scheduler."""
    from alliances.model.errors import echoed, refuse

    found = ADDRESS.fullmatch(scheduler)
    if found is None or not 0 < int(found["port"]) < 2**16:
        refuse(f"--scheduler {echoed(scheduler)} must be an address, such as tcp://10.0.0.5:8786")


def interrupted(after: str) -> int:
    """Say in one line how far it was when it was stopped; returns the exit code."""
    typer.echo(f"alliances: interrupted{after}", err=True)
    return INTERRUPTED
