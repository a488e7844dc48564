"""``alliances designs``: list the designs that come with the package, or check one and say what it would run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from alliances.experiments.designs.design import Design, Factor

EXAMPLES = """Examples:

alliances designs

alliances designs sobol-twelve

alliances designs mine.toml --json
"""


def designs(
    name: Annotated[
        str | None, typer.Argument(metavar="[DESIGN]", help="A shipped design, or the path of a TOML file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List designs of sweeps, or check one: its factors, points and runs."""
    from alliances.commands.console import print_json
    from alliances.experiments.designs.design import load_design, points
    from alliances.experiments.designs.file import shipped_designs

    if name is None:
        found = [load_design(shipped) for shipped in shipped_designs()]
        return print_json([row(design) for design in found]) if as_json else print_list(found)
    design = load_design(name)
    points(design)  # which finds values that contradict each other
    return print_json({**row(design), "document": design.document()}) if as_json else print_one(design)


def row(design: Design) -> dict[str, Any]:
    """A design in short."""
    return {
        "name": design.name, "title": design.title, "question": design.question, "sampler": design.sampler.name,
        "factors": len(design.factors), "points": design.n_points, "replicates": design.replicates,
        "runs": design.expected,
    }  # fmt: skip


def print_list(found: list[Design]) -> None:
    """The designs in a table."""
    from alliances.commands.console import ask_next, console, print_table, table

    names = ["name", "question", "sampler", "factors", "points", "runs"]
    shown = table("Designs", names, right=["factors", "points", "runs"])
    shown.padding = (0, 2, 1, 0)
    for told in map(row, found):
        shown.add_row(*(f"{told[name]}" for name in names))
    shown.columns[0].no_wrap = True
    screen = console()
    print_table(screen, shown)
    screen.print("A design of your own is a TOML file whose path you give.", style="italic")
    ask_next(screen, f"sweep {found[0].name} --dry-run", "shows how many runs there are and how long they take")


def print_one(design: Design) -> None:
    """One design: the question, the factors, and how many runs there are."""
    from alliances.commands.console import ask_next, console, print_table, table

    screen = console()
    screen.print(design.title, style="bold")
    screen.print(f"{design.question}\n")
    shown = table("Factors", ["name", "values"])
    for factor in design.factors:
        shown.add_row(factor.name, values_in_words(factor))
    shown.columns[0].no_wrap = True
    print_table(screen, shown)
    sizes = ", ".join(f"{key} {value}" for key, value in design.sampler.parts().items() if key != "name")
    screen.print(f"\nsampler {design.sampler.name} ({sizes}); outcomes {', '.join(design.outcomes)}")
    worlds = f"in scenario {', '.join(design.scenarios)}"
    screen.print(f"ok: {design.n_points} points × {design.replicates} replicates = {design.expected} runs {worlds}")
    ask_next(screen, f"sweep {design.name} --dry-run", "shows how long they take; with --out DIR it runs them")


def values_in_words(factor: Factor) -> str:
    """A factor's list of values, or its range."""
    if factor.values:
        return ", ".join(f"{value:g}" for value in factor.values)
    scale = " (log)" if factor.scale == "log" else ""
    levels = f", {factor.levels} levels" if factor.levels else ""
    return f"{factor.low:g} to {factor.high:g}{scale}{levels}"
