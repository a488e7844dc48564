"""Sensitivity analysis of a sweep: which of its factors each outcome depends on, and how sure that is.

``sensitivity(results)`` is for notebooks; the command ``alliances sensitivity`` writes the same to a folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from alliances.analysis.sensitivity.indices import METHODS, Effort, Method, Sample, method_named
from alliances.analysis.sensitivity.replicates import Gathered, gathered, noise
from alliances.analysis.sensitivity.tables import Analysis, analyse, ranking, settled
from alliances.analysis.sensitivity.words import allowed
from alliances.analysis.wording import per_cent
from alliances.experiments.designs.design import Design
from alliances.experiments.designs.sampling import sampled, unit_cube
from alliances.experiments.sweeps.results import Results
from alliances.model.errors import InputError, refuse, unknown

MOST_NAN = 0.05  # share of runs without a value up to which an outcome is analysed
TOGETHER = {
    "sum": "sums over the rule's parameters: a lower bound of its first order, an upper one of the rest",
    "mean": "means over the rule's parameters, as SALib puts groups together for PAWN",
    "max": "the largest of the rule's parameters, a lower bound for the rule",
}


class Question(NamedTuple):
    """What is asked of a sweep: the method, outcomes, one of its scenarios, and whether rules count as one."""

    method: str
    outcomes: tuple[str, ...]
    scenario: str
    by_rule: bool = False
    most_nan: float = MOST_NAN


@dataclass(frozen=True)
class Sensitivity:
    """What was found. Tables have the column ``outcome``; an outcome that could not be analysed is in ``refused``.

    ``indices`` and ``convergence`` are as in :class:`~alliances.analysis.sensitivity.tables.Analysis`. ``quality`` has
    one row per outcome: runs and points counted, blocks used and dropped, shares of variance, and how far the indices
    have settled. ``notes`` say in sentences what to beware of.
    """

    question: Question
    indices: pd.DataFrame
    convergence: pd.DataFrame
    quality: pd.DataFrame
    notes: dict[str, list[str]]
    refused: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """The method, and the outcomes that were analysed."""
        return f"Sensitivity({self.question.method}: {', '.join(self.outcomes)})"

    def _repr_html_(self) -> str:
        """What the numbers allow, and the ranking of each outcome, for a notebook."""
        from alliances.analysis.report.notebook import shown

        return "\n".join(shown(f"{self.method.title}: {name}", self.notes[name], table=self.ranking(name))
                         for name in self.outcomes)  # fmt: skip

    @property
    def method(self) -> Method:
        """The method that was used."""
        return METHODS[self.question.method]

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that were analysed."""
        return list(self.quality["outcome"])

    def of(self, table: pd.DataFrame, outcome: str | None = None) -> pd.DataFrame:
        """The rows of an outcome, by default of the first."""
        name = self.outcomes[0] if outcome is None else outcome
        if name not in self.outcomes:
            raise unknown("outcome in this analysis", name, self.outcomes)
        return table[table["outcome"] == name].drop(columns="outcome").reset_index(drop=True)

    def ranking(self, outcome: str | None = None) -> pd.DataFrame:
        """Factors from the first rank on, with every index and its 95 % interval; of the first outcome by default."""
        rows = self.of(self.quality, outcome)
        return ranking(self.question.method, self.of(self.indices, outcome), bool(rows["drowned"].iloc[0]))

    def rankings(self) -> pd.DataFrame:
        """The rankings of all outcomes in one table."""
        return pd.concat([self.ranking(name).assign(outcome=name) for name in self.outcomes], ignore_index=True)[
            ["outcome", *self.ranking().columns]
        ]


def sensitivity(
    results: Results | str | Path,
    method: str | None = None,
    outcomes: Sequence[str] | None = None,
    *,
    by_rule: bool = False,
    scenario: str | None = None,
    effort: Effort | None = None,
) -> Sensitivity:
    """Analyse the results of a sweep, or the folder they are in, even while it grows.

    ``method`` is one that fits the design's sampler, by default the first that does; ``outcomes`` are by default all.
    ``by_rule`` puts the parameters of a rule together. Raises ``InputError`` for what cannot be analysed.
    """
    found = results if isinstance(results, Results) else Results(results)
    return answer(found, question(found.design, method, outcomes, scenario, by_rule), effort or Effort())


