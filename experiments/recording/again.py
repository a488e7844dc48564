"""The world of a run's folder made again, from what its manifest says: tables hold less than a recording shows."""

from __future__ import annotations

import hashlib
import shlex
from pathlib import Path
from typing import Any, NamedTuple

from alliances.experiments.recording.recording import Recorded, recorded
from alliances.experiments.result_folder import read_manifest, scenario_again
from alliances.model.errors import InputError, refuse
from alliances.model.plugins import LOADED
from alliances.model.simulation import Simulation


class Again(NamedTuple):
    """A run that was made again."""

    made: Recorded
    setup: dict[str, Any]  # what the recording says made it
    command: str  # that made its folder


def run_again(folder: Path, until: int | None = None) -> Again:
    """Run the world of a folder again, as far as it went then, or to a quarter.

    Raises:
        InputError: if the folder holds no run, or what it was made from is gone or has changed.
    """
    manifest = manifest_of_run(folder)
    check_inputs(manifest)
    simulation = start_again(manifest)
    done = int(manifest.get("quarters", {}).get("done", simulation.settings.quarters))
    if until is not None and not 0 <= until <= done:
        refuse(f"quarter {until} is not in this run; it must be 0 to {done}")
    setup = {"scenario": simulation.settings.name, "seed": simulation.seed}
    command = shlex.join(manifest["command"])
    return Again(recorded(simulation, until=done if until is None else until), setup, command)


def manifest_of_run(folder: Path) -> dict[str, Any]:
    """The manifest of a folder that ``alliances run --out`` wrote."""
    try:
        manifest = read_manifest(folder)
    except (OSError, ValueError):
        manifest = {}
    if "scenario" not in manifest or "record_every" not in manifest or "seed" not in manifest:
        refuse(f"{folder}: holds no run; it must be a folder that `alliances run --out` wrote")
    return manifest


def check_inputs(manifest: dict[str, Any]) -> None:
    """Raise ``InputError`` unless plugins and files are those of the run."""
    marks = {plugin.mark for plugin in LOADED.values()}
    for plugin in manifest.get("plugins", []):
        if plugin["sha256"] not in marks:
            refuse(f"the run used the plugin {plugin['path']}; name it as it was then: --plugin {plugin['path']}")
    for name, told in manifest.get("input_files", {}).items():
        try:
            content = Path(told["path"]).read_bytes()
        except OSError as error:
            raise InputError(f"{told['path']} ({name}) cannot be read ({error.strerror}); the run needs it") from None
        if hashlib.sha256(content).hexdigest() != told["sha256"]:
            refuse(f"{told['path']} ({name}) has changed since the run; it must be as it was then")


def start_again(manifest: dict[str, Any]) -> Simulation:
    """The settled world of a run."""
    settings = scenario_again(manifest["scenario"])
    values = {name: told["value"] for name, told in manifest["parameters"].items() if told["from"] == "set"}
    given = manifest.get("input_files", {}).get("firms")
    return Simulation(
        settings, manifest["seed"], firms=settings.firms, without=manifest["without"], parameters=values,
        register=None if given is None else Path(given["path"]), record_every=0,
    )  # fmt: skip
