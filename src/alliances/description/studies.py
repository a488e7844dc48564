"""The generated parts of the ODD that stand beside the model, as Markdown: stylized facts and virtual surveys."""

from __future__ import annotations

from collections.abc import Mapping

from alliances.analysis.facts import facts
from alliances.analysis.facts.declaration import Number
from alliances.analysis.facts.words import expected
from alliances.analysis.surveys import surveys
from alliances.description.tables import listed, markdown_table


def stylized_facts() -> str:
    """The stylized facts, and where their numbers must lie."""
    rows = [
        (f"`{f.id}`", f.finding, f.reported, f.measured_on, "; ".join(map(number, f.numbers)), f.role, listed(f.source))
        for f in facts().values()
    ]
    return markdown_table(("fact", "finding", "reported", "measured on", "must be", "use", "sources"), rows)


def number(one: Number) -> str:
    """A number of a fact, and where it must lie."""
    return f"{one.meaning} (`{one.name}`): {expected(one.test, one.low, one.high, one.reported)} {one.unit}"


def virtual_surveys() -> str:
    """The virtual surveys: who is asked, what is computed of the answers, and what is caused."""
    rows = [
        (
            f"`{s.name}`",
            s.paper,
            f"{s.size} {s.asked}",
            s.draws,
            "; ".join(map(group, s.groups.items())),
            listed(s.worlds),
        )
        for s in surveys().values()
    ]
    return markdown_table(("survey", "paper", "sample", "samples a world", "estimates", "paired worlds"), rows)


def group(named: tuple[str, Mapping[str, str]]) -> str:
    """A group of estimates."""
    name, paths = named
    return f"{name}: {', '.join(paths.values())}"
