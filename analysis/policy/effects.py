"""Effects of one option: every measure in the world with it, and in the world of the same random draws without."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alliances.analysis.policy import yearly
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.take_up import PAID
from alliances.analysis.summary import Tables
from alliances.model.declarations.codes import TRANSFERS
from alliances.model.rules import QUARTERS_PER_YEAR

COLUMNS = ["measure", "group", "year", "base", "with_policy"]
ALL, SUPPORTED, UNSUPPORTED = "all", "supported", "unsupported"
SIZE, INDUSTRY, HOME = "size: ", "industry: ", "home: "
MEASURES: dict[str, tuple[str, str]] = {  # by name: unit, meaning
    "firms": ("firms", "Firms alive"),
    "firms_abroad": ("firms", "Firms present in a foreign market"),
    "foreign_sales": ("million USD/year", "Foreign sales"),
    "alliances": ("alliances", "Signed alliances alive, each shared out equally to its partners"),
    "alliance_survival": ("share", "Of the alliances signed since the start and three years ago or more, those that "
                          "lived three years; the two worlds sign different ones"),
    "profit": ("million USD/year", "Profit"),
    "transfers": ("million USD/year", f"Payments into firms' accounts: {', '.join(TRANSFERS)}"),
    "spending": ("million USD/year", "All payments by policies; of a group, those to or for its firms"),
    "supported": ("firms", "Firms that got any payment by the option's own policies, or had one made for them"),
    "abroad_in_both": ("firms", "Firms abroad in the world with the policy and in the one without (both columns)"),
}  # fmt: skip


def effects(base: Tables, option: Tables, plan: Plan, told_apart: bool = True) -> pd.DataFrame:
    """Columns ``COLUMNS``; one row per measure, group and recorded year; the effect is ``with_policy - base``.

    ``base`` and ``option`` are result tables (firms, alliances, spending) of one seed, best recorded every quarter
    (``record_every=1``): profit is NaN without. The caller adds kind, setting, factor, seed and option. Groups are all,
    supported and unsupported (by payments up to that year of policies that only the option has) and, where
    ``told_apart``, size classes, industries and homes, and of spending each policy's own. Years count from the start of
    the first policy; year 0 is the last moment before. A measure that cannot be taken is NaN.
    """
    grid = yearly.grid_of(base, option)
    first_step = round(plan.start * QUARTERS_PER_YEAR)
    support = yearly.supported_by_year(option, grid, plan.in_both)
    worlds = {"base": levels(base, grid, first_step), "with_policy": levels(option, grid, first_step)}
    both = worlds["base"]["firms_abroad"] * worlds["with_policy"]["firms_abroad"]
    groups = {ALL: np.ones(support.shape, np.bool_), SUPPORTED: support, UNSUPPORTED: ~support}
    if told_apart:
        groups |= fixed_groups(yearly.traits(base, option, first_step), plan.constituency, grid.firms)
    keys = [(measure, group) for measure in MEASURES for group in groups]
    values = {}
    for name, tables, got in (("base", base, False), ("with_policy", option, support)):
        sums = summed({**worlds[name], "supported": support & got, "abroad_in_both": both}, groups)
        sums["spending", ALL] = yearly.spending_by_year(tables, grid)
        values[name] = np.concatenate([sums[key] for key in keys])
    years = (grid.steps + 1) / QUARTERS_PER_YEAR - plan.start
    labels = pd.DataFrame(np.repeat(keys, len(years), axis=0), columns=COLUMNS[:2])
    rows = labels.assign(year=np.tile(years, len(keys)), **values)
    return pd.concat([rows, *by_policy(base, option, grid, years)], ignore_index=True) if told_apart else rows


def by_policy(base: Tables, option: Tables, grid: yearly.Grid, years: np.ndarray) -> Iterator[pd.DataFrame]:
    """What each policy that paid anything paid in each year, in either world."""
    for policy in sorted({*base["spending"]["policy"], *option["spending"]["policy"]}):
        paid = {name: yearly.spending_by_year(tables, grid, policy)
                for name, tables in (("base", base), ("with_policy", option))}  # fmt: skip
        yield pd.DataFrame({"measure": "spending", "group": f"{PAID}{policy}", "year": years, **paid})


def levels(tables: Tables, grid: yearly.Grid, first_step: int) -> dict[str, np.ndarray]:
    """What each firm is and has in a world, by year."""
    return {
        **yearly.firms_by_year(tables, grid),
        **yearly.alliances_by_year(tables, grid, first_step),
        **yearly.payments_by_year(tables, grid),
    }


def fixed_groups(traits: pd.DataFrame, constituency: tuple[str, ...], firms: int) -> dict[str, np.ndarray]:
    """Which firms are in each size class, industry and home; of homes those of a constituency, if there is one."""
    labels = {
        SIZE: traits["sme"].map({True: "sme", False: "large"}),
        INDUSTRY: traits["industry"],
        HOME: traits["home"],
    }
    groups = {}
    for prefix, label in labels.items():
        names = ("sme", "large") if prefix == SIZE else sorted(label.unique())
        for name in constituency if prefix == HOME and constituency else names:
            members = np.zeros(firms, np.bool_)
            members[label.index[label == name]] = True
            groups[f"{prefix}{name}"] = members
    return groups


def summed(levels: dict[str, np.ndarray], groups: dict[str, np.ndarray]) -> dict[tuple[str, str], np.ndarray]:
    """Every measure of every group, by year."""
    sums = {
        (measure, group): np.where(members, values, 0.0).sum(axis=1)
        for measure, values in levels.items()
        for group, members in groups.items()
    }
    for group in groups:
        watched, survived = sums.pop(("watched", group)), sums.pop(("survived", group))
        share = np.full(len(watched), np.nan)
        sums["alliance_survival", group] = np.divide(survived, watched, out=share, where=watched > 0)
    return sums