def question(
    design: Design,
    method: str | None = None,
    outcomes: Sequence[str] | None = None,
    scenario: str | None = None,
    by_rule: bool = False,
) -> Question:
    """What is asked, checked against the design: everything that can be refused before a run is made."""
    fitting = [name for name, one in METHODS.items() if design.sampler.name in one.samplers]
    if not fitting:
        needed = ", ".join(dict.fromkeys(sampler for one in METHODS.values() for sampler in one.samplers))
        refuse(f"{design.name}: no method can use a sample by {design.sampler.name}; it must be by {needed}")
    chosen = method or fitting[0]
    if chosen not in fitting:
        needed = " or ".join(method_named(chosen).samplers)
        refuse(
            f"method {chosen} needs a sample by {needed}, and {design.name} has sampler '{design.sampler.name}'; "
            f"with that it must be one of {', '.join(fitting)}"
        )
    names = tuple(dict.fromkeys(outcomes or design.outcomes))
    for name in names:
        if name not in design.outcomes:
            refuse(f"{unknown('outcome in this design', name, design.outcomes)}; it has: {', '.join(design.outcomes)}")
    if scenario is None and len(design.scenarios) > 1:
        refuse(f"{design.name} has several scenarios; scenario must be one of {', '.join(design.scenarios)}")
    place = scenario or design.scenarios[0]
    if place not in design.scenarios:
        refuse(f"{unknown('scenario in this design', place, design.scenarios)}; it has: {', '.join(design.scenarios)}")
    return Question(chosen, names, place, by_rule)


def answer(results: Results, asked: Question, effort: Effort) -> Sensitivity:
    """Analyse each outcome; ``InputError`` if none of them can be."""
    sample = sample_of(results, asked.scenario)
    tables: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    quality, notes, refused = [], {}, {}
    for name in asked.outcomes:
        rows = results.outcomes[results.outcomes["outcome"] == name]
        values = gathered(rows[rows["point"].isin(sample.unit.index)], sample.unit.index, results.replicates)
        try:
            check_nan(values, asked.most_nan)
            spread = noise(values.values)
            found = analyse(asked.method, sample, values.means, spread, effort, asked.by_rule)
        except InputError as error:
            refused[name] = str(error)
            continue
        tables.append((found.indices.assign(outcome=name), found.convergence.assign(outcome=name)))
        quality.append({
            "outcome": name, **values.counts(), "blocks": found.blocks, "blocks_dropped": found.dropped,
            **spread._asdict(), "replicates_wanted": spread.replicates_wanted, "drowned": spread.drowns,
            "allows": allowed(spread, ranking(asked.method, found.indices, spread.drowns)),
            **settled(asked.method, found),
        })  # fmt: skip
        notes[name] = beware(asked, values, found)
    if not quality:
        refuse("; ".join(f"{name}: {why}" for name, why in refused.items()))
    indices, convergence = (pd.concat(parts, ignore_index=True) for parts in zip(*tables, strict=True))
    if asked.by_rule and not sample.grouped:
        together = TOGETHER[METHODS[asked.method].together]
        notes = {name: [f"rules: {together}", *said] for name, said in notes.items()}
    return Sensitivity(asked, in_front(indices), in_front(convergence), pd.DataFrame(quality), notes, refused)


def in_front(table: pd.DataFrame) -> pd.DataFrame:
    """The same with the outcome as the first column."""
    return table[["outcome", *(name for name in table if name != "outcome")]]


def sample_of(results: Results, scenario: str) -> Sample:
    """The points of a scenario in the unit cube; ``InputError`` if they are not those that were run."""
    design, points = results.design, results.points
    method, factors = design.sampler, design.factors
    own = points[points["scenario"] == scenario] if "scenario" in points else points
    names = [factor.name for factor in factors]
    drawn = sampled(method, factors, design.base(scenario))
    if len(drawn) != len(own) or not (abs(drawn[names].to_numpy() - own[names].to_numpy()) <= 1e-9).all():
        refuse(
            f"{results.folder}: its points are not those that this version of SALib draws; it must be the same version"
        )
    unit = pd.DataFrame(unit_cube(method, factors), index=own.index, columns=names)
    rules = tuple(factor.group for factor in factors)
    return Sample(unit, rules, method.groups == "rule", method.second_order, method.levels)


def check_nan(values: Gathered, most: float) -> None:
    """Raise ``InputError`` if too many of the runs that were made have no value."""
    counts = values.counts()
    made = counts["runs"] - counts["runs_missing"]
    if made == 0:
        refuse("no run has it yet")
    if counts["runs_nan"] > most * made:
        refuse(
            f"{counts['runs_nan']} of {made} runs have no value, {per_cent(counts['runs_nan'] / made)}; "
            f"it must be at most {per_cent(most)}"
        )


def beware(asked: Question, values: Gathered, found: Analysis) -> list[str]:
    """What a reader must know of an outcome before the numbers are believed."""
    counts, method = values.counts(), METHODS[asked.method]
    said = []
    if counts["runs_missing"]:
        said.append(f"{counts['runs_missing']} of {counts['runs']} runs are missing: failed, or still to be done")
    if counts["runs_nan"]:
        said.append(
            f"{counts['runs_nan']} of {counts['runs']} runs have no value; the indices are of the rest, which may lie "
            "elsewhere"
        )
    if found.dropped:
        what = "the index of its factor is lost" if asked.method == "efast" else "dropped"
        whole = found.blocks + found.dropped if asked.method != "efast" else values.values.shape[0]
        of = f"of {whole} {method.blocks}" if asked.method != "efast" else f"{method.blocks}"
        said.append(f"{found.dropped} {of} lack a point: {what}")
    if asked.method == "efast":
        said.append("intervals of eFAST are SALib's, and indicative only (SALib issue 649)")
    return [*said, *found.remarks]
