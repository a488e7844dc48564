"""A folder of the user's own data as a scenario: ``firms.csv``, ``alliances.csv`` and ``countries.csv``, any of them.

With a ``scenario.toml`` the folder is what that says, by paths from it. Without, it is the default world with these
countries (all packaged ones if there are firms alone), with these firms in place of all others, and with these
alliances between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alliances.model.errors import InputError, nearest, refuse, said_of
from alliances.model.world.own_files import LEAST_FIRMS, text_in

FILES = {kind: f"{kind}.csv" for kind in ("firms", "alliances", "countries")}
SCENARIO = "scenario.toml"


def own_data(folder: Path) -> dict[str, Any]:
    """What a folder without a scenario file of its own changes of the default scenario, by key.

    Raises ``InputError`` if it holds none of ``FILES``.
    """
    held = {kind: (folder / name).resolve() for kind, name in FILES.items() if (folder / name).is_file()}
    if not held:
        other = next((nearest(path.name, FILES.values()) for path in sorted(folder.glob("*.csv"))), "")
        refuse(f"{folder}: is a folder without {', '.join(FILES.values())} or {SCENARIO}{other}")
    return changes_of(folder.resolve().name, held)


def changes_of(name: str, files: Mapping[str, Path]) -> dict[str, Any]:
    """What files of own data, by kind, change of the default scenario, by key."""
    changes: dict[str, Any] = {"name": name, "title": f"Own data: {name}"}
    if "firms" in files:
        changes["firms"] = firms_in(files["firms"])
    if "firms" in files or "countries" in files:  # all countries that there are, since firms may be from any
        changes |= {"countries": (), "homes": ()}
    return changes | {f"{kind}_file": str(path) for kind, path in files.items()}


def firms_in(path: Path) -> int:
    """How many firms a file has, of which nothing else is known yet."""
    # it brings the compiler, which scenarios without own firms do without
    from alliances.model.world.firm_file import tell_aside, usable

    try:
        columns, told = usable(text_in(path))
    except InputError as error:
        raise said_of(str(path), error) from None
    tell_aside(str(path), told)
    return max(len(next(iter(columns.values()))), LEAST_FIRMS)  # too few are told when the file is read
