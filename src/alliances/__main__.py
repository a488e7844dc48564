"""The ``alliances`` command.

Every failure is one line on stderr. Exit codes: 0 done, 2 bad input, 1 fault, 130 interrupted, by Ctrl-C or
SIGTERM. Nothing heavy is imported before a verb needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

import alliances
from alliances.commands import app as app_verb
from alliances.commands import (
    calibrate,
    case,
    check,
    compare,
    describe,
    designs,
    discover,
    effect,
    explain,
    heatmap,
    instruments,
    lists,
    policy,
    replay,
    rerun,
    run,
    schema,
    sensitivity,
    status,
    streams,
    survey,
    sweep,
    template,
    validate,
)
from alliances.commands.request import interrupted
from alliances.commands.usage import short, usage

DONE, FAULT, BAD_INPUT = 0, 1, 2
LONGEST_NAME = 255
"""Characters of a file's name on most systems; a path is told whole, unless it cannot be one."""
DEBUG = "ALLIANCES_DEBUG"
BadUsage: type[Exception] = typer.BadParameter.__bases__[0]  # its home differs between versions of Typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
app.command(epilog=run.EXAMPLES)(run.run)
app.command(epilog=explain.EXAMPLES)(explain.explain)
app.command(epilog=replay.EXAMPLES)(replay.replay)
app.command(epilog=compare.EXAMPLES)(compare.compare)
app.command(epilog=effect.EXAMPLES)(effect.effect)
app.command(epilog=case.EXAMPLES)(case.case)
app.command(epilog=designs.EXAMPLES)(designs.designs)
app.command(epilog=sweep.EXAMPLES)(sweep.sweep)
app.command(epilog=status.EXAMPLES)(status.status)
app.command(epilog=rerun.EXAMPLES)(rerun.rerun)
app.command(epilog=sensitivity.EXAMPLES)(sensitivity.sensitivity)
app.command(epilog=heatmap.EXAMPLES)(heatmap.heatmap)
app.command(epilog=discover.EXAMPLES)(discover.discover)
app.command(epilog=policy.EXAMPLES)(policy.policy)
app.command(epilog=instruments.EXAMPLES)(instruments.instruments)
app.command(epilog=template.EXAMPLES)(template.template)
app.command(epilog=check.EXAMPLES)(check.check)
app.command(epilog=lists.SCENARIO_EXAMPLES)(lists.scenarios)
app.command(epilog=lists.PARAMETER_EXAMPLES)(lists.parameters)
app.command(epilog=lists.OUTCOME_EXAMPLES)(lists.outcomes)
app.command(epilog=describe.EXAMPLES)(describe.describe)
app.command(epilog=schema.EXAMPLES)(schema.schema)
app.command(epilog=validate.FACT_EXAMPLES)(validate.facts)
app.command(epilog=validate.EXAMPLES)(validate.validate)
app.command(epilog=survey.EXAMPLES)(survey.survey)
app.command(epilog=calibrate.EXAMPLES)(calibrate.calibrate)
app.command("app", epilog=app_verb.EXAMPLES)(app_verb.open_app)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"alliances {alliances.__version__}")
        raise typer.Exit()


@app.callback(invoke_without_command=True, epilog="Start with:  alliances run")
def front(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.", callback=show_version)] = False,
) -> None:
    """Simulate strategic alliances and the internationalization of firms."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, by default those of the process; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    streams.prepare()
    try:
        with ended_like_interrupted(), notices_in_one_line():
            return called(given)
    except (KeyboardInterrupt, typer.Abort):
        return interrupted("")
    except BrokenPipeError:
        streams.drop()
        return DONE
    except SystemExit as stop:  # Rich's way to say the same
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        return DONE
    except Exception as error:
        return told(error, given)


def called(given: list[str]) -> int:
    """Do what these arguments ask for; returns the exit code. Calling ``app`` would swallow Ctrl-C without a word."""
    command = with_plugins(typer.main.get_command(app))
    try:
        with command.make_context("alliances", list(given), obj=given) as context:
            code = command.invoke(context)
    except typer.Exit as stop:
        code = stop.exit_code
    sys.stdout.flush()
    return code if isinstance(code, int) else DONE


def with_plugins(command: Any) -> Any:
    """The command, of which every verb takes ``--plugin FILE``, before all its other options are looked at."""
    bearer = typer.Typer(add_completion=False)
    bearer.command()(only_plugins)
    option = next(one for one in typer.main.get_command(bearer).params if one.name == "plugin")
    option.expose_value = False
    for verb in command.commands.values():
        verb.params.append(option)
    return command


def only_plugins(
    plugin: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            is_eager=True,
            callback=lambda files: load_plugins(files),
            help="Python file with mechanisms, instruments, facts or surveys of your own; may be repeated.",
        ),
    ] = None,
) -> None:
    """The option that all verbs share."""


def load_plugins(files: Sequence[Path] | None) -> None:
    """Let what the files define join the model."""
    if files:
        from alliances.model.plugins import load

        for file in files:
            load(file)


@contextmanager
def ended_like_interrupted() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does; only the main thread may set that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


@contextmanager
def notices_in_one_line() -> Iterator[None]:
    """Print what the program itself has to say like an error; warnings of libraries look as ever."""
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def show(message: Any, category: type[Warning], *where: Any, **more: Any) -> None:
            if category.__module__.partition(".")[0] == "alliances":
                complain(str(message), DONE)
            else:
                shown(message, category, *where, **more)

        warnings.showwarning = show
        yield


def told(error: Exception, given: Sequence[str]) -> int:
    """Say in one line what went wrong, and return the exit code for it."""
    from alliances.model.errors import InputError

    if os.environ.get(DEBUG):
        traceback.print_exc()
    long = [word for word in given if len(word) > LONGEST_NAME]
    if isinstance(error, InputError):
        first, *more = str(error).splitlines() if len(error.faults) > 1 else [str(error)]
        return complain(short(first, long), BAD_INPUT, *more)
    if isinstance(error, BadUsage):
        return complain(usage(error, given), BAD_INPUT)
    if isinstance(error, OSError):
        code = BAD_INPUT if error.errno == errno.ENAMETOOLONG else FAULT
        return complain(f"{short(str(error.filename or 'the system'), long)}: {error.strerror or error}", code)
    return complain(f"a fault of the program: {type(error).__name__}: {error} ({DEBUG}=1 shows where)", FAULT)


def complain(message: str, code: int, *more: str) -> int:
    """Print one line on stderr, and one for each of several faults; returns the exit code."""
    lines = [" ".join(line.split()) for line in (message, *more)]
    print("alliances:", "\n  ".join(lines), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
