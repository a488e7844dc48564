"""Files and arguments that nobody meant: each is taken, or refused in one line with exit code 2."""

from __future__ import annotations

import io
import os
import random
import signal
from collections.abc import Callable
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import typer

from alliances.__main__ import app, main
from alliances.experiments.calibration import calibration
from alliances.experiments.calibration.design import load_design as load_calibration
from alliances.experiments.policy import comparison
from alliances.experiments.policy.file import load_comparison
from alliances.model.errors import MOST_NAMED, InputError
from tests.torture.children import LONGEST
from tests.torture.mutations import GOOD, ODD, mutated
from tests.torture.trial import Trial

KIND = "fuzzed files and arguments"
SMALL = ["--firms", "20", "--quarters", "1", "--quiet", "--json"]
COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "scenario": lambda file: ["run", str(file), *SMALL],
    "policies": lambda file: ["run", "--policy", str(file), *SMALL],
    "firms": lambda file: ["run", "--firms-file", str(file), *SMALL[2:]],
    "countries": lambda file: ["run", "--countries-file", str(file), *SMALL],
    "design": lambda file: ["designs", str(file)],
}
LOADED: dict[str, Callable[[Path], Any]] = {  # what is made of them takes long: they are read and checked
    "comparison": lambda file: comparison.campaign_of(load_comparison(file)),
    "calibration": lambda file: calibration.campaign_of(load_calibration(file)),
}
LONG = ("validate", "survey", "policy", "calibrate", "sweep", "sensitivity")  # verbs that run many worlds
LEFT_OUT = ("app",)  # it serves until it is ended
VERBS = {name: verb for name, verb in typer.main.get_command(app).commands.items() if name not in LEFT_OUT}  # type: ignore[attr-defined]
LONGEST_LINE = 2000  # characters
OF_FILES = (
    "No such file",
    "Is a directory",
    "Permission",
    "Not a directory",
    "too long",
    "Invalid argument",
    "read-only",
)
"""What the system says of a file or folder that cannot be used: code 1 is right then."""


def one(number: int, seed: int, folder: Path) -> Trial:
    """A changed file or odd arguments, given to the program."""
    draw = random.Random(f"{seed}-{number}")
    os.chdir(folder)
    if draw.random() < 0.4:
        words = arguments(draw, folder)
        return Trial(KIND, f"number {number}: {words!r}"[:500], called(words))
    kind = draw.choice(sorted(GOOD))
    file = folder / f"{kind}.{'csv' if kind in ('firms', 'countries') else 'toml'}"
    (folder / "world.toml").write_text(GOOD["scenario"], encoding="utf-8")
    file.write_bytes(mutated(GOOD[kind], draw))
    wrong = called(COMMANDS[kind](file)) if kind in COMMANDS else loaded(LOADED[kind], file)
    return Trial(KIND, f"number {number}: {kind}", wrong)


def arguments(draw: random.Random, folder: Path) -> list[str]:
    """A verb with odd arguments and options, of its own and of others."""
    name = draw.choice(sorted(VERBS))
    own = [option for parameter in VERBS[name].params for option in parameter.opts if option.startswith("-")]
    words = [name]
    for _ in range(draw.choice([0, 1, 1, 2, 4])):
        odd = draw.choice([*ODD, str(folder), str(folder / "nowhere" / "x"), "trust.gain=0.2", "trust.gain=", "x=1"])
        words += [draw.choice([*own, "--nothing"]), odd] if draw.random() < 0.7 else [odd]
    if name == "run":
        words += SMALL
    if name in LONG:
        words += draw.choice([["--workers", "0"], ["--shard", "0/0"], ["--workers", "x"]])
    return [word.replace("\x00", "") for word in words]  # no system passes it


def called(words: list[str]) -> str:
    """What is wrong with how a command ends; empty if nothing is."""
    said, errors = stream(), stream()
    try:
        with at_most(LONGEST), redirect_stdout(said), redirect_stderr(errors):
            code = main(words)
    except (Exception, SystemExit) as error:
        return f"{type(error).__name__} came through: {error}"[:300]
    lines = text_of(errors).splitlines()
    if code not in (0, 1, 2):
        return f"exit code {code}: {lines[-1:]}"[:300]
    if any("a fault of the program" in line for line in lines):
        return lines[-1][:300]
    heads = without_faults(lines)
    if code and not (heads and heads[-1].startswith("alliances: ")):
        return f"exit code {code} without a line: {lines}"[:300]
    if code and not all(line.startswith(("alliances: ", "compiling")) for line in heads):
        return f"{len(lines)} lines on stderr: {lines[0]}"[:300]
    if any(len(line) > LONGEST_LINE for line in lines):
        return f"a line of {max(map(len, lines))} characters"
    return f"exit code 1: {lines[-1]}"[:300] if code == 1 and not any(words in lines[-1] for words in OF_FILES) else ""


def without_faults(lines: list[str]) -> list[str]:
    """Lines on stderr without those of the single faults of a file: so many are named, the rest is counted."""
    heads = [line for line in lines if not line.startswith("  ")]
    listed = bool(heads) and heads[-1].endswith(" faults:") and lines[-1] != heads[-1]
    return heads if len(lines) - len(heads) <= (MOST_NAMED + 1 if listed else 0) else lines


def loaded(load: Callable[[Path], Any], file: Path) -> str:
    """What is wrong with how a file is read; empty if nothing is."""
    try:
        with at_most(LONGEST), redirect_stdout(stream()), redirect_stderr(stream()):
            load(file)
    except InputError as error:
        return "" if len(without_faults(str(error).splitlines())) <= 1 else "refused in several lines"
    except BaseException as error:
        return f"{type(error).__name__} came through: {error}"[:300]
    return ""


@contextmanager
def at_most(seconds: int) -> Any:
    """End what takes longer as Ctrl-C would."""
    before = signal.signal(signal.SIGALRM, lambda number, frame: signal.raise_signal(signal.SIGINT))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    left = signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        signal.alarm(left)


def stream() -> io.TextIOWrapper:
    """A text stream as a terminal has one."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def text_of(written: io.TextIOWrapper) -> str:
    """What was written to it."""
    return written.buffer.getvalue().decode("utf-8", "replace")  # type: ignore[attr-defined]
