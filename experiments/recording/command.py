"""The command line that makes a world's tables, where there is one."""

from __future__ import annotations

import shlex

from alliances.experiments.recording.setup import Setup
from alliances.experiments.recording.uploads import MARK


def command_of(setup: Setup) -> str | None:
    """The command for a setup; None if acts or policies have no words on the command line.

    Of uploaded data, FOLDER stands for where their files are.
    """
    if setup.acts or setup.policies:
        return None
    own = setup.scenario.startswith(MARK)
    words = ["alliances", "run", "FOLDER" if own else setup.scenario, "--seed", str(setup.seed)]
    for name in ("firms", "quarters"):
        value = getattr(setup, name)
        words += [] if value is None else [f"--{name}", str(value)]
    for name, value in setup.parameters.items():
        words += ["--set", f"{name}={value:g}"]
    for rule in setup.without:
        words += ["--without", rule]
    return shlex.join([*words, "--out", f"results/{'own' if own else setup.scenario}-{setup.seed}"])
