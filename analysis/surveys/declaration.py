"""What a survey is: whom it asks, how they answer, what is computed, and what paired worlds add to that.

Each paper is one declared ``Survey``. Everything else follows from the declaration and is the same for all: sampling,
asking everybody, paired worlds, tables, figure, files. Data flow: result tables → ``frame`` (who may be asked) →
``sample`` → ``answer`` → ``statistics``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from alliances.analysis.tables import BASE, Tables, Worlds
from alliances.model.errors import refuse

Groups = Mapping[str, Mapping[str, str]]  # paths in words, by path, by group
Answer = Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]
Statistics = Callable[[pd.DataFrame], pd.DataFrame]
ESTIMATES = ["draw", "path", "estimate", "std_error", "p_value"]
LEAST = 1e-9  # change of a cause below which nothing was changed
CENSUS = 0  # seed of the answers when all eligible firms are asked


def simple_random(frame: pd.DataFrame, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """``size`` firms of the frame, each as likely as any other, in the frame's order."""
    return frame.iloc[np.sort(rng.choice(len(frame), size, replace=False))]


def as_they_are(firms: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Answers that are what the frame says, without a questionnaire between."""
    return firms.reset_index(drop=True)


def per_unit(change: float, cause: float) -> float:
    """An effect per unit of its cause; NaN where the cause did not change."""
    return change / cause if abs(cause) > LEAST else float("nan")


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A survey of firms; its functions are named ones of a module, so that other processes find them."""

    # whose it is, and who is asked
    name: str
    paper: str  # authors and year
    asked: str  # "firms that are abroad"
    frame: Callable[[Tables], pd.DataFrame]  # one row per firm that may be asked: firm_id, and what is known of it
    size: int  # firms in a sample
    draws: int = 10  # samples of each world
    sample: Callable[[pd.DataFrame, int, np.random.Generator], pd.DataFrame] = simple_random  # rows of the frame
    beside: Callable[[Tables], pd.DataFrame] | None = None  # a narrower frame, shown beside: survivors only
    scenario: str = "default"  # in which enough of them live
    world: str = BASE  # the one that is surveyed
    # how they answer, and what is computed
    answer: Answer = as_they_are  # rows of the frame to one row of answers each
    answer_without_style: Answer | None = None  # the same if nobody ticks high or low everywhere, where that can be
    variables: Mapping[str, str] = field(default_factory=dict)  # what the columns of the answers are
    statistics: Statistics  # the answers of one sample to rows of path, estimate, std_error, p_value
    reported: Mapping[str, float] = field(default_factory=dict)  # the paper's value by path
    # what is caused
    worlds: tuple[str, ...] = ()  # paired worlds, beside the one that is surveyed
    causal: str = ""  # the survey that asks the same where lots decide, if there is one
    effects: Callable[[Worlds], Mapping[str, float]] | None = None  # what is caused, by path, in the paths' units
    # words
    groups: Groups  # paths in words, by path, by group
    axes: tuple[str, ...] = ("estimate",)  # unit of all groups, or of each
    about: str = ""  # what a reader must know beside the tables
    tables: Callable[[pd.DataFrame], Mapping[str, pd.DataFrame]] | None = None  # more of the answers, by title
    scaled: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame] | None = None  # estimates, answers: for the axes

    @property
    def styles(self) -> tuple[bool, ...]:
        """With response style, and without it where the survey can tell them apart."""
        return (True,) if self.answer_without_style is None else (True, False)

    def respondents(
        self, frame: pd.DataFrame, seed: int, draws: int | None = None, size: int | None = None, style: bool = True
    ) -> pd.DataFrame:
        """The answers of ``draws`` samples, with ``draw`` as first column; the survey's own numbers if None.

        The same seed and draw give the same firms and the same noise. Raises ``InputError`` if fewer are eligible.
        """
        wanted = self.size if size is None else size
        if wanted > len(frame):
            refuse(f"size = {wanted} must be at most {len(frame)}, the number of {self.asked} that can be asked")
        samples = []
        for draw in range(self.draws if draws is None else draws):
            rng = np.random.default_rng([seed, draw])
            answers = self.answered(self.sample(frame, wanted, rng), rng, style)
            answers.insert(0, "draw", draw)
            samples.append(answers)
        return pd.concat(samples, ignore_index=True)

    def population(self, frame: pd.DataFrame, style: bool = True) -> pd.DataFrame:
        """The answers of all firms of the frame."""
        return self.answered(frame, np.random.default_rng(CENSUS), style)

    def answered(self, firms: pd.DataFrame, rng: np.random.Generator, style: bool) -> pd.DataFrame:
        """The answers of these firms, with or without response style."""
        return (self.answer if style or self.answer_without_style is None else self.answer_without_style)(firms, rng)

    def estimates(self, respondents: pd.DataFrame, statistics: Statistics | None = None) -> pd.DataFrame:
        """The statistics of every draw (the survey's own if None): columns ``ESTIMATES``."""
        found = []
        for draw, answers in respondents.groupby("draw", sort=True):
            rows = (statistics or self.statistics)(answers)
            found.append(rows.assign(draw=draw).reindex(columns=ESTIMATES))
        return pd.concat(found, ignore_index=True)

    def caused(self, worlds: Worlds) -> pd.DataFrame:
        """What is caused: path and effect; a path without a row has no paired world of its own."""
        found = self.effects(worlds) if self.effects else {}
        return pd.DataFrame({"path": list(found), "effect": [float(value) for value in found.values()]})

    def in_groups(self, paths: Iterable[str]) -> dict[str, dict[str, str]]:
        """Those of the paths that have words, in the groups' order; no group is empty."""
        known = set(paths)
        found = {
            group: {path: words for path, words in members.items() if path in known}
            for group, members in self.groups.items()
        }
        return {group: members for group, members in found.items() if members}
