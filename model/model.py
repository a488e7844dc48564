"""The model as Mesa users know it: a :class:`mesa.Model` around the engine.

State lives in records (see ``state``); agents are views made when somebody looks. What Mesa does with a model works:
``batch_run``, ``DataCollector``, ``AgentSet`` methods, SolaraViz.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import mesa
import numpy as np

from alliances.model.agents import Views
from alliances.model.collector import SummaryCollector
from alliances.model.compiling import call
from alliances.model.crew import Crew
from alliances.model.declarations import refuse
from alliances.model.engine import after_quarter, look_ahead
from alliances.model.geography import market_conditions
from alliances.model.identities import violations
from alliances.model.parameters import checked, null_form, packed, values
from alliances.model.policy import Known, Policy, checked_policies
from alliances.model.programmes import Programmes
from alliances.model.records import Recorder, signed
from alliances.model.register import named_firms
from alliances.model.room import with_room
from alliances.model.scenario import Scenario, countries_of, load_scenario
from alliances.model.setup import build_world, industry_names
from alliances.model.threads import checked_threads

LARGEST_SEED = 2**64 - 1


class AllianceModel(mesa.Model):
    """Firms that form, run and end strategic alliances and go abroad.

    One step is a quarter. The burn-in is simulated when the model is made, so step 0 starts in a settled world.

    Attributes:
        settings: the scenario as it is run.
        values: every parameter's value, by rule: ``model.values.trust.gain``.
        sources: where each value comes from that is not a default: scenario, set, or without RULE.
        policies: the scenario's policies and shocks, and those given.
        world: the state records.
        codes: the markets' country codes, by market number.
        datacollector: Mesa's, with the columns of the ``quarters`` table as model reporters.
    """

    def __init__(
        self,
        scenario: str | Scenario = "default",
        seed: int | None = None,
        firms: int | None = None,
        quarters: int | None = None,
        without: str | Iterable[str] = (),
        parameters: Mapping[str, float] | None = None,
        register: Mapping[str, Sequence[Any]] | None = None,
        record_every: int = 4,
        policies: Iterable[Policy | Mapping[str, Any]] = (),
        threads: int | None = None,
        rng: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Make a model and run its burn-in.

        Args:
            scenario: name of a shipped scenario, path of one's own, or a :class:`Scenario`.
            seed: seed of all luck, a whole number in [0, 2**64); drawn if None. ``rng`` is the same for Mesa 3.5.
            firms: number of firms at the start; the scenario's if None.
            quarters: steps after which ``running`` becomes False; the scenario's if None.
            without: a rule or rules to switch off (their null form).
            parameters: values by full name, ``{"trust.gain": 0.3}``; they go before the scenario's.
            register: firms of one's own instead of all others, columns of ``state.Firms``; what is missing is drawn.
            record_every: quarters between snapshots of firms, presences, markets and ties; 0 takes none.
            policies: policies and shocks beside the scenario's (see ``policy``), in the order in which they pay.
            threads: threads that a quarter runs on, with the same results for any number; if None, one for a small
                world, and for a large one as many as there are cores.
            kwargs: further parameters by full name, as ``mesa.batch_run`` passes them.

        Raises:
            InputError: for anything that cannot be used, in one line.
        """
        if seed is not None and rng is not None:
            refuse(f"seed = {seed!r} and rng = {rng!r} are both given; allowed: one of them")
        if isinstance(record_every, bool) or not isinstance(record_every, int) or record_every < 0:
            refuse(f"record_every = {record_every!r} is refused; allowed: a whole number of quarters, 0 for none")
        chosen = checked_seed(seed if rng is None else rng)
        super().__init__(rng=np.random.default_rng(chosen))
        self.seed = int(self.rng.integers(2**63)) if chosen is None else chosen
        self.settings = adjusted_scenario(scenario, firms, quarters)
        self._crew = Crew(checked_threads(threads, self.settings.firms), watchful=threads is None)
        self.without = (without,) if isinstance(without, str) else tuple(without)
        overrides, self.sources = merged_overrides(self.settings, self.without, {**(parameters or {}), **kwargs})
        self.values = values(overrides)
        self._p = packed(self.values)
        countries = countries_of(self.settings, self.seed)
        self.filled = countries.filled
        self.codes = np.array([country.iso3 for country in countries.countries], dtype=object)
        self.industries = industry_names()
        known = Known(tuple(self.codes), self.industries)
        self.policies = checked_policies((*self.settings.policies, *policies), known)
        self.programmes = Programmes(self.policies, known.codes, known.industries)
        homes = set(self.settings.homes)
        conditions = market_conditions(countries.countries, homes, self.settings.markets, self.values)
        self.quarter = -self.settings.burn_in
        named = named_firms(self.settings.firms_file, known, self.values) if register is None else None
        self.world = build_world(
            conditions, self.values, self.seed, self.settings.firms, named or register, self.quarter,
            len(self.policies), others=named is not None,
        )  # fmt: skip
        self.programmes.open(self.world)
        self.recorder = Recorder(record_every)
        self._views = Views(self)
        self._burn_in()
        self.datacollector = SummaryCollector()
        self.running = self.quarter < self.settings.quarters

    def step(self) -> None:
        """Advance one quarter."""
        self._advance()
        self.recorder.record(self.world, self.quarter - 1)
        self.datacollector.collect(self)
        self.running = self.quarter < self.settings.quarters

    def run(self, quarters: int | None = None, progress: Callable[[int, int], None] | None = None) -> AllianceModel:
        """Step until the scenario's end, or ``quarters`` times; ``progress(done, all)`` is called after each."""
        total = max(self.settings.quarters - self.quarter, 0) if quarters is None else quarters
        for done in range(1, total + 1):
            self.step()
            if progress is not None:
                progress(done, total)
        return self

    def change(self, parameters: Mapping[str, float]) -> None:
        """Set parameters from the next quarter on, by full name; the rest stays as it is.

        What a parameter has already done stays done: markets, for one, are built when the model is made.
        """
        given = {name: checked(name, value) for name, value in parameters.items()}
        now = {f"{rule}.{name}": value for rule in self.values._fields
               for name, value in getattr(self.values, rule)._asdict().items()}
        self.values = values({**now, **given})
        self.sources |= dict.fromkeys(given, f"changed in quarter {self.quarter}")
        self._p = packed(self.values)
        call(look_ahead, self.world, self._p, *Crew().members(self.world), self.quarter)

    def _burn_in(self) -> None:
        """Let the world settle, unrecorded."""
        while self.quarter < 0:
            self._advance()

    def _advance(self) -> None:
        """One quarter of the engine."""
        if self.policies:
            self.world = with_room(self.world)
            self.programmes.take_effect(self.world, self.values, self.quarter)
        self.world = after_quarter(self.world, self._p, self.quarter, self._crew)
        self.quarter += 1

    @property
    def scenario(self) -> None:
        """None: scenarios of Mesa 3.5 play no part (its SolaraViz would put one in place of ours at Reset)."""

    @scenario.setter
    def scenario(self, value: object) -> None:
        """Ignore Mesa's own."""

    @property
    def agents(self) -> Any:
        """Living firms and signed alliances as an AgentSet of views, made on first look in each quarter."""
        return self._views.everyone()

    @property
    def agents_by_type(self) -> Any:
        """The same by class: ``Firm`` and ``Alliance``."""
        return self._views.by_type()

    @property
    def agent_types(self) -> list[type]:
        """The classes of agents."""
        return list(self._views.by_type())

    def tables(self) -> dict[str, Any]:
        """All result tables as pandas DataFrames by name; ``alliances outcomes`` lists their columns."""
        from alliances.model.tables import tables

        return tables(self)

    def network(self) -> Any:
        """Living firms and the alliances between them as a :class:`networkx.Graph`.

        Nodes carry home, industry and assets; an edge's ``alliances`` lists the ids of the alliances two firms share.
        """
        import networkx as nx

        graph = nx.Graph()
        firms = self.world.firms
        for f in np.flatnonzero(firms["alive"][: self.world.counts[0]["firms"]]).tolist():
            graph.add_node(
                f,
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




def checked_seed(seed: Any) -> int | None:
    """The seed as a whole number in [0, 2**64), or None."""
    if seed is None:
        return None
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed <= LARGEST_SEED:
        refuse(f"seed = {seed!r} is refused; allowed: a whole number in [0, 2**64)")
    return int(seed)


def adjusted_scenario(scenario: str | Scenario, firms: int | None, quarters: int | None) -> Scenario:
    """The scenario with another number of firms or quarters, where given."""
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    changes = {name: value for name, value in (("firms", firms), ("quarters", quarters)) if value is not None}
    return replace(chosen, **changes) if changes else chosen  # type: ignore[arg-type]


def merged_overrides(
    scenario: Scenario, without: Iterable[str], given: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, str]]:
    """All values that are not defaults, and where each comes from; what is given last goes first."""
    overrides: dict[str, float] = dict(scenario.parameters)
    sources = dict.fromkeys(overrides, "scenario")
    for rule in without:
        nulls = null_form(rule)
        overrides |= nulls
        sources |= dict.fromkeys(nulls, f"without {rule}")
        if clash := sorted(set(nulls) & set(given)):
            refuse(f"{clash[0]} is set, but rule '{rule}' is switched off; drop one of the two")
    return {**overrides, **given}, {**sources, **dict.fromkeys(given, "set")}
