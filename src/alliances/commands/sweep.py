"""``alliances sweep``: do the runs of a design, on any number of workers, and go on wherever it was stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliances.commands.request import interrupted

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from alliances.experiments.designs.design import Design
    from alliances.experiments.sweeps.sweep import Progress, Results, Shard

FAULT = 1
MINUTE, HOUR = 60, 3600
CONNECTING = 30  # seconds to wait for a scheduler
EXAMPLES = """Examples:

alliances sweep competition-barriers --dry-run

alliances sweep competition-barriers --out results/barriers --workers 4

alliances sweep my-design.toml --shard 3/16

alliances sweep my-design.toml --scheduler tcp://10.0.0.5:8786
"""


@dataclass(frozen=True)
class Request:
    """What was asked for, beside the design."""

    out: Path
    workers: int | None
    scheduler: str | None
    shard: Shard
    quiet: bool
    as_json: bool


def sweep(
    design: Annotated[str, typer.Argument(metavar="DESIGN", help="A shipped design, or the path of a TOML file.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results, by default results/DESIGN; goes on with what is there.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes, by default one per core; the result is the same.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Do the runs on the workers of this Dask scheduler.")
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="Do only share I of N, as one of N independent jobs."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many runs and how long; keep nothing.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Do every run of a design that is not done yet, and keep outcomes as they come."""
    from alliances.commands.extras import need
    from alliances.experiments.designs.design import load_design
    from alliances.experiments.sweeps.locks import Shard, shard_of
    from alliances.model.errors import refuse

    if scheduler is not None and workers is not None:
        refuse("--scheduler and --workers are both given; allowed: one of them (a scheduler has workers of its own)")
    if scheduler is not None:
        need("hpc")
    chosen = load_design(design)
    share = Shard() if shard is None else shard_of(shard)
    request = Request(out or Path("results") / chosen.name, workers, scheduler, share, quiet, as_json)
    raise typer.Exit(rehearsed(chosen, request) if dry_run else answer(chosen, request))


def rehearsed(design: Design, request: Request) -> int:
    """Time a few runs, and say what the whole would take; returns the exit code."""
    from os import cpu_count

    from alliances.commands.console import console, print_json
    from alliances.commands.run import tell_about_compiling
    from alliances.experiments.sweeps.sweep import rehearse

    tell_about_compiling(request.quiet)
    told = rehearse(design, request.workers or cpu_count() or 1)
    if request.as_json:
        print_json({"design": design.name, "points": design.n_points, "replicates": design.replicates,
                    "runs": told.asked, "seconds_per_run": told.seconds_per_run, "workers": told.workers,
                    "expected_seconds": told.expected, "failed_of_timed": told.failed})  # fmt: skip
    else:
        console().print(f"{design.title}: {extent(design)}; {outlook(told)}", soft_wrap=True)
    return 0


def answer(design: Design, request: Request) -> int:
    """Do the sweep and print; returns the exit code."""
    from alliances.commands.run import tell_about_compiling
    from alliances.commands.sweep_report import show, show_json
    from alliances.experiments.sweeps.store import Results
    from alliances.experiments.sweeps.sweep import sweep

    tell_about_compiling(request.quiet)
    with workforce(request) as (executor, workers), Teller(design, request.quiet) as teller:
        try:
            results = sweep(design, request.out, executor, workers, request.shard, teller)
        except KeyboardInterrupt:
            over = int(Results(request.out).over.sum()) if request.out.is_dir() else 0
            kept = f"{request.out} keeps {over} of {design.expected} runs"
            return interrupted(f"; {kept}, and the same command goes on from there")
    (show_json if request.as_json else show)(results, teller.last)
    return fault(results, teller.last)


def fault(results: Results, last: Progress | None) -> int:
    """The exit code: a fault if a run failed, which is told in one line."""
    failed = len(results.failures)
    if failed:
        first = results.failures.iloc[0]
        typer.echo(
            f"alliances: {failed} of {results.asked} runs failed, the first is {first['run_id']}: {first['error']} "
            f"(alliances status {results.folder} lists them)",
            err=True,
        )
    return FAULT if failed else 0


@contextmanager
def workforce(request: Request) -> Iterator[tuple[Executor | None, int | None]]:
    """The executor of the scheduler with its number of workers, or None and the processes that were asked for."""
    if request.scheduler is None:
        yield None, request.workers
        return
    from distributed import Client

    from alliances.model.errors import InputError

    try:
        client = Client(request.scheduler, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(
            f"--scheduler {request.scheduler}: cannot be reached ({reason}); allowed: tcp://HOST:PORT of a running one"
        ) from None
    with client:
        yield client.get_executor(), max(1, sum(client.nthreads().values()))


class Teller:
    """Says before the start how much there is to do, and then how it goes."""

    def __init__(self, design: Design, quiet: bool) -> None:
        """Nothing is said if ``quiet``."""
        from alliances.commands.console import QuarterProgress

        self.design, self.quiet = design, quiet
        self.bar = QuarterProgress(quiet, "run")
        self.last: Progress | None = None

    def __enter__(self) -> Teller:
        """The bar comes once the runs are timed."""
        return self

    def __exit__(self, *trouble: Any) -> None:
        """Take the bar away."""
        self.bar.__exit__(*trouble)

    def __call__(self, told: Progress) -> None:
        """Say how far it is."""
        if self.last is None and not self.quiet:
            for path in told.damaged:
                typer.echo(f"{path} was damaged: set aside, its runs are done again", err=True)
            earlier = f"; {told.earlier} are done, {told.asked} to do" if told.earlier else ""
            typer.echo(f"{extent(self.design)}{earlier}; {outlook(told)}", err=True)
        if self.last is None:
            self.bar.__enter__()
        self.last = told
        failed = f", {told.failed} failed" if told.failed else ""
        self.bar(told.done, told.asked, f"{told.done / max(told.seconds, 1e-9):.1f} runs/s{failed}")


def extent(design: Design) -> str:
    """How many runs there are."""
    return f"{design.expected:,} runs ({design.n_points:,} points × {design.replicates} replicates)"


def outlook(told: Progress) -> str:
    """How long the rest takes, by the timed runs."""
    workers = "1 worker" if told.workers == 1 else f"{told.workers} workers"
    return f"about {duration(told.expected)} on {workers} ({told.seconds_per_run:.3f} s a run)"


def duration(seconds: float) -> str:
    """A time in words."""
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds // HOUR:.0f} h {seconds % HOUR / MINUTE:.0f} min"
