"""Comparisons of policies as TOML files: found, read, and taken apart, each part checked where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from alliances.experiments.policy.design import Design, Header, Option, Parts
from alliances.model.declarations.typed import read, typed
from alliances.model.errors import unknown
from alliances.model.policies.policy import Policy, PolicyFile
from alliances.model.world.toml_files import load, refused_in, text_of

SHIPPED = Path(__file__).parent / "designs"
MAIN = "main"
PARTS = tuple(one.name for one in fields(Parts))


@typed
class ComparisonFile(Parts):
    """A comparison as a TOML file has it."""

    comparison: Header
    option: tuple[Option, ...] = ()


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
    with refused_in(path, text):
        design = replace(design_from(tomllib.loads(text), path), text=text)
        if only is not None:
            left_out: dict[str, Any] = {name: None for name in PARTS if name not in only}
            design = replace(design, **left_out)
        return design if replicates is None else shortened(design, replicates)


def load_policies(path: str | Path) -> tuple[Policy, ...]:
    """The policies and shocks of a TOML file of [[policy]] tables; ``InputError`` if it cannot be used."""
    return load("policy", path, {}, lambda document, file: read(PolicyFile, document).policy)


def shortened(design: Design, replicates: int) -> Design:
    """The design with so many seeds, and no part of it with more."""
    parts = {name: part for name in PARTS if (part := getattr(design, name)) is not None}
    fewer = {name: replace(part, replicates=min(part.replicates, replicates)) for name, part in parts.items()}
    return replace(design, replicates=replicates, **fewer)


def design_from(document: Mapping[str, Any], path: Path) -> Design:
    """The comparison that a parsed TOML file describes; a scenario of one's own is found beside it.

    An option that is set against another has the other's shocks too.
    """
    file = read(ComparisonFile, document, path.parent)
    shocks = {option.name: option.policies for option in file.option}
    options = tuple(
        replace(option, policies=(*shocks.get(option.against, ()), *option.policies)) for option in file.option
    )
    parts = {name: getattr(file, name) for name in PARTS}
    return Design(name=path.stem, **vars(file.comparison), options=options, **parts)
