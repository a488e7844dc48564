"""``alliances rerun``: one run of a campaign again, alone, compared with what was kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliances.commands.request import AsJson

if TYPE_CHECKING:
    from alliances.experiments.campaign.kept import KeptRuns
    from alliances.experiments.reruns import Repeated

FAULT = 1
MOST_ROWS = 20
EXAMPLES = """Examples:

alliances rerun results/barriers --run 000017-002

alliances rerun results/barriers --run 000017-002 --out results/one

alliances rerun results/validation --run all-rules-0017
"""


def rerun(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of a sweep, validation, survey, comparison or calibration.")
    ],
    run: Annotated[str, typer.Option(metavar="ID", help="Id of the run; in a sweep point and replicate, 000017-002.")],
    out: Annotated[Path | None, typer.Option(help="Folder for all tables of the run, with a manifest.")] = None,
    as_json: AsJson = False,
) -> None:
    """Repeat one run alone, and check that it gives the same results, bit for bit."""
    from alliances.experiments.campaign.kept import KeptRuns
    from alliances.experiments.reruns import repeat
    from alliances.experiments.result_folder import alone, check_single

    if out is not None:
        check_single(out)
    kept = KeptRuns(folder)
    with alone(out):
        repeated = repeat(kept, run)
        if out is not None and not repeated.now.error:
            keep(repeated, out, ["alliances", *(context.obj or [])])
    (show_json if as_json else show)(kept, repeated, out)
    raise typer.Exit(FAULT if repeated.now.error or repeated.differs else 0)


def keep(repeated: Repeated, out: Path, command: list[str]) -> None:
    """Write the tables of the run, where it has one world all of that world's, and the manifest."""
    from alliances.experiments.reruns import described
    from alliances.experiments.result_folder import (
        manifest_of,
        new_manifest,
        open_folder,
        write_frames,
        write_manifest,
        write_tables,
    )
    from alliances.model.face.model import AllianceModel

    task = repeated.task
    if hasattr(task, "options"):
        model = AllianceModel(**task.options())
        manifest = {**manifest_of(model, command, {}), "run": described(task)}
        open_folder(out, manifest)
        written = write_tables(out, model.run().tables())
    else:
        manifest = new_manifest(command, {"run": described(task)}, "analysis")
        open_folder(out, manifest)
        written = write_frames(out, {name: rows.to_pandas() for name, rows in repeated.now.rows.items()})
    write_manifest(out, {**manifest, "status": "complete", "tables": written})


def verdict(kept: KeptRuns, repeated: Repeated) -> str:
    """Whether the run is the same again."""
    from alliances.experiments.campaign.marks import program_mark
    from alliances.experiments.reruns import campaign_in

    if repeated.kept is None:
        return "this run was not done before: nothing to compare with"
    if not repeated.differs:
        return "failed in the same way" if repeated.now.error else "the same, bit for bit, as what was kept"
    changed = kept.manifest["program"] != program_mark(campaign_in(kept).modules)
    why = "the model is another version than it was then" if changed else "versions may differ, see the manifest"
    return f"differs from what was kept in {', '.join(repeated.differs)}: {why}"


def show(kept: KeptRuns, repeated: Repeated, out: Path | None) -> None:
    """Print for people."""
    from alliances.commands.console import ask_next, console, print_table
    from alliances.experiments.reruns import described

    screen, told = console(), described(repeated.task)
    words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told.items() if name != "run_id")
    screen.print(f"run {repeated.task.run_id}: {words}", style="bold", soft_wrap=True)
    if repeated.now.error:
        screen.print(repeated.now.trace or repeated.now.error, soft_wrap=True)
    for part in tables(repeated):
        print_table(screen, part)
    screen.print(verdict(kept, repeated), soft_wrap=True)
    if out is not None and not repeated.now.error:
        screen.print(f"All tables are in {out}", soft_wrap=True)
    ask_next(screen, f"status {kept.folder}", "shows the state of the others")


def tables(repeated: Repeated) -> list[Any]:
    """What the run gives now, short tables row by row with what was kept beside."""
    from alliances.commands.console import table

    shown = []
    for name, rows in repeated.now.rows.items():
        before = [] if repeated.kept is None else repeated.kept.rows.get(name, rows.slice(0, 0)).to_pylist()
        listed = table(f"{name}: {rows.num_rows} rows", ["", "now", "kept"], right=["now", "kept"])
        for place, row in enumerate(rows.to_pylist()[:MOST_ROWS]):
            *words, value = row.values()
            kept_value = repr(list(before[place].values())[-1]) if place < len(before) else "–"
            listed.add_row(" ".join(str(word) for word in words), repr(value), kept_value)
        shown.append(listed)
    return shown


def show_json(kept: KeptRuns, repeated: Repeated, out: Path | None) -> None:
    """Print for programs."""
    from alliances.analysis.json_rows import plain
    from alliances.commands.console import print_json
    from alliances.experiments.reruns import described

    before = None if repeated.kept is None or repeated.kept.error else repeated.kept.rows
    print_json({
        "run": described(repeated.task),
        "now": {name: plain(rows.to_pandas()) for name, rows in repeated.now.rows.items()},
        "kept": before and {name: plain(rows.to_pandas()) for name, rows in before.items()},
        "error": repeated.now.error or None,
        "same": None if repeated.kept is None else not repeated.differs,
        "verdict": verdict(kept, repeated),
        "out": None if out is None else str(out),
    })  # fmt: skip
