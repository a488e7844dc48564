"""How verbs print: progress, signs of life where nobody sees a bar, tables in narrow terminals, the next command."""

import io
import time

import pytest
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from alliances.commands import console
from alliances.commands.console import QuarterProgress, ask_next, print_table, table, waiting


def screen(width=140, terminal=False):
    return Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=None)


@pytest.fixture
def stderr(monkeypatch):
    """Gives a console in place of the one on stderr."""

    def of(**kind):
        made = screen(**kind)
        monkeypatch.setattr(console, "console", lambda file=None: made)
        return made

    return of


def test_progress_never_says_of_none(stderr):
    seen = stderr(terminal=True)
    with QuarterProgress(False, "run") as progress:
        progress.bar.refresh()
        progress(0, 12)
        progress(3, 12)
        progress.bar.refresh()
    said = seen.file.getvalue()
    assert "None" not in said and "run 3 of 12" in said


def test_a_long_wait_has_a_line_where_there_is_no_terminal(stderr, monkeypatch):
    monkeypatch.setattr(console, "PATIENCE", 0.02)
    seen = stderr()
    with waiting(False, "letting the world settle"):
        time.sleep(0.2)
    assert seen.file.getvalue() == "letting the world settle...\n"


@pytest.mark.parametrize("quiet", [False, True])
def test_a_short_or_quiet_wait_says_nothing_there(stderr, quiet, monkeypatch):
    monkeypatch.setattr(console, "PATIENCE", 0.02 if quiet else 60.0)
    seen = stderr()
    with waiting(quiet, "settling"):
        time.sleep(0.1 if quiet else 0)
    assert seen.file.getvalue() == ""


def wide():
    made = table("Rules", ["name", "share", " ", "meaning"], right=["share"])
    made.columns[0].no_wrap = True
    made.add_row("absorptive_capacity", Text("1 %"), "██", Padding("what a firm can learn from a partner " * 2, (0, 2)))
    made.add_row("", "2 %", "", "more of it")
    return made


def test_a_table_is_stacked_in_a_narrow_terminal_and_whole_in_a_wide_one():
    narrow, broad = screen(60), screen(140)
    for one in (narrow, broad):
        print_table(one, wide())
    stacked = [line.rstrip() for line in narrow.file.getvalue().splitlines()]
    assert stacked[:3] == ["Rules", "absorptive_capacity", "  share: 1 %; ██; meaning: what a firm can learn from a"]
    assert stacked[-1].lstrip() == "share: 2 %; meaning: more of it"
    assert "…" not in narrow.file.getvalue() and "share: " not in broad.file.getvalue()


def test_what_is_no_table_is_printed_as_it_is():
    one = screen(20)
    print_table(one, Text("a sentence that is longer than the screen"))
    assert one.file.getvalue().startswith("a sentence that is")


def test_the_next_command_is_said_once_with_its_program():
    one = screen()
    ask_next(one, "alliances run", "does it")
    assert one.file.getvalue() == "\nNext: alliances run\n      does it\n"
