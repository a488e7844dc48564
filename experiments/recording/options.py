"""Why a firm goes abroad or stays at home: the options that it would compare if it looked at all markets now."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from alliances.analysis.wording import shown
from alliances.experiments.recording.endings import chance_told, counted
from alliances.model.declarations.codes import EXPORT, MODES, NOBODY
from alliances.model.declarations.parameters import packed
from alliances.model.engine.compiling import call
from alliances.model.errors import refuse
from alliances.model.rules import entry_mode
from alliances.model.simulation import Simulation
from alliances.model.steps.questions import OPTIONS, TERMS, weigh_options
from alliances.model.world.scenario import countries_of

BY = {"export": "exporting", "contractual": "going with a partner", "wholly_owned": "a unit of its own"}


class Option(NamedTuple):
    """A way into one market, as a firm would see it now; money in million USD."""

    market: str  # country code
    country: str
    mode: str
    payable: bool
    chance: float  # of choosing it, were it the only option, against staying as the firm is
    benefit: float  # a year, before running cost
    running: float  # a year
    sunk: float  # once

    @property
    def says(self) -> str:
        """The same in words."""
        way = f"{BY[self.mode]} in {self.country}"
        if not self.payable:
            return f"{way}: its cash does not cover the {money(self.sunk)} that entry costs"
        brings = f"brings {money(self.benefit)} a year, costs {money(self.running)} a year and {money(self.sunk)} once"
        return f"{way}: {brings}; chance {chance_told(self.chance)} in a review"


def options_of(simulation: Simulation, firm: int) -> list[Option]:
    """All options of a firm, the likeliest first; ``InputError`` unless it lives."""
    living(simulation, firm)
    answers = np.zeros((len(simulation.codes), len(OPTIONS), len(TERMS)))
    call(weigh_options, simulation.world, packed(simulation.values), firm, answers)
    names = [country.name for country in countries_of(simulation.settings, simulation.seed).countries]
    told = []
    for market, n in zip(*np.nonzero(answers[:, :, 0]), strict=True):
        _, payable, weight, benefit, running, sunk = answers[market, n].tolist()
        chance = entry_mode.choice_probability(weight)
        mode = MODES[OPTIONS[n]]
        told.append(
            Option(str(simulation.codes[market]), names[market], mode, payable > 0, chance, benefit, running, sunk)
        )
    return sorted(told, key=lambda one: (-one.chance, one.sunk))


def firm_sentence(simulation: Simulation, firm: int) -> str:
    """Where a firm stands, and why it goes further or does not."""
    row = simulation.world.firms[firm]
    names = [country.name for country in countries_of(simulation.settings, simulation.seed).countries]
    industry = simulation.industries[row["industry"]].replace("_", " ")
    who = f"Firm {firm} ({names[row['home']]}, {industry}, assets {money(float(row['assets']))})"
    if not row["alive"]:
        return f"{who} has closed."
    options = options_of(simulation, firm)
    stands = f"{who} {position(simulation, firm, names)}"
    if not any(one.payable for one in options):
        cheapest = min(options, key=lambda one: one.sunk, default=None)
        if cheapest is None:
            return f"{stands}; there is no further market that it could enter."
        return f"{stands}; it cannot pay for any further step: the cheapest, {BY[cheapest.mode]} in " + (
            f"{cheapest.country}, costs {money(cheapest.sunk)} once."
        )
    return f"{stands}; the best further step it could take now is {options[0].says}."


def position(simulation: Simulation, firm: int, names: list[str]) -> str:
    """Where a firm is abroad."""
    presence, at = simulation.world.presence, []
    row = int(simulation.world.firms["first_presence"][firm])
    while row != NOBODY:
        if presence["mode"][row] >= EXPORT:
            with_whom = "" if presence["alliance"][row] == NOBODY else f" in alliance {presence['alliance'][row]}"
            since = f"since quarter {presence['since'][row]}"
            mode = MODES[presence["mode"][row]].replace("_", " ")
            at.append(f"{names[presence['market'][row]]} ({mode}{with_whom}, {since})")
        row = int(presence["next_presence"][row])
    if not at:
        return "sells at home only"
    return f"is in {counted(len(at))} foreign market{'s' if len(at) > 1 else ''}: {', '.join(sorted(at))}"


def living(simulation: Simulation, firm: int) -> None:
    """Raise ``InputError`` unless a firm of this id is alive."""
    count = int(simulation.world.counts[0]["firms"])
    if not 0 <= firm < count:
        refuse(f"firm {firm} is not there; it must be 0 to {count - 1}")
    if not simulation.world.firms["alive"][firm]:
        refuse(f"firm {firm} does not live in quarter {simulation.quarter}; it must be one that does")


def money(value: float) -> str:
    """An amount with its unit."""
    return f"{shown(value)} million USD"
