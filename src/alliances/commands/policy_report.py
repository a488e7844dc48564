"""What ``alliances policy`` prints: the answer, then what each option was offered, spent and changed, and its price."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliances.analysis.policy.option_words import precision
from alliances.analysis.policy.study import Study
from alliances.analysis.wording import years

if TYPE_CHECKING:
    from alliances.experiments.policy.comparison import Comparison

PRINTED = ("findings", "money", "differences", "pairing", "outside", "budget", "best_by_budget", "robustness",
           "turns", "frontier", "convergence", "tornado", "uncertainty")  # fmt: skip


def show_shipped(as_json: bool) -> None:
    """The comparisons that come with the package."""
    from alliances.commands.console import ask_next, console, print_json, print_table, table
    from alliances.experiments.policy.file import load_comparison, shipped_comparisons

    found = [load_comparison(name) for name in shipped_comparisons()]
    rows: list[dict[str, Any]] = [
        {"name": design.name, "question": design.question, "options": [option.name for option in design.options]}
        for design in found
    ]
    if as_json:
        return print_json(rows)
    shown = table("Comparisons of policies", ["name", "question", "options"])
    shown.padding = (0, 2, 1, 0)
    for row in rows:
        shown.add_row(row["name"], row["question"], "; ".join(row["options"]))
    shown.columns[0].no_wrap = True
    screen = console()
    print_table(screen, shown)
    screen.print("A comparison of your own is a TOML file whose path you give.", style="italic")
    return ask_next(screen, f"policy {rows[0]['name']} --only main", "is a first look; --out DIR keeps a report")


def show(found: Comparison, out: Path | None) -> None:
    """Print the comparison for people."""
    from alliances.analysis.policy.words import verdict
    from alliances.commands.console import ask_next, console, print_table

    design, screen = found.design, console()
    study = Study(design, found.effects, found.tables, {})
    screen.print(design.title, style="bold")
    screen.print(f"{design.question}\n")
    for sentence in verdict(study):
        screen.print(sentence)
    screen.print()
    print_table(screen, option_table(study))
    screen.print(
        f"Change: {study.aim.title.lower()} ({study.aim.unit}) {years(study.horizon)} after the start, against the "
        f"same firms with the same random draws without; 95 % intervals over {study.seeds} pairs of worlds. Money: "
        "million USD, at present value. Take-up: share of the budget that was spent. Deadweight: supported firms "
        "abroad that would be abroad anyway. Simulated worlds, no forecast."
    )
    for option, other in study.against.items():
        if other:
            screen.print(f"{option} is set against the world with {other} alone.")
    for option in study.options:
        if sentence := precision(study, option):
            screen.print(f"{option}: {sentence}")
    if out is not None:
        screen.print(f"Report, tables and figures are in {out}")
    ask_next(screen, *further(found, out))


def further(found: Comparison, out: Path | None) -> tuple[str, str]:
    """The command that goes on from a comparison: more pairs, the further parts, or the report."""
    from alliances.analysis.report.policy import ENOUGH
    from alliances.experiments.policy.file import shipped_comparisons

    design = found.design
    name = design.name if design.name in shipped_comparisons() else f"{design.name}.toml"
    if out is None:
        return f"policy {name} --out DIR", "keeps a report that can be handed on"
    if design.replicates < ENOUGH:
        return f"policy {name} --replicates {ENOUGH} --out {out}", "narrows the intervals; it continues from there"
    return f"status {out}", f"shows what is there; {out}/report.html is the report"


def option_table(study: Study) -> Any:
    """One line per option, in the words of the report."""
    from alliances.analysis.report.policy import headline, overview
    from alliances.commands.console import table

    keys = headline(study)
    heads = [head[0].lower() + head[1:] for head in keys.values()]
    listed = table("Options", heads, right=heads[1:])
    for row in overview(study):
        listed.add_row(*(row[key] for key in keys))
    return listed


def show_json(found: Comparison, out: Path | None) -> None:
    """Print the comparison as JSON."""
    from alliances.analysis.json_rows import plain
    from alliances.commands.console import print_json

    design = found.design
    print_json({
        "name": design.name, "title": design.title, "question": design.question, "aim": design.aim,
        "seeds": list(design.seeds), "horizon": design.measured_at, "out": str(out) if out else None,
        **{name: plain(found.tables[name]) for name in PRINTED if name in found.tables},
    })  # fmt: skip
