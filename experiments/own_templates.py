"""Templates of the user's own data, made from what is declared: every column, what it holds, and rows as an example."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from io import StringIO
from typing import NamedTuple

from alliances.model.declarations.codes import GOVERNANCE
from alliances.model.world.countries import CULTURE, LIMITS, packaged_rows
from alliances.model.world.firm_file import COLUMNS as FIRM_COLUMNS
from alliances.model.world.firm_file import ONE_OF, TRAITS
from alliances.model.world.own_alliances import COLUMNS as ALLIANCE_COLUMNS
from alliances.model.world.own_alliances import SCOPE, START
from alliances.model.world.setup import industry_names

TEXTS = {
    "name": "What it is called; alliances name it so",
    "home": "Country, by code or English name; needed",
    "footprint": "Foreign countries that it serves with what it buys of others (a lead customer), with ; between them",
    "dedicated_function": "Whether it has a dedicated alliance function: yes or no",
}
EXAMPLE_FIRMS = (
    {
        "name": "Alpha",
        "home": "DEU",
        "industry": "ict",
        "employees": "120",
        "founded_year": "2001",
        "technology": "0.6",
    },
    {"name": "Beta", "home": "Viet Nam", "industry": "manufacturing", "dedicated_function": "no"},
)
EXAMPLE_ALLIANCES = (
    {"partner_1": "Alpha", "partner_2": "Beta", "start_year": "2016.5", "governance": GOVERNANCE[0],
     "scope": "technology + market_access", "host": "VNM"},
    {"partner_1": "Beta", "partner_2": "Alpha", "start_year": "2019"},
)  # fmt: skip


class Template(NamedTuple):
    """A file to fill in, and what its columns hold."""

    text: str
    columns: list[tuple[str, str]]


def firms() -> Template:
    """Of firms; of two columns that say the same in other units, the one that is known more often."""
    left_out = {pair[0] for pair in ONE_OF}
    columns = [name for name in FIRM_COLUMNS if name not in left_out]
    industries = f"One of {', '.join(industry_names())}, or what these are often called; needed"
    told = {
        **TEXTS,
        "industry": industries,
        **{name: f"{allowed.meaning}; {allowed}" for name, allowed in TRAITS.items()},
    }
    others = [(f"({pair[0]})", told[pair[0]] + f", in place of {pair[1]}") for pair in ONE_OF]
    return Template(written(columns, EXAMPLE_FIRMS), [*((name, told[name]) for name in columns), *others])


def alliances() -> Template:
    """Of alliances."""
    told = {
        "start_year": f"{START.meaning}; {START}", "governance": " or ".join(GOVERNANCE),
        "scope": f"One or more of {', '.join(SCOPE)}", "host": "Country where it operates",
    }  # fmt: skip
    partner = "Name of a firm, as in firms.csv; the initiator first, two are needed"
    return Template(written(ALLIANCE_COLUMNS, EXAMPLE_ALLIANCES),
                    [(name, told.get(name, partner)) for name in ALLIANCE_COLUMNS])  # fmt: skip


def countries() -> Template:
    """Of countries: two rows of the packaged file."""
    rows = list(packaged_rows().values())[:2]
    columns = [name for name in rows[0] if name != "culture_note"]
    told = {
        "iso3": "Code or English name; for a packaged country, all columns that are left out are taken over",
        "gdp_2019_busd": "GDP of 2019, billion USD",
        "region": "Any word; countries of one region fill each other's gaps",
        "economy": "advanced or emerging",
        **dict.fromkeys(CULTURE, "Hofstede; blank or #NULL!: from the nearest countries"),
    }  # fmt: skip
    ranges = {name: f"in [{low:g}, {high:g}]" for name, (low, high) in LIMITS.items()}
    return Template(written(columns, rows), [(name, "; ".join(filter(None, (told.get(name), ranges.get(name)))))
                                             for name in columns])  # fmt: skip


def written(columns: tuple[str, ...] | list[str], rows: tuple[Mapping[str, str], ...] | list[Mapping[str, str]]) -> str:
    """Rows as the text of a CSV file."""
    text = StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


TEMPLATES: Mapping[str, Callable[[], Template]] = {"firms": firms, "alliances": alliances, "countries": countries}
