"""Calibration: the free parameters that the reported numbers leave, and how far these tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.result import Calibrated, conclude
from alliances.experiments.calibration.runs import Asking, Run
from alliances.experiments.calibration.stages import Stages, first_runs
from alliances.experiments.campaign.campaign import Campaign
from alliances.experiments.campaign.marks import scenario_read
from alliances.experiments.designs.factors import factor
from alliances.experiments.result_folder import world_told
from alliances.model.arguments import adjusted_scenario

KIND = "calibration"


def campaign_of(design: Design) -> Campaign:
    """The campaign that calibrates; a folder of it may hold more waves, candidates and worlds for recovery."""
    settings = adjusted_scenario(design.scenario, design.firms, design.quarters)
    told = asdict(design) | {"parameters": {free.name: free.parts() for free in design.parameters}}
    measures = (fact.measure for fact in design.declared_facts() if fact.measure is not None)
    return Campaign(
        kind=KIND, title=design.title, asked=told, world=world_told(settings, (), {}),
        conditions={
            "parameters": told["parameters"], "facts": list(design.facts), "scenario": scenario_read(settings),
            "first seed": design.first_seed, "points": design.points,
        },
        modules=tuple(sorted({Run.__module__, *(measure.__module__ for measure in measures)})),
        expected=expected_runs(design), tasks=lambda: first_runs(design), search=lambda: search(design),
        result=lambda kept, found: found, needs_all=False,
    )  # fmt: skip


def search(design: Design) -> Asking[Calibrated]:
    """Go through the stages, and conclude."""
    stages = Stages(design)
    before = yield from stages.go()
    return conclude(stages, before)


def expected_runs(design: Design) -> int:
    """How many runs there are."""
    later = design.recovery + design.waves * design.wave_points + design.candidates + len(design.default_shares())
    return design.points + design.seeds * later


def again(manifest: Mapping[str, Any], folder: Path) -> Campaign:
    """The campaign that a manifest tells."""
    asked = dict(manifest["asked"])
    free = tuple(factor(name, range_of) for name, range_of in asked.pop("parameters").items())
    return campaign_of(Design(**{**asked, "parameters": free}))
