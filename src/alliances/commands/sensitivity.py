"""``alliances sensitivity``: which parameters an outcome depends on, and how sure that is."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliances.analysis.wording import known, number, per_cent, shown
from alliances.commands.request import Request

if TYPE_CHECKING:
    from alliances.experiments.designs.design import Design
    from alliances.experiments.sensitivity import Question, Sensitivity
    from alliances.experiments.sweeps.results import Results

MOST_SHOWN = 20
EXAMPLES = """Examples:

alliances sensitivity morris-all --out results/morris

alliances sensitivity results/morris --by-rule --json

alliances sensitivity sobol-twelve --outcome failed_share --out results/sobol

alliances sensitivity results/sobol --method pawn
"""


def sensitivity(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="DESIGN|RESULTS", help="A design, or the folder of a sweep.")],
    method: Annotated[
        str | None, typer.Option(help="morris, sobol, efast, pawn or delta; by default what the sampler is for.")
    ] = None,
    outcome: Annotated[list[str] | None, typer.Option(metavar="NAME", help="By default all; may be repeated.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="For a design, the folder of its sweep (resumes); for results, of the analysis.")
    ] = None,
    by_rule: Annotated[bool, typer.Option("--by-rule", help="Group the parameters of each rule.")] = False,
    scenario: Annotated[str | None, typer.Option(help="One scenario, if there are several.")] = None,
    resamples: Annotated[int, typer.Option(min=10, max=10_000, help="Resamples for the intervals.")] = 100,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="Seed of the resampling.")] = 1,
    most_nan: Annotated[float, typer.Option(min=0, max=1, help="Largest share of runs that may lack a value.")] = 0.05,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes for the runs; by default one per core.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Hide the progress display.")] = False,
) -> None:
    """Rank parameters by their effect on outcomes: Morris, Sobol, eFAST, PAWN or delta, with intervals."""
    from alliances.commands.extras import need

    need("analysis")
    from alliances.analysis.sensitivity.indices import Effort
    from alliances.commands.console import waiting
    from alliances.experiments.analysis_folder import open_for
    from alliances.experiments.sensitivity import answer
    from alliances.experiments.sensitivity_folder import keep, kept_as, place_of

    command, effort = ["alliances", *(context.obj or [])], Effort(resamples, seed)
    results, asked = asked_of(what, (method, outcome, scenario, by_rule), out, workers, quiet)
    asked = asked._replace(most_nan=most_nan)
    folder = out if out is not None and results.folder != out else results.folder / place_of(asked, results.design)
    kept = kept_as(results, asked, effort, command)
    with open_for(folder, kept), waiting(quiet, "analysing"):
        found = answer(results, asked, effort)
        keep(folder, kept, found)
    if as_json:
        return show_json(found, folder)
    return show(found, results, folder)


def asked_of(
    what: str, asked: tuple[Any, ...], out: Path | None, workers: int | None, quiet: bool
) -> tuple[Results, Question]:
    """The results and the question, checked before any run is made; the runs of a design are made if they are not."""
    from alliances.experiments.designs.design import load_design
    from alliances.experiments.sensitivity import question
    from alliances.experiments.sweeps.results import Results
    from alliances.model.errors import refuse

    if Path(what).is_dir():
        results = Results(what)
        return results, question(results.design, *asked)
    design = load_design(what)
    checked = question(design, *asked)
    if out is None:
        refuse("--out is missing; it must be the folder for the runs of the design, with the analysis below it")
    return swept(design, out, workers, quiet), checked


def swept(design: Design, out: Path, workers: int | None, quiet: bool) -> Results:
    """The runs of the design in ``out``: those that are there already, and the rest with progress on stderr."""
    from alliances.commands.campaigns import carried_out
    from alliances.experiments.sweeps.sweep import campaign_of

    results: Results = carried_out(campaign_of(design), Request(out=out, workers=workers, quiet=quiet))
    return results


def show(found: Sensitivity, results: Results, folder: Path) -> None:
    """Print a ranked table per outcome, with what to beware of."""
    from alliances.commands.console import ask_next, console, print_table

    screen = console()
    screen.print(f"{found.method.title}: {results.design.title}", style="bold")
    for index, meaning in found.method.indices.items():
        screen.print(f"  {index}: {meaning}", style="dim")
    for row in found.quality.to_dict("records"):
        name = str(row["outcome"])
        screen.print()
        print_table(screen, ranked(found, name))
        for line in (*sample_lines(found, row), *(f"Beware: {note}" for note in found.notes[name])):
            screen.print(line)
    for name, why in found.refused.items():
        screen.print(f"\n{name} was not analysed: {why}", style="bold")
    screen.print(f"\nTables and figures are in {folder}")
    first = next((str(found.ranking(name)["factor"].iloc[0]) for name in found.quality["outcome"]), "trust.gain")
    over = first if "." in first else "competition"
    ask_next(screen, f"effect alliances --over {over}", "shows whether it changes what alliances do")


def ranked(found: Sensitivity, outcome: str) -> Any:
    """The first factors of an outcome, each index with the half-width of its 95 % interval."""
    from alliances.commands.console import table

    rows, indices = found.ranking(outcome), list(found.method.indices)
    shown = table(outcome, ["", "rule" if is_grouped(found, rows) else "parameter", *indices, ""], right=["", *indices])
    for row in rows.head(MOST_SHOWN).to_dict("records"):
        cells = [with_half(row[index], row[f"{index}_high"] - row[index]) for index in indices]
        mark = "not above noise" if row["above_chance"] is False else ""
        shown.add_row(str(row["rank"]), str(row["factor"]), *cells, mark)
    if len(rows) > MOST_SHOWN:
        shown.add_row("", f"… and {len(rows) - MOST_SHOWN} more", *[""] * len(indices), "")
    return shown


def is_grouped(found: Sensitivity, rows: Any) -> bool:
    """Whether the rows are rules."""
    return found.question.by_rule or not rows["factor"].str.contains(".", regex=False).any()


def with_half(value: float, half: float) -> str:
    """A number with the half-width of its interval, to two digits of that, as far as there are such."""
    if not known(half) or half == 0:
        return shown(value)
    places = max(1 - math.floor(math.log10(half)), 0)
    return f"{number(value, places)} ± {number(half, places)}"


def sample_lines(found: Sensitivity, row: dict[Any, Any]) -> list[str]:
    """What the indices rest on: blocks, shares of variance, and how far they have settled."""
    blocks = f"{row['blocks']} {found.method.blocks}"
    dropped = f" ({row['blocks_dropped']} dropped)" if row["blocks_dropped"] else ""
    each = f"{row['replicates']} replicates" if row["replicates"] > 1 else "one replicate"
    lines = [
        str(row["allows"]),
        f"From {row['points'] - row['points_missing']} points in {blocks}{dropped}, each with {each}.",
    ]
    if row["replicates"] > 1:
        factors, alike, noise = (per_cent(row[f"share_{name}"]) for name in ("factors", "draws", "noise"))
        lines.append(
            f"Variance of one run: {factors} factors, {alike} random draws alike at all points, {noise} noise."
        )
    orders = {True: "the same", False: "others, or in another order,"}
    same = (
        f"; the first five are {orders[row['same_order']]} with half the sample" if row["same_order"] in orders else ""
    )
    of = " of the largest index" if found.question.method == "morris" else ""
    return [*lines, f"Widest interval: {row['widest_interval']:.2f}{of} (settled below 0.05){same}."]


def show_json(found: Sensitivity, folder: Path) -> None:
    """Print all as JSON."""
    from alliances.commands.console import print_json
    from alliances.experiments.sensitivity_folder import as_json

    print_json({**as_json(found), "out": str(folder)})
