"""One run of the model: a world, the scenario and rules by which it goes on, and what is kept of it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from alliances.model.arguments import adjusted_scenario, checked_seed, merged_overrides, named, settings_of
from alliances.model.declarations.parameters import checked, packed, values
from alliances.model.engine.layout import enlarged
from alliances.model.engine.memory import check_firms
from alliances.model.errors import whole
from alliances.model.extension import Mechanism
from alliances.model.mechanisms import Mechanisms
from alliances.model.plugins import brought, load_for_workers
from alliances.model.policies.policy import Policy, policies_of
from alliances.model.policies.programmes import Programmes
from alliances.model.policies.world_policies import Known, checked_policies
from alliances.model.quarter import go_on, roomy
from alliances.model.records.identities import violations
from alliances.model.records.recorder import Recorder
from alliances.model.records.state import World, signed
from alliances.model.world.firm_file import own_firms
from alliances.model.world.geography import market_conditions
from alliances.model.world.own_alliances import OwnAlliance, read_alliances
from alliances.model.world.own_firms import Held
from alliances.model.world.own_network import stay_apart, with_network
from alliances.model.world.scenario import Scenario, countries_of
from alliances.model.world.settled import FIRMS, Settled
from alliances.model.world.setup import build_world, industry_names

START = -1
"""The quarter that ends the burn-in; worlds with firms of the user's own are recorded in it."""


