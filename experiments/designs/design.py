"""Designs of sweeps: what is varied and how, told by one small file, the same on every machine.

A design is a TOML file with tables ``[design]``, ``[sampler]``, ``[settings]`` and ``[factors]``. Everything is checked
before anything runs: what cannot be used is an ``InputError`` of one line that says where it is and what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliances.analysis.run_outcomes import check_outcomes
from alliances.experiments.designs.factors import Factor, divided, with_markets
from alliances.experiments.designs.file import DesignFile, Header, factors_of, shipped_designs
from alliances.experiments.designs.sampling import MOST_POINTS, Sampler, count_points, sampled
from alliances.experiments.ensemble import Member, load_ensemble
from alliances.model.arguments import adjusted_scenario, merged_overrides
from alliances.model.declarations.parameters import RULES, declared, null_form, values
from alliances.model.declarations.typed import read, typed
from alliances.model.engine.memory import GIGABYTE
from alliances.model.errors import at, refuse
from alliances.model.policies.world_policies import Known, checked_policies
from alliances.model.world.scenario import countries_of, load_scenario
from alliances.model.world.setup import industry_names
from alliances.model.world.toml_files import load

if TYPE_CHECKING:
    import pandas as pd

MIDDLE = 0.5
MOST_RUNS = 10_000_000
A_RUN = 200
"""Bytes that a run's name takes, among those to do and those done."""


@typed
class Design(Header):
    """What is varied, how points are chosen, how often each is run, and what is measured."""

    name: str
    factors: tuple[Factor, ...]
    sampler: Sampler
    settings: dict[str, float] = field(default_factory=dict)  # the same in every run, by full name

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless all parts can be used together."""
        self._check_factors()
        for name in self.scenarios:
            self._check_world(name)
        with at("sampler"):
            if self.n_points > MOST_POINTS:
                refuse(f"the design has {self.n_points} points; it must have at most {MOST_POINTS}")
        with at("design.replicates"):
            if self.expected > MOST_RUNS:
                refuse(
                    f"the design has {self.expected:,} runs ({self.n_points:,} points x {self.replicates} replicates), "
                    f"whose list would need about {self.expected * A_RUN / GIGABYTE:,.0f} GB of memory; "
                    f"it must have at most {MOST_RUNS:,}"
                )

    def _check_factors(self) -> None:
        """Raise ``InputError`` unless there are factors, each named once and not fixed as well."""
        with at("factors"):
            if not self.factors:
                refuse("[factors] is empty; it must name at least one factor")
            names = [one.name for one in self.factors]
            if twice := [name for name in names if names.count(name) > 1 or name in self.settings]:
                refuse(f"{twice[0]} is a factor twice, or fixed as well; it must be named once")

    def _check_world(self, name: str) -> None:
        """Raise ``InputError`` unless a scenario can be run with the settings and each factor, and be measured."""
        with at("design.scenario"):
            scenario = load_scenario(name)
            scenario = adjusted_scenario(scenario, self.firms, self.quarters)
        with at("design.policies"):
            codes = tuple(country.iso3 for country in countries_of(scenario, self.first_seed).countries)
            checked_policies((*scenario.policies, *self.policies), Known(codes, industry_names()))
        with at("design.outcomes"):
            check_outcomes(self.outcomes, scenario.quarters)
        for kind, settings in [("settings", self.settings), *(("factors", {f.name: f.low}) for f in self.factors)]:
            with at(f"{kind}.{next(iter(settings), '')}"):
                parameters, markets = divided(settings)
                with_markets(scenario, markets)
                merged_overrides(scenario, self.without, parameters)
        with at("settings"):
            values(merged_overrides(scenario, self.without, divided(self.settings)[0])[0])

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The members of the ensemble; one that gives nothing if there is none."""
        return load_ensemble(self.ensemble) if self.ensemble else ({},)

    def member(self, replicate: int) -> Member:
        """What the ensemble gives to a replicate: not what the design fixes, varies or switches off."""
        own = {*self.settings, *(one.name for one in self.factors)}
        off = {name for rule in self.without for name in null_form(rule)}
        given = self.members[replicate % len(self.members)]
        return {name: value for name, value in given.items() if name not in own | off}

    @cached_property
    def n_points(self) -> int:
        """How many points there are, all scenarios together."""
        return sum(count_points(self.sampler, self.factors, self.base(name)) for name in self.scenarios)

    @property
    def expected(self) -> int:
        """How many runs there are: points times replicates."""
        return self.n_points * self.replicates

    def base(self, scenario: str) -> dict[str, float]:
        """The value of each factor where nothing is varied: the scenario's, else the declared one.

        A setting of markets has none, unless the scenario sets it: there it is the middle of the range.
        """
        chosen = load_scenario(scenario)
        given = dict(chosen.parameters)
        for code, settings in chosen.markets.items():
            given |= {f"markets.{code}.{name}": value for name, value in settings.items()}
        known = declared()
        return {
            one.name: given.get(one.name, float(known[one.name]) if one.name in known else one.at(MIDDLE))
            for one in self.factors
        }

    def seed(self, point: int, replicate: int) -> int:
        """The seed of a replicate at a point: by default the same one at every point."""
        if self.seeds == "paired":
            return self.first_seed + replicate
        from numpy.random import SeedSequence

        drawn = SeedSequence(self.first_seed, spawn_key=(point, replicate)).generate_state(1, "uint64")
        return int(drawn[0]) >> 1  # fits a column of signed 64 bits

    def document(self) -> dict[str, Any]:
        """The design as the tables of its TOML file, ready for JSON; ``design_from`` makes the same design of it."""
        said = {one.name: getattr(self, one.name) for one in fields(Header)}
        said |= {"scenario": said.pop("scenarios"), "policies": [policy.told() for policy in self.policies]}
        lists = {key: list(value) for key, value in said.items() if isinstance(value, tuple)}
        return {
            "design": {key: value for key, value in {**said, **lists}.items() if value not in (None, "")},
            "sampler": self.sampler.parts(),
            "settings": dict(self.settings),
            "factors": {one.name: one.parts() for one in self.factors},
        }


