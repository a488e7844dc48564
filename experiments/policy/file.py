"""Comparisons of policies as TOML files: found, read, and taken apart, each part checked where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from alliances.experiments.designs.file import NAMES, scenarios
from alliances.experiments.ensemble import found_from
from alliances.experiments.policy.design import Budget, Design, Frontier, Knowledge, Option, Robustness
from alliances.model.declarations.parameters import checked
from alliances.model.errors import InputError, refuse, unknown
from alliances.model.policies.policy import Policy, policies_from
from alliances.model.world.scenario import TEXT, WHOLE, Kind, checked_table, flattened
from alliances.model.world.toml_files import refused_in, text_of

SHIPPED = Path(__file__).parent / "designs"


def is_number(value: object) -> bool:
    """Whether this is a number and no yes or no."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


NUMBER = Kind("a number", is_number)
FACTORS = Kind("a list of numbers", lambda value: isinstance(value, list) and all(map(is_number, value)))
TABLE = Kind("a table of values by full name", lambda value: isinstance(value, dict))

OPTION = {"against": TEXT, "policy": Kind("tables [[option.policy]]", lambda value: isinstance(value, list))}
COMPARISON = {
    "source": TEXT, "scenario": TEXT, "aim": TEXT, "constituency": NAMES, "parameters": TABLE,
    **dict.fromkeys(("firms", "years", "replicates", "first_seed"), WHOLE),
    **dict.fromkeys(("horizon", "precision", "discount_rate", "price", "cost_of_funds"), NUMBER),
}  # fmt: skip
PARTS: dict[str, tuple[type, dict[str, Kind], dict[str, Kind]]] = {
    "knowledge": (Knowledge, {"parameters": NAMES}, {"ensemble": TEXT, "draws": WHOLE, "replicates": WHOLE}),
    "budget": (Budget, {}, {"factors": FACTORS, "replicates": WHOLE}),
    "robustness": (Robustness, {}, {"conditions": NAMES, "replicates": WHOLE}),
    "frontier": (Frontier, {}, {"trials": WHOLE, "replicates": WHOLE, "most": NUMBER}),
}
MAIN = "main"
TABLES = ("comparison", "option", *PARTS)


def shipped_comparisons() -> dict[str, Path]:
    """The files of the comparisons that come with the package, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def load_comparison(
    name_or_path: str | Path, replicates: int | None = None, only: Collection[str] | None = None
) -> Design:
    """The shipped comparison of this name, or the one in this TOML file; ``InputError`` if it cannot be used.

    ``replicates`` are the seeds of the main comparison instead of the file's; other parts take no more of them than
    that. ``only`` names the parts to work out beside the main one, by default all that the file has.
    """
    for name in only or ():
        if name not in (MAIN, *PARTS):
            raise unknown("part", name, (MAIN, *PARTS))
    path, text = text_of("comparison", name_or_path, shipped_comparisons())
    with refused_in(path):
        design = replace(design_from(tomllib.loads(text), path), text=text)
        if only is not None:
            left_out: dict[str, Any] = {name: None for name in PARTS if name not in only}
            design = replace(design, **left_out)
        return design if replicates is None else shortened(design, replicates)


def load_policies(path: str | Path) -> tuple[Policy, ...]:
    """The policies and shocks of a TOML file of [[policy]] tables; ``InputError`` if it cannot be used."""
    file, text = text_of("policy", path, {})
    with refused_in(file):
        document = tomllib.loads(text)
        for name in document:
            if name != "policy":
                refuse(f"{unknown('table', name, ['policy'])}; allowed: [[policy]]")
        return policies_from(document.get("policy", []))


def shortened(design: Design, replicates: int) -> Design:
    """The design with so many seeds, and no part of it with more."""
    parts = {name: part for name in PARTS if (part := getattr(design, name)) is not None}
    fewer = {name: replace(part, replicates=min(part.replicates, replicates)) for name, part in parts.items()}
    return replace(design, replicates=replicates, **fewer)


def design_from(document: Mapping[str, Any], path: Path) -> Design:
    """The comparison that a parsed TOML file describes; a scenario of one's own is found beside it."""
    for name in document:
        if name not in TABLES:
            refuse(f"{unknown('table', name, TABLES)}; allowed: {', '.join(TABLES)}")
    content = checked_table(document, "comparison", required={"title": TEXT, "question": TEXT}, optional=COMPARISON)
    (content["scenario"],) = scenarios(content.get("scenario", "default"), path.parent)
    parameters = {name: checked(name, value) for name, value in flattened(content.pop("parameters", {}))}
    content["constituency"] = tuple(content.get("constituency", ()))
    parts = {name: part_from(document, name, path.parent) for name in PARTS if name in document}
    return Design(name=path.stem, **content, parameters=parameters, options=options_from(document), **parts)


def options_from(document: Mapping[str, Any]) -> tuple[Option, ...]:
    """The options that the [[option]] tables describe; one that is set against another has the other's shocks too."""
    given = document.get("option", [])
    words = "tables [[option]], each with a name and tables [[option.policy]]"
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        refuse(f"option = {given!r} is refused; allowed: {words}")
    options: list[Option] = []
    for one in given:
        content = checked_table({"option": one}, "option", required={"name": TEXT}, optional=OPTION)
        try:
            policies = policies_from(content.pop("policy", []))
        except InputError as error:
            raise InputError(f"option {content['name']!r}: {error}") from None
        options.append(Option(**content, policies=policies))
    shocks = {option.name: option.policies for option in options}
    return tuple(replace(option, policies=(*shocks.get(option.against, ()), *option.policies)) for option in options)


def part_from(document: Mapping[str, Any], name: str, folder: Path) -> Any:
    """One of the further parts: knowledge, budget, robustness or frontier; an ensemble may lie in this folder."""
    made, required, optional = PARTS[name]
    content = checked_table(document, name, required=required, optional=optional)
    if "ensemble" in content:
        content["ensemble"] = found_from(content["ensemble"], folder)
    return made(**{key: tuple(value) if isinstance(value, list) else value for key, value in content.items()})
