"""``alliances compare``: two or more worlds side by side, on the same firms and the same random draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Outcomes, Quiet, Request, Scheduler, Settings, Share, Without, Workers

if TYPE_CHECKING:
    from alliances.experiments.variants.comparison import Compared, Plan

EXAMPLES = """Examples:

alliances compare --without trust

alliances compare default hard-competition --replicates 50

alliances compare --set trust.gain=0.2 --set trust.gain=0.4 --out results/trust

alliances compare default "default --without trust --set conflict.friction=0.2"

alliances compare emerging-smes --policy my-grant.toml --outcome exporters_share
"""


def compare(
    context: typer.Context,
    worlds: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORLD]...", help="A scenario, or in quotes a scenario with --set, --without, --policy behind it."
        ),
    ] = None,
    settings: Settings = None,
    without: Without = None,
    policy: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="TOML file of policies; may be repeated.")
    ] = None,
    outcome: Outcomes = None,
    replicates: Annotated[int, typer.Option(min=1, help="Seeds: worlds of each kind.")] = 20,
    seed: Annotated[int, typer.Option(help="First seed.")] = 1,
    firms: Annotated[int | None, typer.Option(help="Firms at the start, instead of the scenario's.")] = None,
    quarters: Annotated[int | None, typer.Option(help="Quarters to run, instead of the scenario's.")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables, figure and report; resumes.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare worlds on the same firms and random draws: what differs, by how much, and how sure that is.

    Every --set, --without and --policy outside quotes makes one more world: the first one with that one change.
    """
    from alliances.commands.extras import need

    need("analysis")
    from alliances.experiments.variants.comparison import plan_of
    from alliances.experiments.variants.variant import variant

    first = (worlds or ["default"])[0]
    changes: dict[str, list[str] | list[Path]] = {
        "set": settings or [],
        "without": without or [],
        "policy": policy or [],
    }
    texts = [*(worlds or ["default"]), *one_by_one(first, changes)]
    variants = [variant(text, firms, quarters) for text in texts]
    plan = plan_of(variants, range(seed, seed + replicates), outcome)
    request = Request(
        out=out, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json, quiet=quiet,
        command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(plan, request))


def one_by_one(first: str, changes: Mapping[str, list[str] | list[Path]]) -> Iterator[str]:
    """The first world with each of these changes alone, in words."""
    import shlex

    from alliances.model.world.own_files import is_there

    start = shlex.quote(first) if is_there(Path(first)) else first
    for option, values in changes.items():
        for value in values:
            yield f"{start} --{option} {shlex.quote(str(value))}"


def answer(plan: Plan, request: Request) -> int:
    """Compare, write, print; returns the exit code."""
    from alliances.commands.campaigns import carried_out
    from alliances.experiments.variants.comparison import campaign_of
    from alliances.experiments.variants.folder import write_comparison

    found = carried_out(campaign_of(plan), request, write_comparison)
    (show_json if request.as_json else show)(found, request.out)
    return 0


def show(found: Compared, out: Path | None) -> None:
    """Print the comparison for people."""
    from alliances.analysis.outcome_words import measures_in_words
    from alliances.analysis.report.variants import difference_rows
    from alliances.analysis.variants.words import POINTS_MEANT, answer
    from alliances.commands.console import ask_next, console, print_rows

    plan, table, screen = found.plan, found.table, console()
    base = plan.variants[0].name
    screen.print(f"{', '.join(plan.others)} against {base}", style="bold")
    screen.print(f"{len(plan.seeds)} seeds; worlds of one seed have the same firms and the same random draws\n")
    for world in plan.others:
        rows = difference_rows(table[table["world"] == world], base)
        print_rows(screen, "", rows.heads, rows.rows, right=rows.heads[1:])
        screen.print()
    for sentence in (POINTS_MEANT, *answer(table, base), *measures_in_words(plan.outcomes)):
        screen.print(sentence)
    if out is not None:
        screen.print(f"Report, tables and figure are in {out}")
    ask_next(screen, *further(plan))


def further(plan: Plan) -> tuple[str, str]:
    """The command that goes on from a comparison: the effect of the one thing that was changed, over competition."""
    other = plan.variants[1]
    changes = [*other.without, *(f"{name}={value:g}" for name, value in other.parameters.items())]
    cause = changes[0] if len(changes) == 1 and not other.policies else "alliances"
    return f"effect {cause} --over competition", "shows whether this effect changes with competition"


def show_json(found: Compared, out: Path | None) -> None:
    """Print the comparison as JSON."""
    from alliances.analysis.json_rows import plain
    from alliances.analysis.variants.words import answer
    from alliances.commands.console import print_json

    base = found.plan.variants[0].name
    print_json({
        "base": base, "worlds": list(found.plan.others), "seeds": list(found.plan.seeds),
        "answer": answer(found.table, base), "differences": plain(found.table), "out": str(out) if out else None,
    })  # fmt: skip
