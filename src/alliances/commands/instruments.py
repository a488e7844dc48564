"""``alliances instruments``: list the instruments of policy and the shocks, with their strengths."""

from __future__ import annotations

from typing import Annotated, Any

import typer

EXAMPLES = """Examples:

alliances instruments

alliances instruments export_grant

alliances instruments --json
"""


def instruments(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One instrument, in full.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List instruments of policy and shocks: what each does, and how strong it can be."""
    from alliances.commands.console import ask_next, console, print_json, print_table
    from alliances.model.errors import unknown
    from alliances.model.policies.policy import INSTRUMENTS

    if name is not None and name not in INSTRUMENTS:
        raise unknown("instrument", name, INSTRUMENTS)
    found = INSTRUMENTS if name is None else {name: INSTRUMENTS[name]}
    if as_json:
        return print_json([row(own, module) for own, module in found.items()])
    screen = console()
    if name is not None:
        paragraphs = str(found[name].__doc__).strip().split("\n\n")
        screen.print("\n\n".join(" ".join(one.split()) for one in paragraphs) + "\n")
    print_table(screen, strengths(found))
    screen.print("A [[policy]] table of a TOML file uses one.", style="italic")
    return ask_next(screen, "compare default --policy FILE", "compares a world with it and the same world without")


def row(name: str, module: Any) -> dict[str, Any]:
    """An instrument as it is declared."""
    from alliances.commands.lists import parameter_row

    declared = module.Parameters._field_defaults
    return {
        "name": name,
        "meaning": first_line(module),
        "shock": module.SHOCK,
        "confined_to_markets": module.MARKETS,
        "confined_to_firms": module.TARGET,
        "strengths": [parameter_row(own, declaration) for own, declaration in declared.items()],
    }


def first_line(module: Any) -> str:
    """What an instrument does, in a line."""
    return str(module.__doc__).partition("\n")[0]


def strengths(found: dict[str, Any]) -> Any:
    """The table of instruments, one line per strength."""
    from alliances.commands.console import table

    columns = ["name", "what it does", "strength", "default", "plausible", "unit"]
    shown = table("Instruments", columns, right=["default"])
    for name, module in found.items():
        told = (name, f"{first_line(module)}{' (shock)' if module.SHOCK else ''}")
        for own, declaration in module.Parameters._field_defaults.items():
            low, high = declaration.plausible
            shown.add_row(*told, own, f"{declaration:g}", f"{low:g} to {high:g}", declaration.unit)
            told = ("", "")
    for place in (0, 2, 4):
        shown.columns[place].no_wrap = True
    return shown
