"""How verbs print: tables for people on stdout, JSON for programs, progress on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from time import monotonic
from types import TracebackType
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

WIDE = 140
NARROW = 110  # columns below which a table that does not fit is printed row by row
WHOLE = 10_000  # columns that any table fits in
PATIENCE = 30.0  # seconds between lines of progress where there is no terminal


def console(file: TextIO | None = None) -> Console:
    """A console on stdout, or on ``file``; as wide as the terminal, or wide enough for a table in a file."""
    stream = sys.stdout if file is None else file
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDE
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def print_json(content: Any) -> None:
    """Print JSON."""
    print(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def table(title: str, columns: Sequence[str], right: Sequence[str] = ()) -> Table:
    """An empty table; the columns named in ``right`` are aligned to the right."""
    empty = Table(title=title or None, title_justify="left", title_style="bold", header_style="dim", box=None)
    empty.padding = (0, 2, 0, 0)
    for name in columns:
        empty.add_column(name, justify="right" if name in right else "left")
    return empty


def print_rows(
    screen: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = ()
) -> None:  # fmt: skip
    """Print a table; where the terminal is too narrow for it, each row as a block of lines instead."""
    shown = table(title, heads, right)
    for row in rows:
        shown.add_row(*row)
    print_table(screen, shown)


def print_table(screen: Console, shown: Any) -> None:
    """Print a table whole, or in a narrow terminal its rows one below the other, so that no word is cut.

    Anything else is printed as it is.
    """
    whole = screen.measure(shown, options=screen.options.update(max_width=WHOLE)).maximum
    if isinstance(shown, Table) and screen.width < NARROW and whole > screen.width:
        return print_stacked(screen, shown)
    return screen.print(shown)


def print_stacked(screen: Console, shown: Table) -> None:
    """Print each row of a table as its name, and below it all further cells that say something."""
    if shown.title:
        screen.print(str(shown.title), style="bold")
    heads = [str(column.header) for column in shown.columns]
    for cells in zip(*(column.cells for column in shown.columns), strict=True):
        name, *others = (str(getattr(cell, "renderable", cell)) for cell in cells)
        pairs = zip(heads[1:], others, strict=True)
        told = (f"{head.strip()}: {cell}".removeprefix(": ") for head, cell in pairs if cell)
        if name:
            screen.print(name)
        screen.print(Padding("; ".join(told), (0, 0, 0, 2), expand=False))


def ask_next(screen: Console, command: str, why: str) -> None:
    """Say which command goes on from here, and what it tells."""
    screen.print(f"\nNext: alliances {command.removeprefix('alliances ')}", style="bold", soft_wrap=True)
    screen.print(f"      {why}")


@contextmanager
def waiting(quiet: bool, what: str) -> Iterator[None]:
    """A sign of life while something without progress goes on: in a terminal at once, elsewhere a line if it lasts."""
    screen = console(sys.stderr)
    if quiet:
        yield
    elif screen.is_terminal:
        with screen.status(what):
            yield
    else:
        line = Timer(PATIENCE, lambda: screen.print(f"{what}..."))
        line.daemon = True
        line.start()
        try:
            yield
        finally:
            line.cancel()


class QuarterProgress:
    """Progress over quarters, or whatever is counted, with the time left: a bar in a terminal, else a line at times."""

    def __init__(self, quiet: bool, what: str = "quarter") -> None:
        """Nothing is shown if ``quiet``; ``what`` is what is counted."""
        self.quiet = quiet
        self.what = what
        self.console = console(sys.stderr)
        self.bar: Progress | None = None
        self.task = TaskID(0)
        self.start = self.spoken = monotonic()

    def __enter__(self) -> QuarterProgress:
        """Show the bar if somebody sees it."""
        if self.console.is_terminal and not self.quiet:
            columns = (
                TextColumn("{task.fields[count]}"), BarColumn(), TimeRemainingColumn(),
                TextColumn("{task.fields[note]}"),
            )  # fmt: skip
            self.bar = Progress(*columns, console=self.console, transient=True)
            self.task = self.bar.add_task("", total=None, count=self.what, note="")
            self.bar.start()
        self.start = self.spoken = monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, done: int, total: int, note: str = "") -> None:
        """Move on; the note is shown behind."""
        if self.bar is not None:
            count = f"{self.what} {done:,} of {total:,}"
            self.bar.update(self.task, completed=done, total=total, count=count, note=note)
        elif not self.quiet and monotonic() - self.spoken > PATIENCE:
            self.spoken = monotonic()
            left = (self.spoken - self.start) / done * (total - done)
            behind = f", {note}" if note else ""
            self.console.print(f"{self.what} {done} of {total}, about {left:.0f} s left{behind}")
