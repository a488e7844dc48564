"""The report on data of the user's own: what was read, filled, set aside, and how it compares; one HTML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliances.analysis.own_data import Checked
from alliances.analysis.report.page import Block, Report, Section, Table, page
from alliances.analysis.wording import number, per_cent, shown

CAPTION = "Median (10th to 90th percentile). Outside: beyond the first or last percentile of the default world"
QUESTION = "Are these data what the model takes them for, and does what was calibrated cover them?"


def parts(found: Checked) -> list[tuple[str, list[str]]]:
    """What there is to say, under headings; without those that have nothing."""
    told = {
        "Outside what is covered": found.warnings, "Read": found.read, "Filled": found.filled, "Set aside": found.aside,
    }  # fmt: skip
    return [(title, points) for title, points in told.items() if points]


def comparison_rows(found: Checked) -> Table:
    """Own firms against the default world's, as rows of words."""
    heads = ["Trait", "Given", "These firms", "Default world", "Outside"]
    rows = [[row.trait, number(row.given), around(row.own), around(row.usual), per_cent(row.outside)]
            for row in found.rows]  # fmt: skip
    return Table(heads, rows, CAPTION)


def around(spread: tuple[float, float, float] | None) -> str:
    """A median with its percentiles."""
    return f"{shown(spread[0])} ({shown(spread[1])} to {shown(spread[2])})" if spread else "drawn"


def industry_rows(found: Checked) -> Table:
    """Shares of industries as rows of words."""
    rows = [[name, per_cent(own), per_cent(usual)] for name, own, usual in found.industries]
    return Table(["Industry", "These firms", "Default world"], rows, "Shares of firms")


def own_data_report(found: Checked, title: str, manifest: Mapping[str, Any]) -> str:
    """The page as text."""
    warned = found.warnings or ["All that can be compared lies within what the calibration covers."]
    blocks = [Block(title=head, points=points) for head, points in parts(found) if points is not found.warnings]
    tables = [Block(table=made) for made in (comparison_rows(found), industry_rows(found)) if made.rows]
    return page(Report(
        title, QUESTION, warned,
        [Section("What was made of the data", blocks), Section("Against the default world", tables)],
        manifest, "The default world that is compared has seed 1.", "Nothing but this page is kept.",
    ))  # fmt: skip
