"""How every verb that runs many worlds does it: on which workers, with what progress, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from alliances.commands.request import Request, interrupted

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from alliances.experiments.campaign.campaign import Campaign, Progress
    from alliances.experiments.campaign.sitting import Write

FAULT = 1
MINUTE, HOUR = 60, 3600
CONNECTING = 30  # seconds to wait for a scheduler


def carried_out(campaign: Campaign, request: Request, write: Write | None = None, teller: Teller | None = None) -> Any:
    """The result of a campaign; leaves with the exit code where there is none."""
    from alliances.experiments.campaign.campaign import RunFailedError

    teller = teller or Teller(campaign, request)
    try:
        result = worked(campaign, request, teller, write)
    except KeyboardInterrupt:
        raise typer.Exit(interrupted(teller.kept)) from None
    except RunFailedError as error:
        raise typer.Exit(teller.failed(error)) from None
    if result is None:
        show_share(campaign, request)
        raise typer.Exit
    return result


def worked(campaign: Campaign, request: Request, teller: Teller, write: Write | None) -> Any:
    """Carry the campaign out, with progress on stderr."""
    from alliances.commands.run import tell_about_compiling
    from alliances.experiments.campaign.campaign import How
    from alliances.experiments.campaign.sitting import carry_out

    tell_about_compiling(request.quiet)
    with workforce(request) as (executor, workers), teller:
        return carry_out(campaign, request.out, How(executor, workers, request.share, teller, request.command), write)


def show_share(campaign: Campaign, request: Request) -> None:
    """Say what is still missing after a share is done."""
    from alliances.commands.console import console, print_json
    from alliances.commands.kept_report import counts, counts_in_words
    from alliances.experiments.campaign.kept import KeptRuns

    assert request.out is not None
    told = counts(KeptRuns(request.out), campaign)
    if request.as_json:
        return print_json({**told, "shard": request.shard, "out": str(request.out)})
    rest = "the same command without --shard does the rest and puts all together"
    return console().print(f"part {request.shard} is done; {counts_in_words(told)}; {rest}", soft_wrap=True)


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
            f"--scheduler {request.scheduler}: cannot be reached ({reason}); it must be a running one's tcp://HOST:PORT"
        ) from None
    with client:
        yield client.get_executor(), max(1, sum(client.nthreads().values()))


class Teller:
    """Says before the start how much there is to do, then how it goes, and how it ended."""

    def __init__(self, campaign: Campaign, request: Request) -> None:
        """Nothing is said if the request is to be quiet."""
        from alliances.commands.console import QuarterProgress

        self.campaign, self.request = campaign, request
        self.bar = QuarterProgress(request.quiet, "run")
        self.last: Progress | None = None

    def __enter__(self) -> Teller:
        """The bar comes with the first runs."""
        return self

    def __exit__(self, *trouble: Any) -> None:
        """Take the bar away."""
        self.bar.__exit__(*trouble)

    def __call__(self, told: Progress) -> None:
        """Say how far it is."""
        if self.last is None:
            if not self.request.quiet:
                self.begin(told)
            self.bar.__enter__()
        self.last = told
        failed = f", {told.failed} failed" if told.failed else ""
        self.bar(told.done, told.asked, f"{pace(told)}{failed}")

    def begin(self, told: Progress) -> None:
        """Say how much there is to do."""
        for path in told.damaged:
            typer.echo(f"{path} was damaged: set aside, its runs are done again", err=True)
        for path in told.mended:
            typer.echo(f"{path} was damaged or gone: written anew", err=True)
        size = self.campaign.extent or f"{self.campaign.about}{self.campaign.expected:,} runs"
        earlier = f"; {told.earlier} are done, {self.campaign.about}{told.asked} to do" if told.earlier else ""
        typer.echo(f"{size}{earlier}{outlook(told)}", err=True)

    @property
    def kept(self) -> str:
        """What is kept, for the line that says it was interrupted."""
        last, all_runs = self.last, self.campaign.expected
        over, asked = (last.earlier + last.done, last.earlier + last.asked) if last else (0, all_runs)
        runs = f"{over} of {self.campaign.about}{asked} runs"
        if self.request.out is None:
            return f" after {runs}"
        return f"; {self.request.out} keeps {runs}, and the same command goes on from there"

    def failed(self, error: Exception) -> int:
        """Say in one line which run failed, and how it can be looked at; returns the exit code."""
        run, out = error.run, self.request.out  # type: ignore[attr-defined]
        more = "" if out is None else f" (alliances rerun {out} --run {run.run_id} shows it)"
        if run.of_machine:
            more = "" if out is None else "; what is done is kept, and the same command tries it again"
        typer.echo(f"alliances: {error}{more}", err=True)
        return FAULT


def outlook(told: Progress) -> str:
    """How long the rest takes, if runs were timed."""
    if not told.pace:
        return ""
    workers = "1 worker" if told.workers == 1 else f"{told.workers} workers"
    return f"; about {duration(told.ahead)} on {workers} ({told.pace:.3f} s a run)"


def pace(told: Progress) -> str:
    """How fast runs are done."""
    speed = told.done / max(told.seconds, 1e-9)
    return f"{speed:.1f} runs/s" if speed >= 1 or not told.done else f"{1 / speed:.1f} s a run"


def duration(seconds: float) -> str:
    """A time in words."""
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds // HOUR:.0f} h {seconds % HOUR / MINUTE:.0f} min"
