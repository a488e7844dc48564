"""Firms of the user's own in a world: how they join it, and how they come through the burn-in.

They are the first of the world, and at the first recorded quarter each is there as it was given. Until then they are
held: none closes, nobody is founded in their stead, and after every quarter of the burn-in what was given of them is
what it was, while ties, presences and knowledge of markets come about around them as for any other firm.

What was not given, the model fills. A size or an age is that of firms that are alike (see ``settled``), and is held
like one that was given. All else is drawn as for any firm, resources and planning for the firm's size, and moves on by
the rules.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from alliances.model.declarations.codes import RESOURCES
from alliances.model.declarations.parameters import packed
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.records.state import World
from alliances.model.rules import QUARTERS_PER_YEAR, firm_demography
from alliances.model.steps.new_firms import draw_planning, draw_resources
from alliances.model.steps.standing import refresh_standing
from alliances.model.world.settled import Settled, quarter_founded, years

TRAITS = (
    "assets", "founded", "resources", "aptitude", "international_experience", "planning", "opportunism",
    "risk_tolerance", "reputation", "dedicated_function",
)  # fmt: skip
"""Columns of firms that can be given."""
SHOWN = {"founded": "age_years"}
"""What the user calls them, where that is another name."""


@dataclass(frozen=True, eq=False)
class OwnFirms:
    """What is known of the user's firms.

    Attributes:
        names: one per firm, as shown in the tables.
        home, industry: their numbers, (firms,).
        traits: of ``TRAITS``, those of which something is known, (firms,) or (firms, resources); NaN where not given.
        footprint: foreign markets that each serves as a buyer, one bit each, (firms,); 0 for none.
    """

    names: tuple[str, ...]
    home: np.ndarray
    industry: np.ndarray
    traits: Mapping[str, np.ndarray]
    footprint: np.ndarray | int = 0

    def __len__(self) -> int:
        """How many firms there are."""
        return len(self.names)

    def given(self, trait: str) -> np.ndarray:
        """Where a trait is given, of the same shape."""
        wide = (len(self), len(RESOURCES)) if trait == "resources" else (len(self),)
        return ~np.isnan(self.traits[trait]) if trait in self.traits else np.zeros(wide, np.bool_)

    @property
    def filled(self) -> dict[str, int]:
        """Of how many firms the model filled a trait, by its name."""
        missing = {trait: ~self.given(trait) for trait in TRAITS}
        resources = dict(zip(RESOURCES, missing.pop("resources").sum(axis=0).tolist(), strict=True))
        counts = {trait: int(cells.sum()) for trait, cells in missing.items()}
        return {SHOWN.get(name, name): count for name, count in {**counts, **resources}.items() if count}

    @property
    def complete(self) -> bool:
        """Whether size and age of all are given."""
        return bool(self.given("assets").all() and self.given("founded").all())

    def join(self, world: World, p: Any, first_step: int, settled: Settled | None) -> None:
        """Take the first rows of a world whose firms were all drawn, and be held there.

        Where they are not ``complete``, size and age are filled from ``settled``; if all had closed there, as drawn.
        """
        rows = world.firms[: len(self)]
        drawn = rows[["assets", "founded"]].copy()
        rows["home"], rows["industry"], rows["footprint"] = self.home, self.industry, self.footprint
        for trait in TRAITS:
            self.put(rows, trait)
        if settled is not None and len(settled.age):
            self.fill(rows, drawn, first_step, settled, p)
        call(fit_to_size, world, packed(p), len(self))
        for trait in ("resources", "planning"):
            self.put(rows, trait)
        rows["endowment"] = rows["resources"]
        world.counts["held"] = len(self)

    def fill(self, rows: np.ndarray, drawn: np.ndarray, first_step: int, settled: Settled, p: Any) -> None:
        """Give those of unknown size or age the size and age of firms that are alike; their draws say of which."""
        sized, aged, rule = self.given("assets"), self.given("founded"), p.firm_demography
        for f in np.flatnonzero(~(sized & aged)).tolist():
            industry, row = int(self.industry[f]), rows[f]
            if not aged[f]:
                drawn_years = (first_step - 1 - int(drawn["founded"][f])) / QUARTERS_PER_YEAR
                place = 1 - math.exp(-drawn_years / max(rule.mean_age, 1e-9))
                known = float(row["assets"]) if sized[f] else math.nan
                row["founded"] = quarter_founded(settled.age_of(industry, known, place))
            if not sized[f]:
                size = firm_demography.relative_size(float(drawn["assets"][f]), rule)
                place = (1 + math.erf(size / math.sqrt(2))) / 2
                row["assets"] = settled.size_of(industry, float(years(row["founded"])), place)

    def put(self, rows: np.ndarray, trait: str) -> None:
        """Write what is given of a trait."""
        if trait in self.traits:
            given = self.given(trait)
            rows[trait][given] = self.traits[trait][given]


class Held:
    """Own firms during the burn-in."""

    def __init__(self, own: OwnFirms, world: World) -> None:
        """As they have joined the world."""
        rows = world.firms[: len(own)]
        self.kept = {trait: own.given(trait) for trait in TRAITS} | {"endowment": own.given("resources")}
        self.kept["assets"] = self.kept["founded"] = np.ones(len(own), np.bool_)
        self.start = {trait: rows[trait].copy() for trait in self.kept}

    def keep(self, world: World, kernel_p: Any) -> None:
        """After a quarter: what was given is as it was, and so are size and age."""
        for trait, kept in self.kept.items():
            world.firms[trait][: len(kept)][kept] = self.start[trait][kept]
        call(refresh_held, world, kernel_p)

    @staticmethod
    def release(world: World) -> None:
        """Let them live on like any other firm."""
        world.counts["held"] = 0


@entry_point
def fit_to_size(world, parameters, own):
    """Draw planning and resources of the first so many firms again, for the sizes that they have."""
    p, firms = parameters[0], world.firms
    for f in range(own):
        size = firm_demography.relative_size(firms.assets[f], p.firm_demography)
        draw_planning(world, p, f, size)
        draw_resources(world, p, f, size)


@entry_point
def refresh_held(world, parameters):
    """Work out anew what follows from what is given of the firms that are held."""
    for f in range(world.counts.held[0]):
        refresh_standing(world, parameters[0], f)
