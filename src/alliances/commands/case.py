"""``alliances case``: replay a real case, set it against what is reported, and ask what would have been different."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Quiet, Request, Scheduler, Share, Workers

if TYPE_CHECKING:
    from alliances.experiments.cases.study import Plan, Studied

EXAMPLES = """Examples:

alliances case

alliances case huawei-vodafone --out results/huawei

alliances case ericsson-att --replicates 30 --out results/ericsson

alliances case my-case.toml --json
"""


def case(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="Its name, or the path of a TOML file; without, a list."),
    ] = None,
    replicates: Annotated[int, typer.Option(min=1, help="Seeds: worlds of each kind.")] = 200,
    seed: Annotated[int, typer.Option(help="First seed.")] = 1,
    firms: Annotated[int | None, typer.Option(help="Firms at the start, instead of the scenario's.")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables, figures and the page; resumes.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Replay a real case: simulated against reported, and what each counterfactual changes."""
    from alliances.commands.extras import need

    need("analysis")
    from alliances.experiments.cases.case import load_case
    from alliances.experiments.cases.study import plan_of

    if name is None:
        show_all(as_json)
        return
    plan = plan_of(load_case(name, firms), range(seed, seed + replicates))
    request = Request(
        out=out, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json, quiet=quiet,
        command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(plan, request))


def show_all(as_json: bool) -> None:
    """List the cases that come with the package."""
    from alliances.commands.console import ask_next, console, print_json, print_rows
    from alliances.experiments.cases.case import load_case, shipped_cases

    cases = [load_case(name) for name in shipped_cases()]
    if as_json:
        return print_json([{"name": one.name, "title": one.about.title, "question": one.about.question,
                            "source": one.about.source, "worlds": [world.name for world in one.variants]}
                           for one in cases])  # fmt: skip
    screen = console()
    print_rows(screen, "Cases", ["name", "question"], [[one.name, one.about.question] for one in cases])
    return ask_next(screen, f"case {cases[0].name} --out results/{cases[0].name}", "replays one, with its page")


def answer(plan: Plan, request: Request) -> int:
    """Simulate, write, print; returns the exit code."""
    from alliances.commands.campaigns import carried_out
    from alliances.experiments.cases.folder import write_case
    from alliances.experiments.cases.study import campaign_of

    studied = carried_out(campaign_of(plan), request, write_case)
    (show_json if request.as_json else show)(studied, request.out)
    return 0


def show(studied: Studied, out: Path | None) -> None:
    """Print the case for people."""
    from alliances.analysis.report.cases import agreement_rows, change_rows
    from alliances.commands.console import console, print_rows
    from alliances.experiments.cases.folder import found_of

    found, screen = found_of(studied), console()
    screen.print(found.about.title, style="bold")
    screen.print(f"{len(studied.plan.seeds)} seeds; worlds of one seed have the same firms and the same random draws\n")
    for rows in filter(lambda table: table.rows, (agreement_rows(found), change_rows(found))):
        print_rows(screen, "", rows.heads, rows.rows, right=rows.heads[1:3])
        screen.print()
    for sentence in (*found.answer, *found.about.cannot):
        screen.print(sentence)
    if out is not None:
        screen.print(f"Page, tables and figures are in {out}")


def show_json(studied: Studied, out: Path | None) -> None:
    """Print the case as JSON."""
    from alliances.analysis.json_rows import plain
    from alliances.commands.console import print_json
    from alliances.experiments.cases.folder import found_of

    found = found_of(studied)
    print_json({
        "case": studied.plan.case.name, "seeds": list(studied.plan.seeds), "answer": found.answer,
        "agreement": plain(found.agreement), "changes": plain(found.changes), "cannot": list(found.about.cannot),
        "out": str(out) if out else None,
    })  # fmt: skip
