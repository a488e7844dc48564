"""``alliances rerun``: one run of a sweep again, alone, compared with what the sweep kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from alliances.experiments.sweeps.sweep import Repeated, Results

FAULT = 1
EXAMPLES = """Examples:

alliances rerun results/barriers --run 000017-002

alliances rerun results/barriers --run 000017-002 --out results/one
"""


def rerun(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    run: Annotated[str, typer.Option(metavar="ID", help="The run: point and replicate, like 000017-002.")],
    out: Annotated[Path | None, typer.Option(help="Folder for all tables of the run, with a manifest.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Repeat one run of a sweep alone, and say whether its outcomes are the same bit for bit."""
    from alliances.experiments.result_folder import check_folder
    from alliances.experiments.sweeps.store import Results
    from alliances.experiments.sweeps.sweep import repeat

    if out is not None:
        check_folder(out)
    results = Results(folder)
    repeated = repeat(results, run)
    if out is not None and not repeated.now.error:
        keep(repeated, out, ["alliances", *(context.obj or [])])
    (show_json if as_json else show)(results, repeated, out)
    raise typer.Exit(FAULT if repeated.now.error or (repeated.known and repeated.differs) else 0)


def keep(repeated: Repeated, out: Path, command: list[str]) -> None:
    """Write every table of the run, and the manifest."""
    from alliances.experiments.result_folder import manifest_of, open_folder, write_manifest, write_tables
    from alliances.model.face.model import AllianceModel

    model = AllianceModel(**repeated.run.options())
    manifest = {**manifest_of(model, command, {}), "run": repeated.run._asdict()}
    open_folder(out, manifest)
    write_manifest(out, {**manifest, "status": "complete", "tables": write_tables(out, model.run().tables())})


def verdict(results: Results, repeated: Repeated) -> str:
    """Whether the run is the same again."""
    from alliances.experiments.sweeps.folder import program_mark

    if not repeated.known:
        return "the sweep has not done this run: nothing to compare with"
    if not repeated.differs:
        return "failed in the same way" if repeated.now.error else "the same, bit for bit, as in the sweep"
    changed = results.manifest["program"] != program_mark()
    why = "the model is another version than the sweep's" if changed else "versions may differ, see the manifest"
    return f"differs from the sweep in {', '.join(repeated.differs)}: {why}"


def show(results: Results, repeated: Repeated, out: Path | None) -> None:
    """Print for people."""
    from alliances.commands.console import console, table

    screen, run = console(), repeated.run
    screen.print(f"run {run.run_id}: scenario {run.scenario}, seed {run.seed}", style="bold", soft_wrap=True)
    varied = table("", ["factor", "value"], right=["value"])
    for name, value in results.points.loc[run.point].items():
        varied.add_row(str(name), value if isinstance(value, str) else f"{value:.6g}")
    screen.print(varied)
    if repeated.now.error:
        screen.print(repeated.now.trace or repeated.now.error, soft_wrap=True)
    else:
        shown = table("", ["outcome", "now", "in the sweep"], right=["now", "in the sweep"])
        for name, value in repeated.now.outcomes.items():
            shown.add_row(name, repr(value), repr(repeated.kept[name]) if repeated.kept else repeated.kept_error or "–")
        screen.print(shown)
    screen.print(verdict(results, repeated), soft_wrap=True)
    if out is not None and not repeated.now.error:
        screen.print(f"All tables are in {out}", soft_wrap=True)


def show_json(results: Results, repeated: Repeated, out: Path | None) -> None:
    """Print for programs."""
    from alliances.commands.console import print_json

    run = repeated.run._asdict() | {"without": list(repeated.run.without)}
    print_json({
        "run": run,
        "outcomes": numbers(repeated.now.outcomes),
        "in_sweep": numbers(repeated.kept) if repeated.kept else None,
        "error": repeated.now.error or None,
        "same": None if not repeated.known else not repeated.differs,
        "verdict": verdict(results, repeated),
        "out": None if out is None else str(out),
    })  # fmt: skip


def numbers(outcomes: dict[str, float]) -> dict[str, Any]:
    """Outcomes as JSON can hold them."""
    return {name: value if value == value else None for name, value in outcomes.items()}
