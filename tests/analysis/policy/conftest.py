"""Made-up worlds and effects: a few firms whose lives are written down, so that every number is known beforehand."""

import numpy as np
import pandas as pd
import pytest

HOMES, INDUSTRIES = ("DEU", "VNM"), ("ict", "biotech")


@pytest.fixture
def made_up():
    """Gives the tables of a world of four years or so, recorded every quarter."""
    return made_up_tables


def made_up_tables(abroad, sales=None, profit=None, dead=(), alliances=(), payments=(), rounds=(), large_from=10_000):
    """Tables of a world.

    ``abroad`` has a row per year and a column per firm; ``sales`` likewise, million USD a year; ``profit`` has a row
    per quarter; ``dead`` holds (year, firm). Even firms are German and do ict, odd ones Vietnamese and do biotech. The
    first half are small; from quarter ``large_from`` on all are large. ``alliances``: (formed, ended, partners).
    ``payments``: (step, firm, purpose, amount). ``rounds``: (step, firm, admitted) of the policy "lot".
    """
    abroad = np.asarray(abroad)
    years, firms = abroad.shape
    sales = np.zeros((years, firms)) if sales is None else np.asarray(sales, float)
    profit = np.zeros((4 * years, firms)) if profit is None else np.asarray(profit, float)
    rows = [
        (step, firm, HOMES[firm % 2], INDUSTRIES[firm % 2], firm < firms / 2 and step < large_from,
         int(abroad[step // 4, firm]), sales[step // 4, firm], profit[step, firm])
        for step in range(4 * years) for firm in range(firms) if (step // 4, firm) not in dead
    ]  # fmt: skip
    columns = ["step", "firm_id", "home", "industry", "sme", "markets", "foreign_sales", "profit"]
    return {
        "firms": pd.DataFrame(rows, columns=columns),
        "alliances": pd.DataFrame({
            "formed_step": [one[0] for one in alliances],
            "ended_step": pd.array([one[1] for one in alliances], "Int64"),
            "partners": [list(one[2]) for one in alliances],
            "n_partners": [len(one[2]) for one in alliances],
        }),
        "spending": pd.DataFrame({
            "step": pd.array([one[0] for one in payments], "int64"), "policy": "lot",
            "firm_id": pd.array([one[1] for one in payments], "Int64"),
            "purpose": [one[2] for one in payments], "amount": np.array([one[3] for one in payments], float),
        }),
        "admissions": pd.DataFrame({
            "step": pd.array([one[0] for one in rounds], "int64"), "policy": "lot",
            "firm_id": pd.array([one[1] for one in rounds], "int64"),
            "admitted": pd.array([one[2] for one in rounds], "bool"),
        }),
    }  # fmt: skip


@pytest.fixture
def planted():
    """Gives rows of an effects table from pairs of levels by seed, at one year or more."""

    def rows_of(option, measure, base, with_policy, years=(1.0,), group="all", kind="main", setting=""):
        base, with_policy = np.broadcast_arrays(np.asarray(base, float), np.asarray(with_policy, float))
        parts = [
            pd.DataFrame({"kind": kind, "setting": setting, "factor": 1.0, "seed": range(1, len(base) + 1),
                          "option": option, "measure": measure, "group": group, "year": year,
                          "base": base, "with_policy": with_policy})
            for year in years
        ]  # fmt: skip
        return pd.concat(parts, ignore_index=True)

    return rows_of
