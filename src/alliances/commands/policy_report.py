"""What ``alliances policy`` prints: the effect of each option, its price, and how sure both are."""

from __future__ import annotations

import numbers
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliances.analysis.wording import NONE, estimate, known, number, per_cent, shown

if TYPE_CHECKING:
    import pandas as pd

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
    from alliances.commands.console import console, print_table

    design, screen = found.design, console()
    screen.print(design.title, style="bold")
    screen.print(f"{design.question}\n")
    print_table(screen, option_table(found))
    units = found.tables["findings"].set_index("finding")["unit"].to_dict()
    aim = aim_of(found)
    screen.print(
        f"Effects on {design.aim.replace('_', ' ')} ({units[aim]}) {design.measured_at - design.start:g} years after "
        f"the start, against the same firms with the same random draws without; 95 % intervals over "
        f"{design.replicates} seeds. Money: million USD, present value. Deadweight: supported firms abroad that "
        "would be abroad anyway. "
        f"P: chance that one more firm abroad costs {design.price:g} million or less, a price that is an example. "
        "Simulated worlds, no forecast."
    )
    for option in design.options:
        if option.against:
            screen.print(f"{option.name} is set against the world with {option.against} alone.")
    screen.print(seeds_sentence(found))
    if out is not None:
        screen.print(f"Report, tables and figures are in {out}")


def option_table(found: Comparison) -> Any:
    """One line per option."""
    from alliances.analysis.policy.money import acceptability
    from alliances.commands.console import table
    from alliances.experiments.policy.evaluation import plan_of

    design = found.design
    price = f"P(≤ {design.price:g})"
    columns = ["option", "effect (95 %)", "spent", "effect per million", "deadweight", "benefit/cost", price]
    listed = table("Options", columns, right=columns[1:])
    chance = acceptability(found.effects, plan_of(design), [design.price]).set_index("option")["probability"]
    findings = rows_by(found.tables["findings"], "finding")
    money = rows_by(found.tables["money"], "number")
    for option in (option.name for option in design.options):
        spent = money[option, "spending"]["value"]
        wasted = findings[option, "deadweight"]
        listed.add_row(
            option, estimate(findings[option, aim_of(found)]), shown(spent),
            ratio(money[option, "effect_per_million"]), per_cent(wasted["mean"]),
            ratio(money[option, "benefit_cost"]), per_cent(chance.get(option)) if spent else NONE,
        )  # fmt: skip
    return listed


def rows_by(table: pd.DataFrame, name: str) -> dict[tuple[str, str], dict[Any, Any]]:
    """The rows of a table by option and another name."""
    return {(row["option"], row[name]): row for row in table.to_dict("records")}


def aim_of(found: Comparison) -> str:
    """The finding that measures the aim."""
    return "additional" if found.design.aim == "firms_abroad" else found.design.aim


def ratio(row: Any) -> str:
    """A ratio with its interval, or why there is none."""
    if not known(row["value"]):
        return str(row["verdict"])
    return estimate(row, mean="value") if known(row["high"]) else f"{shown(row['value'])}, no finite upper bound"


def seeds_sentence(found: Comparison) -> str:
    """How many seeds the wanted precision needs, and what pairing saves."""
    design = found.design
    findings = rows_by(found.tables["findings"], "finding")
    pairs = found.tables["pairing"]
    saved = pairs[pairs["measure"] == design.aim].set_index("option")["ratio"]
    told = []
    for option in (option.name for option in design.options):
        needed = findings[option, aim_of(found)]["seeds_needed"]
        words = f"{option} has {number(saved.get(option), 2)} of the variance of unpaired runs"
        if isinstance(needed, numbers.Integral):
            words += f" and needs {needed} seeds for ±{design.precision:g}"
        told.append(words)
    return "Same seeds: " + "; ".join(told) + "."


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
