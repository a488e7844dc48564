"""The model as Mesa users know it: a :class:`mesa.Model` around a simulation.

Agents are views made when somebody looks. What Mesa does with a model works: ``batch_run``, ``DataCollector``,
``AgentSet`` methods, SolaraViz.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

import mesa
import numpy as np

from alliances.model.arguments import checked_seed, settings_of
from alliances.model.errors import echoed, refuse, whole
from alliances.model.extension import Mechanism
from alliances.model.face.agents import Agents
from alliances.model.face.collector import SummaryCollector
from alliances.model.policies.policy import Policy
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import Scenario


class AllianceModel(mesa.Model):
    """Firms that form, run and end strategic alliances and go abroad.

    One step is a quarter. The burn-in is simulated when the model is made, so step 0 starts in a settled world.

    Attributes:
        simulation: the world and all that is known of the run. Whatever is not of Mesa is asked of it:
            ``model.settings``, ``model.world``, ``model.tables()``, ``model.network()``, ``model.check()``.
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
        register: Any = None,
        record_every: int = 4,
        policies: Iterable[Policy | Mapping[str, Any]] = (),
        mechanisms: Iterable[Mechanism] | None = None,
        rng: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Make a model and run its burn-in.

        Args:
            scenario: name of a shipped scenario, path of one's own, or a :class:`Scenario`.
            seed: seed of all random draws, a whole number in [0, 2**64); drawn if None. ``rng`` is the same for
                Mesa 3.5 and later.
            firms: number of firms at the start; the scenario's if None.
            quarters: steps after which ``running`` becomes False; the scenario's if None.
            without: a rule or rules to switch off (their null form).
            parameters: values by full name, ``{"trust.gain": 0.3}``; they go before the scenario's.
            register: firms of one's own instead of all others: the path of a CSV file, or its columns (``home``,
                ``industry`` and more) as a DataFrame or a dictionary of lists. Cells that are missing are drawn. The
                world is scaled to their number if ``firms`` is None.
            record_every: quarters between snapshots of firms, presences, markets and ties; 0 takes none.
            policies: policies and shocks beside the scenario's (see ``policies``), in the order in which they pay.
            mechanisms: rules of one's own, run after a phase of every quarter (see ``extension``); those of the plugins
                loaded if None.
            kwargs: further parameters by full name, as ``mesa.batch_run`` passes them.

        Raises:
            InputError: for anything that cannot be used, in one line.
        """
        if seed is not None and rng is not None:
            refuse(f"seed = {echoed(seed)} and rng = {echoed(rng)} are both given; it must be one of them")
        given = seed if rng is None else rng
        chosen = int(np.random.default_rng().integers(2**63)) if given is None else checked_seed(given)
        super().__init__(rng=np.random.default_rng(chosen))
        self.simulation = Simulation(
            scenario, chosen, firms=firms, quarters=quarters, without=without,
            parameters={**settings_of(parameters), **kwargs}, register=register, record_every=record_every,
            policies=policies, mechanisms=mechanisms,
        )  # fmt: skip
        self.seed = chosen
        self._agents_of = Agents(self)
        self.datacollector = SummaryCollector(self.simulation)
        self.running = self.simulation.running

    def __getattr__(self, name: str) -> Any:
        """What the simulation knows."""
        if name.startswith("_") or "simulation" not in self.__dict__:  # while it is being made, or copied
            raise AttributeError(name)
        return getattr(self.simulation, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set what the simulation has in the simulation, and anything else here."""
        simulation = self.__dict__.get("simulation")
        if simulation is not None and name in vars(simulation):
            setattr(simulation, name, value)
        else:
            super().__setattr__(name, value)

    def __repr__(self) -> str:
        """Scenario, seed, how far it is, and who lives."""
        told = self._told()
        return f"AllianceModel({', '.join(f'{name} {value}' for name, value in told.items())})"

    def _repr_html_(self) -> str:
        """The same as a small table, for a notebook."""
        cells = "".join(f"<tr><th style='text-align:left'>{escape(name)}</th><td>{escape(value)}</td></tr>"
                        for name, value in self._told().items())  # fmt: skip
        return f"<table><caption>{escape(self.settings.title)}</caption>{cells}</table>"

    def _told(self) -> dict[str, str]:
        """The model in short."""
        off = {"without": " and ".join(self.without)} if self.without else {}
        quarter = self.simulation.world.quarter[0]
        return {
            "scenario": self.settings.name, "seed": str(self.seed), **off,
            "quarter": f"{max(self.quarter, 0)} of {self.settings.quarters}",
            "firms": f"{quarter['living_firms']:,}", "alliances": f"{quarter['active_alliances']:,}",
        }  # fmt: skip

    def step(self) -> None:
        """Advance one quarter."""
        self.simulation.step()
        self.datacollector.collect(self)
        self.running = self.simulation.running

    def run(self, quarters: int | None = None, progress: Callable[[int, int], None] | None = None) -> AllianceModel:
        """Step until the scenario's end, or ``quarters`` times; ``progress(done, all)`` is called after each."""
        left = max(self.settings.quarters - self.quarter, 0)
        total = left if quarters is None else whole("quarters", quarters, 0)
        for done in range(1, total + 1):
            self.step()
            if progress is not None:
                progress(done, total)
        return self

    def fork(self) -> AllianceModel:
        """A model that goes on from here by itself, with the same random draws (see ``Simulation.fork``)."""
        return copy.deepcopy(self, {id(self.simulation): self.simulation.fork()})

    @property
    def scenario(self) -> None:
        """None: scenarios of Mesa 3.5 play no part (its SolaraViz would put one in place of ours at Reset)."""

    @scenario.setter
    def scenario(self, value: object) -> None:
        """Ignore Mesa's own."""

    @property
    def agents(self) -> Any:
        """Living firms and signed alliances as an AgentSet of views, made on first look in each quarter."""
        return self._agents_of.everyone()

    @property
    def agents_by_type(self) -> Any:
        """The same by class: ``Firm`` and ``Alliance``."""
        return self._agents_of.by_type()

    @property
    def agent_types(self) -> list[type]:
        """The classes of agents."""
        return list(self._agents_of.by_type())
