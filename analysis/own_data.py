"""What was made of the user's own data: read, filled, set aside, and how its firms compare with the default world's.

The defaults were searched for in the default world, so its firms are what the calibration covers: between the first
and the last percentile of its firms in size and age. Own firms outside are simulated all the same, by rules whose
numbers nobody has held against such firms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from alliances.analysis.wording import per_cent
from alliances.model.declarations.codes import RESOURCES
from alliances.model.records.state import in_use
from alliances.model.rules import QUARTERS_PER_YEAR, firm_demography
from alliances.model.simulation import Simulation
from alliances.model.world.firm_file import Told
from alliances.model.world.own_alliances import OwnAlliance

COVERED = (0.01, 0.99)
"""Quantiles of the default world's firms between which the calibration covers a trait."""
MUCH = 0.05
"""Share of firms outside, or gap in an industry's share, from which a warning is due."""
TRAITS = {"employees": "Employees", "age": "Age, years", **{name: name.capitalize() for name in RESOURCES}}
COVERS = ("employees", "age")


class Row(NamedTuple):
    """A trait: median with 10th and 90th percentile of own firms and of the default world's, and the share outside."""

    trait: str
    given: int
    own: tuple[float, float, float] | None
    usual: tuple[float, float, float]
    outside: float  # share of the firms given that the calibration does not cover


class Checked(NamedTuple):
    """What there is to say of own data."""

    read: list[str]
    filled: list[str]
    aside: list[str]
    warnings: list[str]
    rows: list[Row]
    industries: list[tuple[str, float, float]]  # name, share of own firms, share of the default world's


def checked(
    told: Told | None, alliances: Sequence[OwnAlliance] | None, countries: Sequence[Any], filled: Sequence[str],
    usual: Simulation,
) -> Checked:  # fmt: skip
    """What to say of own firms, alliances and countries; ``usual`` is a settled default world."""
    rows = compared(told, usual) if told else []
    sectors = sectors_of(told, usual) if told else []
    return Checked(
        read_words(told, alliances, len(countries)), filled_words(told, alliances, filled),
        aside_words(told) if told else [], warnings(told, rows, sectors), rows, sectors,
    )  # fmt: skip


def read_words(told: Told | None, alliances: Sequence[OwnAlliance] | None, countries: int) -> list[str]:
    """What was read, in sentences."""
    words = [f"{countries} countries are in this world."]
    if told:
        words.append(f"{len(told.firms):,} firms.")
        words += [
            f"“{heading}” is read as {column}."
            for heading, column in told.headings.renamed.items()
            if heading.lower() != column
        ]
        if told.headings.money:
            words.append(f"Assets are in units of {told.headings.money}; nothing is converted between years.")
    if alliances is not None:
        words.append(f"{len(alliances):,} alliances between these firms are the network at the start; "
                     "in the burn-in these firms make no others.")  # fmt: skip
    return words


def filled_words(told: Told | None, alliances: Sequence[OwnAlliance] | None, filled: Sequence[str]) -> list[str]:
    """What was missing and is filled, in sentences."""
    words = []
    if told:
        words += [f"{name}: of {count:,} of {len(told.firms):,} firms, by the model."
                  for name, count in told.firms.filled.items()]  # fmt: skip
    if alliances:
        missing = {"start": [one.start is None for one in alliances], "form": [one.equity is None for one in alliances],
                   "scope": [one.scope is None for one in alliances]}  # fmt: skip
        ways = {"start": "just before step 0", "form": "by the rules", "scope": "by the rules"}
        words += [f"{name} of {sum(gaps):,} of {len(gaps):,} alliances: {ways[name]}."
                  for name, gaps in missing.items() if any(gaps)]  # fmt: skip
    by_column: dict[str, list[str]] = {}
    for name in filled:
        code, _, column = name.partition(".")
        by_column.setdefault(column, []).append(code)
    words += [f"{column} of {', '.join(codes)}." for column, codes in by_column.items()]
    return words


def aside_words(told: Told) -> list[str]:
    """What of a file of firms the model has no use for, in sentences."""
    made = told.headings
    rows = [f"{count:,} of {made.rows:,} firms, {reason}." for reason, count in made.rows_aside.items()]
    return [*rows, *(f"“{heading}”: the model has no use for it." for heading in made.aside)]


def compared(told: Told, usual: Simulation) -> list[Row]:
    """Own firms against those of the default world, trait by trait."""
    firms = in_use(usual.world, "firms")
    usual_of, own_of = traits_of(firms[firms["alive"]], usual), own_traits(told, usual)
    rows = []
    for trait, column in usual_of.items():
        own = own_of[trait][~np.isnan(own_of[trait])]
        low, high = np.quantile(column, COVERED)
        outside = float(((own < low) | (own > high)).mean()) if len(own) and trait in COVERS else 0.0
        rows.append(Row(TRAITS[trait], len(own), spread(own) if len(own) else None, spread(column), outside))
    return rows


def traits_of(firms: np.ndarray, usual: Simulation) -> Mapping[str, np.ndarray]:
    """The traits of firms by name."""
    assets: Any = firms["assets"]
    size: Any = firm_demography.employees(assets, usual.values.firm_demography)
    resources = {name: firms["resources"][:, n] for n, name in enumerate(RESOURCES)}
    return {"employees": size, "age": (-1 - firms["founded"]) / QUARTERS_PER_YEAR, **resources}


def own_traits(told: Told, usual: Simulation) -> Mapping[str, np.ndarray]:
    """The same of own firms; NaN where nothing is given."""
    blank, traits = np.full(len(told.firms), np.nan), told.firms.traits
    assets: Any = traits.get("assets", blank)
    founded = traits.get("founded", blank)
    size: Any = firm_demography.employees(assets, usual.values.firm_demography)
    resources = traits.get("resources", np.full((len(told.firms), len(RESOURCES)), np.nan))
    return {
        "employees": size,
        "age": (-1 - founded) / QUARTERS_PER_YEAR,
        **{name: resources[:, n] for n, name in enumerate(RESOURCES)},
    }


def spread(column: np.ndarray) -> tuple[float, float, float]:
    """Median, 10th and 90th percentile."""
    low, middle, high = np.quantile(column, (0.1, 0.5, 0.9)).tolist()
    return middle, low, high


def sectors_of(told: Told, usual: Simulation) -> list[tuple[str, float, float]]:
    """Shares of the industries among own firms and those of the default world."""
    firms = in_use(usual.world, "firms")
    count = len(usual.industries)
    own = np.bincount(told.firms.industry, minlength=count) / len(told.firms)
    common = np.bincount(firms["industry"][firms["alive"]], minlength=count)
    return list(zip(usual.industries, own.tolist(), (common / common.sum()).tolist(), strict=True))


def warnings(told: Told | None, rows: Sequence[Row], sectors: Sequence[tuple[str, float, float]]) -> list[str]:
    """What lies outside what the calibration covers, in sentences."""
    if told is None:
        return []
    words = [f"{per_cent(row.outside)} of the firms lie outside what the calibration covers in {row.trait.lower()} "
             f"(first to last percentile of the default world's firms)."
             for row in rows if row.outside > MUCH]  # fmt: skip
    words += [
        f"{name} has {per_cent(own)} of these firms and {per_cent(common)} of the default world's: results depend on "
        "an industry that weighs little in the calibration."
        for name, own, common in sectors
        if own > 3 * common
    ]
    if (few := len(told.firms)) < FEW:
        words.append(f"{few} firms are few: one world says little; compare worlds over many seeds, and consider "
                     "--firms N, which adds drawn firms.")  # fmt: skip
    return words


FEW = 100