class Simulation:
    """Firms that form, run and end strategic alliances and go abroad, quarter by quarter.

    The burn-in is simulated when it is made, so step 0 starts in a settled world.

    Attributes:
        settings: the scenario as it is run.
        seed: the seed of all random draws.
        values: every parameter's value, by rule: ``values.trust.gain``.
        sources: where each value comes from that is not a default: scenario, set, or without RULE.
        policies: the scenario's policies and shocks, and those given.
        world: the state.
        codes: the markets' country codes, by market number.
        industries: names of the industries, by number.
        own_firms: the user's firms as they were given; None if there are none.
        own_alliances: the alliances that these start with; None if nothing is said of them.
        quarter: the quarter that comes next.
    """

    def __init__(
        self,
        scenario: str | Scenario = "default",
        seed: int = 1,
        *,
        firms: int | None = None,
        quarters: int | None = None,
        without: str | Iterable[str] = (),
        parameters: Mapping[str, float] | None = None,
        register: Any = None,
        record_every: int = 4,
        policies: Iterable[Policy | Mapping[str, Any]] = (),
        mechanisms: Iterable[Mechanism] | None = None,
    ) -> None:
        """Make a world and run its burn-in; arguments are those of ``AllianceModel``.

        Raises:
            InputError: for anything that cannot be used, in one line.
        """
        each = whole("record_every", record_every, 0, allowed="a whole number of quarters, 0 for none")
        load_for_workers()
        self.seed = checked_seed(seed)
        self.mechanisms = Mechanisms(brought(Mechanism) if mechanisms is None else mechanisms)
        self.settings = adjusted_scenario(scenario, firms, quarters)
        self.without = named(without)
        overrides, self.sources = merged_overrides(self.settings, self.without, settings_of(parameters))
        self.values = values(overrides)
        countries = countries_of(self.settings, self.seed)
        self.filled = countries.filled
        self.codes = np.array([country.iso3 for country in countries.countries], dtype=object)
        self.industries = industry_names()
        known = Known(tuple(self.codes), self.industries)
        self.policies = checked_policies((*self.settings.policies, *policies_of(policies)), known)
        self.programmes = Programmes(self.policies, known.codes, known.industries)
        homes = set(self.settings.homes)
        conditions = market_conditions(countries.countries, homes, self.settings.markets, self.values)
        self.quarter = -self.settings.burn_in
        self.own_firms = own_firms(
            register, self.settings.firms_file, known, self.values, self.settings.first_year
        )  # fmt: skip
        if register is not None and firms is None:
            self.settings = replace(self.settings, firms=len(self.own_firms or ()))
        self.own_alliances = self.read_network(register)
        check_firms(max(self.settings.firms, len(self.names)))
        self.world = self.programmes.open(build_world(
            conditions, self.values, self.seed, self.settings.firms, self.own_firms, self.quarter,
            others=register is None, settled=self.settled(overrides),
        ))  # fmt: skip
        self.mechanisms.open(len(self.world.firms))
        self.recorder = Recorder(each)
        self._p = packed(self.values)
        self.burn_in()

    def burn_in(self) -> None:
        """Let the world settle; the user's own firms are held meanwhile, and recorded as they begin."""
        held = Held(self.own_firms, self.world) if self.own_firms else None
        apart = {} if self.own_alliances is None else {"search_partners": keep_apart}
        while self.quarter < 0:
            self.advance(apart)
            if held:
                held.keep(self.world, self._p)
        if self.own_alliances:
            self.world = with_network(self.world, self._p, self.own_alliances)
        if held:
            held.release(self.world)
            self.recorder.record_start(self.world, len(self.names), START)
            if self.recorder.takes_snapshot(START):
                self.mechanisms.snapshot(self.world)

    def read_network(self, register: Any) -> list[OwnAlliance] | None:
        """The alliances that the user's own firms start with; None if nothing is said of them."""
        file = self.settings.alliances_file
        if file is None or register is not None:
            return None
        return read_alliances(Path(file), self.names, list(self.codes), self.settings.first_year)

    def settled(self, parameters: dict[str, float]) -> Settled | None:
        """What firms are like after the burn-in of this world without the user's own; None if all is known of these."""
        if self.own_firms is None or self.own_firms.complete:
            return None
        changes = {
            "firms": FIRMS, "firms_file": None, "alliances_file": None, "policies": (), "parameters": parameters,
        }  # fmt: skip
        drawn = replace(self.settings, **changes)  # type: ignore[arg-type]
        return Settled.of(Simulation(drawn, self.seed, record_every=0, mechanisms=self.mechanisms.all).world)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the user's own firms, which are the first; empty if there are none."""
        return self.own_firms.names if self.own_firms else ()

    @property
    def running(self) -> bool:
        """Whether the scenario's end is still ahead."""
        return self.quarter < self.settings.quarters

    def step(self, after: Mapping[str, Callable[[Simulation], None]] | None = None) -> None:
        """Advance one quarter, and keep what it brought.

        ``after`` says what else is done to this simulation in its course, after the phases of these names.
        """
        self.advance(after)
        self.recorder.record(self.world, self.quarter - 1)
        self.mechanisms.record(self)

    @property
    def own(self) -> Mapping[str, np.ndarray]:
        """The own columns of each mechanism by its name, one record per firm."""
        return self.mechanisms.own

    def run(self, quarters: int | None = None, progress: Callable[[int, int], None] | None = None) -> Simulation:
        """Step until the scenario's end, or ``quarters`` times; ``progress(done, all)`` is called after each."""
        left = max(self.settings.quarters - self.quarter, 0)
        total = left if quarters is None else whole("quarters", quarters, 0)
        for done in range(1, total + 1):
            self.step()
            if progress is not None:
                progress(done, total)
        return self

    def advance(self, after: Mapping[str, Callable[[Simulation], None]] | None = None) -> None:
        """Advance one quarter, unrecorded; ``after`` as in ``step``."""
        self.world = roomy(self.world, self.quarter)
        if self.policies:
            self.programmes.take_effect(self.world, self.values, self.quarter)
        self.mechanisms.make_room(len(self.world.firms))
        first = 0
        for place, happen in self.mechanisms.between(after or {}):
            go_on(self.world, self._p, self.quarter, first, place)
            happen(self)
            first = place
        go_on(self.world, self._p, self.quarter, first)
        self.quarter += 1

    def change(self, parameters: Mapping[str, float]) -> None:
        """Set parameters from the next quarter on, by full name; the rest stays as it is.

        What a parameter has already done stays done: markets, for one, are built when the world is made.
        """
        given = {name: checked(name, value) for name, value in parameters.items()}
        now = {f"{rule}.{name}": value for rule in self.values._fields
               for name, value in getattr(self.values, rule)._asdict().items()}  # fmt: skip
        self.values = values({**now, **given})
        self.sources |= dict.fromkeys(given, f"changed in quarter {self.quarter}")
        self._p = packed(self.values)

    def add_policies(self, policies: Iterable[Policy | Mapping[str, Any]]) -> None:
        """Let policies that have not started join those there are, and pay after them.

        All goes on as if they had been there from the first quarter. ``InputError`` for what cannot be used.
        """
        made = checked_policies((*self.policies, *policies_of(policies)), Known(tuple(self.codes), self.industries))
        added = made[len(self.policies) :]
        if late := [policy for policy in added if policy.first_step < self.quarter]:
            raise late[0].refusal(f"start = {late[0].start:g} is over; it must be in quarter {self.quarter} or later")
        self.policies, self.programmes = made, self.programmes.fork(added)
        self.world = self.programmes.open(self.world)

    def fork(self) -> Simulation:
        """A simulation that goes on from here by itself, with the same random draws.

        Change a parameter (``change``), add a policy (``add_policies``), or set a value in ``world`` of either, and see
        what follows. Two forks without a change stay equal bit for bit.
        """
        forked = copy.copy(self)
        forked.world = copied(self.world)
        forked.sources = dict(self.sources)
        forked.programmes = self.programmes.fork()
        forked.recorder = self.recorder.fork()
        forked.mechanisms = self.mechanisms.fork()
        return forked

    def tables(self) -> dict[str, Any]:
        """All result tables as pandas DataFrames by name; ``alliances outcomes`` lists their columns."""
        from alliances.model.records.tables import tables

        return tables(self)

    def network(self) -> Any:
        """Living firms and the alliances between them as a :class:`networkx.Graph`.

        Nodes carry home, industry, assets, and the name of a firm of the user's own; an edge's ``alliances`` lists the
        ids of the alliances two firms share.
        """
        import networkx as nx

        graph = nx.Graph()
        firms = self.world.firms
        for f in self.world.living[: self.world.counts[0]["living"]].tolist():
            graph.add_node(
                f,
                **({"name": self.names[f]} if f < len(self.names) else {}),
                home=self.codes[firms["home"][f]],
                industry=self.industries[firms["industry"][f]],
                assets=float(firms["assets"][f]),
            )
        for a in signed(self.world).tolist():
            partners = self.world.alliances["partners"][a][: self.world.alliances["n_partners"][a]].tolist()
            for n, first in enumerate(partners):
                for second in partners[n + 1 :]:
                    if graph.has_edge(first, second):
                        graph.edges[first, second]["alliances"].append(a)
                    else:
                        graph.add_edge(first, second, alliances=[a])
        return graph

    def check(self) -> list[str]:
        """What is wrong with the books right now, one sentence each; empty when all identities hold."""
        return violations(self)


def keep_apart(simulation: Simulation) -> None:
    """Let the user's own firms form no alliances but those that they were given."""
    stay_apart(simulation.world, len(simulation.names))


def copied(world: World) -> World:
    """A world of its own; only what is in use is copied, and of awards the room beyond, which has to be blank."""
    counts = world.counts[0]
    used = {name: int(counts[name]) for name in (counts.dtype.names or ()) if hasattr(world, name)}
    shared = ("seed", "new_firm", "new_alliance", "between")  # nobody changes them
    arrays: dict[str, Any] = {name: array for name, array in world._asdict().items() if name not in shared}
    for name, array in arrays.items():
        arrays[name] = enlarged(array, used.get(name, len(array)), len(array))
    return world._replace(**arrays)