def load_design(name_or_path: str | Path) -> Design:
    """The shipped design of this name, or the one in this TOML file; ``InputError`` if it cannot be used."""
    return load("design", name_or_path, shipped_designs(), design_from)


def design_from(document: Mapping[str, Any], path: Path) -> Design:
    """The design that a parsed TOML file describes; its name is the file's, and its own scenarios lie beside it."""
    file = read(DesignFile, document, path.parent)
    factors = factors_of(file.factors, file.settings, file.design.without)
    return Design(name=path.stem, **vars(file.design), sampler=file.sampler, settings=file.settings, factors=factors)


def points(design: Design) -> pd.DataFrame:
    """The points of a design: index ``point``, one column per factor, before them ``scenario`` if there are several.

    Raises ``InputError`` if a point's values contradict each other by a rule's own account.
    """
    import pandas as pd

    parts = []
    for name in design.scenarios:
        drawn = sampled(design.sampler, design.factors, design.base(name))
        refuse_contradictions(design, name, drawn)
        parts.append(drawn if len(design.scenarios) == 1 else drawn.assign(scenario=name))
    together = pd.concat(parts, ignore_index=True)
    if "scenario" in together:
        together.insert(0, "scenario", together.pop("scenario"))
    return together.rename_axis("point")


def refuse_contradictions(design: Design, scenario: str, drawn: pd.DataFrame) -> None:
    """Raise ``InputError`` naming the first point whose values a rule cannot hold together."""
    fixed, _ = divided(design.settings)
    now = values(merged_overrides(load_scenario(scenario), design.without, fixed)[0])
    for rule, module in RULES.items():
        names = [one.name for one in design.factors if one.group == rule]
        if not names or not hasattr(module, "contradiction"):
            continue  # most rules hold any values together
        group, fields = getattr(now, rule), [name.partition(".")[2] for name in names]
        rows = drawn[names].itertuples(index=False, name=None)
        said = [module.contradiction(group._replace(**dict(zip(fields, row, strict=True)))) for row in rows]
        if wrong := [(number, clash) for number, clash in enumerate(said) if clash]:
            refuse(
                f"{rule}: {wrong[0][1]} at point {wrong[0][0]}, and so at {len(wrong)} of {len(said)} points; "
                f"the ranges of {', '.join(names)} must fit together at every point"
            )
