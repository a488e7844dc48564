"""Design files as TOML: found, read, and taken apart into the parts of a design, each checked where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alliances.experiments.designs.factors import MARKETS, Factor, checked_value, factor, spelled_out
from alliances.experiments.designs.lines import at
from alliances.experiments.designs.sampling import sampler
from alliances.experiments.ensemble import found_from
from alliances.model.errors import refuse, unknown
from alliances.model.world.scenario import TEXT, WHOLE, Kind, checked_table, is_text, scenario_names, table
from alliances.model.world.toml_files import text_of

SHIPPED = Path(__file__).parent
TABLES = ("design", "sampler", "settings", "factors")
NAMES = Kind('a list of names like ["trust"]', lambda value: isinstance(value, list) and all(map(is_text, value)))
SCENARIO = Kind("a name or path, or a list of them", lambda value: bool(value) and (is_text(value) or is_names(value)))
ANY = Kind("a list", lambda value: isinstance(value, list))
REQUIRED = {"title": TEXT, "outcomes": NAMES}
OPTIONAL = {
    "question": TEXT, "scenario": SCENARIO, "firms": WHOLE, "quarters": WHOLE, "replicates": WHOLE, "seeds": TEXT,
    "first_seed": WHOLE, "without": NAMES, "keep_tables": NAMES, "ensemble": TEXT, "policies": ANY,
}  # fmt: skip


def is_names(value: object) -> bool:
    """Whether this is a list of names."""
    return NAMES.admits(value)


def shipped_designs(kind: str = "design") -> dict[str, Path]:
    """The files of the designs that come with the package, by name: those with a table ``[kind]``."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml")) if f"\n[{kind}]\n" in path.read_text("utf-8")}


def read(name_or_path: str | Path) -> tuple[Path, str]:
    """The path and the text of a shipped design or a file of one's own; ``InputError`` if it cannot be read."""
    return text_of("design", name_or_path, shipped_designs())


def parts_of(document: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The parts of a design by name, from a parsed TOML file; scenarios of one's own are found in its folder."""
    for name in document:
        with at(name):
            if name not in TABLES:
                refuse(f"{unknown('table', name, TABLES)}; allowed: {', '.join(TABLES)}")
            table(document, name)
    for key, value in table(document, "design").items():
        with at(f"design.{key}"):
            checked_table({"design": {key: value}}, "design", {}, REQUIRED | OPTIONAL)
    with at("design"):
        parts = checked_table(document, "design", REQUIRED, OPTIONAL)
    parts["scenarios"] = scenarios(parts.pop("scenario", "default"), folder)
    if "ensemble" in parts:
        parts["ensemble"] = found_from(parts["ensemble"], folder)
    for key in ("outcomes", "without", "keep_tables", "policies"):
        parts[key] = tuple(parts.get(key, ()))
    settings = settings_of(table(document, "settings"))
    return {
        **parts,
        "sampler": sampler(table(document, "sampler")),
        "settings": settings,
        "factors": factors_of(table(document, "factors"), settings, parts["without"]),
    }


def scenarios(given: str | list[str], folder: Path) -> tuple[str, ...]:
    """The scenarios' names; those of one's own as paths, from the design's folder if they lie there."""
    names = [given] if isinstance(given, str) else given
    own = {name for name in names if name not in scenario_names() and (folder / name).exists()}
    return tuple(str((folder / name).resolve()) if name in own else name for name in names)


def settings_of(content: Mapping[str, Any]) -> dict[str, float]:
    """The parameters and market settings that are the same in every run, by full name."""
    settings: dict[str, float] = {}
    for name, value in full_names(content):
        with at(f"settings.{name}"):
            refuse_second(name, settings)
            settings[name] = checked_value(name, value)
    return settings


def factors_of(content: Mapping[str, Any], settings: Mapping[str, float], without: tuple[str, ...]) -> Any:
    """The factors, each checked where it stands, in one order whatever the order of their lines."""
    lines: dict[str, Any] = {}
    for name, said in full_names(content):
        with at(f"factors.{name}"):
            refuse_second(name, lines)
            if name in settings:
                refuse(f"{name} is a factor and fixed in [settings]; allowed: one of the two")
            lines[name] = said
    made: list[Factor] = []
    for name, line in spelled_out(lines, settings, without).items():
        with at(f"factors.{line}"):
            made.append(factor(name, lines[line]))
    return tuple(made)


def refuse_second(name: str, before: Mapping[str, Any]) -> None:
    """Raise ``InputError`` if a name was there before, written in another way."""
    if name in before:
        refuse(f"{name} is named twice; allowed: once")


def full_names(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Full names and what is said of each, whether names are written with dots, with quotes or as tables."""
    for key, value in content.items():
        name = f"{above}.{key}" if above else key
        whole = name.count(".") >= (2 if name.partition(".")[0] == MARKETS else 1) or name.endswith("*")
        if whole or not isinstance(value, dict):
            yield name, value
        else:
            yield from full_names(value, name)
