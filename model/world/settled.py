"""Which sizes go with which ages: what the model knows of a firm whose size or age the user does not.

It is read off a world of the same scenario and parameters without firms of the user's own, once it has settled. A
firm of unknown size gets the assets of one of its industry and about its age, a firm of unknown age the age of one
about its size. Which of them follows from the firm's own draw, so that it is the same in every version of a world.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from alliances.model.records.state import World, in_use
from alliances.model.rules import QUARTERS_PER_YEAR

FIRMS = 2000
"""Firms of the settled world."""
ALIKE = 50
"""Firms of it that count as alike."""


class Settled(NamedTuple):
    """The living firms of a settled world."""

    industry: np.ndarray
    size: np.ndarray  # log of assets
    age: np.ndarray  # years

    @classmethod
    def of(cls, world: World) -> Settled:
        """Those of a world at the end of its burn-in."""
        firms = world.firms[in_use(world, "living")]
        return cls(firms["industry"].copy(), np.log(np.maximum(firms["assets"], TINY)), years(firms["founded"]))

    def alike(self, industry: int, trait: str, value: float) -> np.ndarray:
        """Firms of an industry that are nearest in age or size to a value; all of it if that is not known."""
        rows = np.flatnonzero(self.industry == industry)
        rows = rows if len(rows) >= ALIKE else np.arange(len(self.industry))
        if math.isnan(value):
            return rows
        apart = np.abs(getattr(self, trait)[rows] - value)
        return rows[np.argsort(apart, kind="stable")[:ALIKE]]

    def size_of(self, industry: int, age: float, place: float) -> float:
        """Assets in million USD at a place in (0, 1) among firms of an industry and age."""
        return math.exp(np.quantile(self.size[self.alike(industry, "age", age)], place))

    def age_of(self, industry: int, assets: float, place: float) -> float:
        """Age in years at a place in (0, 1) among firms of an industry and size; NaN for a size that is not known."""
        return float(np.quantile(self.age[self.alike(industry, "size", math.log(assets))], place))


TINY = 1e-300


def years(founded: np.ndarray) -> np.ndarray:
    """Age at the end of the burn-in, in years."""
    return (-1 - founded) / QUARTERS_PER_YEAR


def quarter_founded(age: float) -> int:
    """The quarter in which a firm was founded that has this age at the end of the burn-in."""
    return -1 - round(age * QUARTERS_PER_YEAR)
