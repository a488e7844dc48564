"""The page of a report: title, answer, sections of figures, tables and words, and how to make it again, in one file.

Words may hold `` `code` `` between backticks; everything else is escaped. The same report gives the same text.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from alliances.analysis.drawing import palette
from alliances.analysis.drawing.plate import Plate, svg
from alliances.analysis.wording import number, shown, written

MOST_ROWS = 240  # of a figure's numbers; the rest is in the files
HEADS = {
    "n": "worlds", "low": "95 % from", "high": "to", "knowledge_low": "knowledge from", "knowledge_high": "to",
    "after": "years after the end", "cost_low": "cost from", "cost_high": "to",
}  # fmt: skip


class Table(NamedTuple):
    """Rows of cells, the first of which names the row; with ``folded`` it is shown on demand only."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    folded: str = ""


class Block(NamedTuple):
    """A part of a section; what is empty is left out. ``terms`` are lists of terms and what is said of them."""

    title: str = ""
    id: str = ""
    verdict: str = ""  # as HTML, see ``chip``
    colour: str = ""  # of its edge
    figure: Plate | None = None
    terms: Sequence[Mapping[str, str]] = ()
    words: Sequence[str] = ()
    points: Sequence[str] = ()
    table: Table | None = None


class Section(NamedTuple):
    """A heading with its blocks; ``warning`` sets it off."""

    title: str
    blocks: Sequence[Block]
    lead: str = ""
    id: str = ""
    warning: bool = False


class Report(NamedTuple):
    """What a page says; ``seeds`` and ``kept`` are sentences on the seeds, and on the files beside the page."""

    title: str
    question: str
    answer: Sequence[str]
    sections: Sequence[Section]
    manifest: Mapping[str, Any]
    seeds: str
    kept: str
    table: Table | None = None  # right below the answer


class Prose:
    """What a kind of report says whatever was found, with values filled in (see ``prose.toml``)."""

    def __init__(self, of: str, **values: Any) -> None:
        """The words of one kind of report."""
        self.words = tomllib.loads((Path(__file__).parent / "prose.toml").read_text(encoding="utf-8"))[of]
        self.values = values

    def __getitem__(self, name: str) -> str:
        """A text."""
        return str(self.words[name]).format(**self.values).strip()

    def all(self, name: str) -> list[str]:
        """A list of texts."""
        return [words.format(**self.values).strip() for words in self.words[name]]


def page(report: Report) -> str:
    """The report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["palette"] = palette
    environment.filters.update(coded=coded, svg=lambda plate: Markup(svg(plate)), numbers=numbers)
    manifest = report.manifest
    changed = [
        (f"`{name}`", written(row["value"]), written(row["default"]), row["from"])
        for name, row in manifest["parameters"].items() if row["from"] != "default"
    ]  # fmt: skip
    return environment.get_template("page.html").render(
        report=report, command=shlex.join(manifest["command"]),
        changed=Table(["Parameter that is not at its default", "Value", "Default", "From"], changed),
        versions=Table(["Package", "Version"], [("alliance-abm", manifest["version"]), *manifest["versions"].items()]),
    )  # fmt: skip


def coded(words: str) -> Markup:
    """Words as HTML, with code between backticks, and no line that breaks inside an interval; HTML stays as it is."""
    text = re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(words)))
    return Markup(re.sub(r"(\([^()<>]* to [^()<>]*\)|\d %)", r'<span class="whole">\1</span>', text))


def chip(words: str, kind: str) -> Markup:
    """A verdict in a coloured frame; ``kind`` is good, bad or open."""
    return Markup('<span class="chip {}">{}</span>').format(kind, words)


def link(words: str, to: str) -> Markup:
    """Words that lead to a block."""
    return Markup('<a href="#{}">{}</a>').format(to, words)


def numbers(plate: Plate) -> Table:
    """The numbers of a figure, folded away."""
    rows = [[cell(value) for value in row] for row in plate.table.head(MOST_ROWS).itertuples(index=False)]
    heads = [HEADS.get(name, str(name).replace("_", " ")) for name in plate.table.columns]
    more = f" (the first {MOST_ROWS} of {len(plate.table)} rows)" if len(plate.table) > MOST_ROWS else ""
    return Table(heads, rows, folded=f"The numbers of this figure{more}")


def cell(value: Any) -> str:
    """A cell of a table: whole numbers as they are, others in three figures, words as they are."""
    if isinstance(value, str | bool) or value is None:
        return str(value)
    return number(float(value)) if float(value).is_integer() else shown(float(value))
