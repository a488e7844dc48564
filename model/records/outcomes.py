"""What a run brings: every result table and its columns, with type, unit and meaning.

Most columns are declared with the state that they show (see ``firms``, ``alliances``, ``markets``, ``ledgers``,
``state``); those declared here belong to tables alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from alliances.model.declarations.codes import STAGES
from alliances.model.declarations.columns import UNIT_INTERVAL, Column, Derived, Kind, Records, derived
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.ledgers import PAYMENTS
from alliances.model.records.markets import ENTRIES, MARKETS, PRESENCE, SEGMENTS
from alliances.model.records.state import QUARTER


class Outcome(NamedTuple):
    """A column of a result table."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    nullable: bool = False


class Table(NamedTuple):
    """A result table: one row per ``row``."""

    name: str
    row: str
    columns: tuple[Outcome, ...]


class Shown(NamedTuple):
    """A declared column as a table shows it; of a wide one, a single place."""

    name: str
    source: str  # its name where it is declared
    declared: Column | Derived
    meaning: str
    place: int | None = None

    @property
    def outcome(self) -> Outcome:
        """The column of the table."""
        unit = "ISO3" if self.declared.words == "countries" else self.declared.unit
        return Outcome(self.name, self.declared.kind, unit, self.meaning, self.declared.nullable)


def shown(records: Records, table: str) -> Iterator[Shown]:
    """The columns that a table shows of a kind of record."""
    for name, column in records.declared:
        if column.table == table and isinstance(column, Column) and column.width:
            yield from places_of(name, column)
        elif column.table == table:
            yield Shown(column.shown or name, name, column, column.meaning)


def places_of(name: str, column: Column) -> Iterator[Shown]:
    """The places of a wide column, each as a column of its own."""
    pattern = column.shown or f"{name}_{{word}}"
    meaning = column.meaning if "{word}" in column.meaning else f"{column.meaning}, for the {{word}}"
    for place, word in enumerate(column.words):
        yield Shown(pattern.format(word=word), name, column, meaning.format(word=word), place)


def table(name: str, row: str, records: Records, *leading: Outcome) -> Table:
    """A table of a kind of record; columns that lead stand before those that are declared with it."""
    return Table(name, row, (*leading, *(one.outcome for one in shown(records, name))))


class TieColumns:
    """A partner of an alliance; columns of the partners are taken at its place among them."""

    firm = derived("int", "Firm", "", lambda partners: partners, "ties", shown="firm_id")
    trust = derived("float", "The partner's trust in the others", UNIT_INTERVAL, lambda trust: trust, "ties")
    conflict = derived("float", "Conflict in the alliance", UNIT_INTERVAL, lambda conflict: conflict, "ties")
    stage = derived(
        "text", "Stage: management, evaluation, or negotiation and design while restructuring", "",
        lambda stage: stage, "ties", words=STAGES,
    )  # fmt: skip
    goal_reached = derived(
        "float", "Progress over goal; 1 or 0 where there is no goal", "share",
        lambda progress, goal: np.divide(progress, goal, out=(progress >= 0).astype(float), where=goal > 0), "ties",
    )  # fmt: skip


TIES = Records("ties", "One entry per partner of an alliance", (TieColumns,))

STEP = Outcome("step", "int", "quarter", "Quarter since the end of the burn-in, from 0")
RECORDED = Outcome(
    "step", "int", "quarter",
    "Quarter since the end of the burn-in, from 0; -1 is its last, recorded where there are firms of the user's own",
)  # fmt: skip
FIRM = Outcome("firm_id", "int", "", "Firm; ids are stable over the run and over paired runs")
ALLIANCE = Outcome("alliance_id", "int", "", "Alliance; talks that failed leave gaps")
MARKET = Outcome("market", "text", "ISO3", "Country code of the market")
INDUSTRY = Outcome("industry", "text", "", "Industry")
POLICY = Outcome("policy", "text", "", "Policy")
ADMITTED = Outcome("admitted", "bool", "", "Whether it was admitted")

QUARTERS_TABLE = table("quarters", "quarter", QUARTER, STEP)
ALLIANCES_TABLE = table("alliances", "alliance ever formed and not ended before step 0", ALLIANCES, ALLIANCE)
DECISIONS_TABLE = table("decisions", "alliance ever talked about and not over before step 0", ALLIANCES, ALLIANCE)
FIRMS_TABLE = table("firms", "firm alive in a recorded quarter", FIRMS, RECORDED, FIRM)
PRESENCE_TABLE = table("presence", "firm present in a foreign market in a recorded quarter", PRESENCE, RECORDED)
ENTRIES_TABLE = table("entries", "step of a firm into or out of a foreign market", ENTRIES)
MARKETS_TABLE = table("markets", "market in a recorded quarter", MARKETS, RECORDED, MARKET)
SEGMENTS_TABLE = table("segments", "industry of a market in a recorded quarter", SEGMENTS, RECORDED, MARKET, INDUSTRY)
TIES_TABLE = table("ties", "partner of an alliance in a recorded quarter", TIES, RECORDED, ALLIANCE)
SPENDING_TABLE = table("spending", "payment by a policy", PAYMENTS, STEP, POLICY)
ADMISSIONS_TABLE = Table(
    "admissions", "firm and round in which a policy could have admitted it", (STEP, POLICY, FIRM, ADMITTED)
)
OWN_FIRMS_TABLE = Table(
    "own_firms", "firm of the user's own: what became of it", (
        FIRM,
        Outcome("name", "text", "", "Name"),
        Outcome("alive", "bool", "", "Whether it is alive"),
        Outcome("employees_at_start", "float", "employees", "Employees at the end of the burn-in, as given"),
        Outcome("employees", "float", "employees", "Employees now, or when it closed"),
        Outcome("markets_at_start", "int", "markets", "Foreign markets it was present in at the end of the burn-in"),
        Outcome("markets", "int", "markets", "Foreign markets it is present in now"),
        Outcome("alliances_at_start", "int", "alliances", "Signed alliances it was in at the end of the burn-in"),
        Outcome("alliances", "int", "alliances", "Signed alliances it is in now"),
        Outcome("alliances_formed", "int", "alliances", "Alliances it has signed since"),
    ),
)  # fmt: skip

TABLES = (
    QUARTERS_TABLE, ALLIANCES_TABLE, DECISIONS_TABLE, FIRMS_TABLE, PRESENCE_TABLE, ENTRIES_TABLE, MARKETS_TABLE,
    SEGMENTS_TABLE, TIES_TABLE, SPENDING_TABLE, ADMISSIONS_TABLE, OWN_FIRMS_TABLE,
)  # fmt: skip
