"""``alliances schema``: print the JSON Schema of a kind of TOML file, by which an editor completes and checks it."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """Examples:

alliances schema design --out design.schema.json

alliances schema policy
"""
FILES = {
    "scenario": "model.world.scenario.ScenarioFile",
    "policy": "model.policies.policy.PolicyFile",
    "design": "experiments.designs.file.DesignFile",
    "comparison": "experiments.policy.file.ComparisonFile",
    "case": "experiments.cases.case.CaseFile",
    "calibration": "experiments.calibration.design.CalibrationFile",
}


def schema(
    kind: Annotated[str, typer.Argument(help=f"What the TOML file holds: {', '.join(FILES)}.")],
    out: Annotated[Path | None, typer.Option(help="File to write to, instead of stdout.")] = None,
) -> None:
    """Print the JSON Schema of scenarios, policies, designs, comparisons, cases or calibrations."""
    from alliances.experiments.whole_files import write_given
    from alliances.model.declarations.typed import schema_of
    from alliances.model.errors import unknown

    if kind not in FILES:
        raise unknown("kind of file", kind, FILES)
    module, _, name = FILES[kind].rpartition(".")
    text = json.dumps(schema_of(getattr(import_module(f"alliances.{module}"), name)), indent=1, allow_nan=False)
    if out is None:
        typer.echo(text)
    else:
        write_given(out, f"{text}\n")
