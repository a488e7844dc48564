"""What can be measured of a case, at the last record of a year: one function each, by the name that files use.

A measure takes the tables of a world, the step, and what the file says under ``of``. It returns a number, or None where
there is nothing to take it of. A case may also ask for any outcome of a run (``alliances outcomes runs``), which is
taken of the whole run.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from alliances.analysis.cases.groups import GROUPS, check_choices
from alliances.analysis.run_outcomes import OUTCOMES, check_outcomes, measure
from alliances.analysis.summary import ratio
from alliances.analysis.tables import Tables
from alliances.model.errors import refuse, unknown
from alliances.model.world.setup import build_industries, industry_names


def at(table: pd.DataFrame, step: int) -> pd.DataFrame:
    """The rows of one step; tables have them in order of steps."""
    first, last = table["step"].searchsorted([step, step + 1])
    return table.iloc[first:last]


def row_of(firm: str, tables: Tables, step: int) -> pd.DataFrame:
    """The row of the firm of this name at a step; none if it has closed."""
    firms = at(tables["firms"], step)
    return firms[firms["name"] == firm]


def firm_id(tables: Tables, firm: str) -> int:
    """The id of a firm of this name."""
    named = tables["firms"].loc[tables["firms"]["name"] == firm, "firm_id"]
    return int(named.iloc[0]) if len(named) else -1


def share_of_demand(tables: Tables, step: int, firm: str, industry: str) -> float | None:
    """A firm's sales over the world's demand for its industry; none if it has closed."""
    part = float(build_industries()["share"][industry_names().index(industry)])
    sales = row_of(firm, tables, step)["total_sales"].sum()
    return ratio(float(sales), part * float(at(tables["markets"], step)["size"].sum()))


def foreign_share(tables: Tables, step: int, firm: str) -> float | None:
    """A firm's foreign in total sales."""
    own = row_of(firm, tables, step)
    return ratio(float(own["foreign_sales"].sum()), float(own["total_sales"].sum()))


def sales_in(tables: Tables, step: int, firm: str, markets: Sequence[str]) -> float:
    """A firm's sales in some markets, million USD a year; its home counts where it is one of them."""
    own, presence = row_of(firm, tables, step), at(tables["presence"], step)
    home = own[own["home"].isin(markets)]
    abroad = presence.loc[presence["firm_id"].isin(own["firm_id"]) & presence["market"].isin(markets), "sales"].sum()
    return float(abroad + (home["total_sales"] - home["foreign_sales"]).sum())


def sales_over(tables: Tables, step: int, firm: str, other: str, markets: Sequence[str]) -> float | None:
    """A firm's sales in some markets as a share of its own and another firm's together."""
    own, others = (sales_in(tables, step, one, markets) for one in (firm, other))
    return ratio(own, own + others)


def allied(tables: Tables, step: int, firm: str, other: str) -> float:
    """1 if two firms are in an alliance with each other, else 0."""
    table, pair = tables["alliances"], {firm_id(tables, firm), firm_id(tables, other)}
    living = table[(table["formed_step"] <= step) & (table["ended_step"].isna() | (table["ended_step"] > step))]
    return float(any(pair <= set(partners) for partners in living["partners"]))


MEASURES: dict[str, Callable[..., float | None]] = {
    function.__name__: function for function in (share_of_demand, foreign_share, sales_in, sales_over, allied)
} | GROUPS


def check_measure(name: str, of: Mapping[str, Any]) -> None:
    """Raise ``InputError`` unless there is such a measure, and ``of`` says all that it asks for and no more."""
    if name not in MEASURES:
        if name not in OUTCOMES and "@" not in name and "." not in name:
            raise unknown("measure", name, [*MEASURES, *OUTCOMES])
        return check_outcomes([name])
    asked = list(inspect.signature(MEASURES[name]).parameters)[2:]
    if list(asked) != [one for one in asked if one in of] or len(of) > len(asked):
        refuse(f"of = {dict(of)} must name {', '.join(asked)} for the measure {name!r}")
    if name in GROUPS:
        check_choices(of)
    return None


def taken(name: str, of: Mapping[str, Any], tables: Tables, step: int, seed: int) -> float:
    """A measure, or an outcome of a run, as a number; NaN where there is nothing to take it of."""
    value = MEASURES[name](tables, step, **of) if name in MEASURES else measure([name], tables, seed)[name]
    return math.nan if value is None else float(value)
