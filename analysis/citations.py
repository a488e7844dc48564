"""The works that are cited, as people read them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from importlib.resources import files


def citations() -> dict[str, str]:
    """Every reference of the model by its key, in one line."""
    text = files("alliances.model").joinpath("data/references.csv").read_text(encoding="utf-8")
    return {row["key"]: citation(row) for row in csv.DictReader(text.splitlines())}


def citation(row: Mapping[str, str]) -> str:
    """Authors (year). Title. Outlet."""
    names = ", ".join(family_names(row["authors"].split(";")))
    parts = [f"{names} ({row['year']})" if row["year"] else names, row["title"], row["outlet"].strip()]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def family_names(authors: Iterable[str]) -> list[str]:
    """The family names of authors, at most three of them."""
    names = [author.partition(",")[0].strip() for author in authors if author.strip()]
    return names if len(names) <= 3 else [f"{names[0]} and others"]
