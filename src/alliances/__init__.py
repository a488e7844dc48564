"""Strategic alliances and the internationalization of firms, simulated.

The front door: ``AllianceModel`` and ``run`` for one run; ``compare`` and ``effect`` for what causes what; ``sweep``
for many, ``Results`` to read them, ``sensitivity``, ``heat_map`` and ``discover`` to learn from them; ``evaluate`` to
compare policies. All are imported on first use, so that ``import alliances`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alliances.experiments.designs.design import Design, load_design
    from alliances.experiments.exploration import discover, heat_map
    from alliances.experiments.policy.comparison import evaluate
    from alliances.experiments.progress_bar import progress_bar
    from alliances.experiments.sensitivity import sensitivity
    from alliances.experiments.single_run import run
    from alliances.experiments.sweeps.results import Results
    from alliances.experiments.sweeps.sweep import sweep
    from alliances.experiments.variants.comparison import compare
    from alliances.experiments.variants.effect import effect
    from alliances.model.face.model import AllianceModel

    __version__: str

__all__ = [
    "AllianceModel", "Design", "Results", "__version__", "compare", "discover", "effect", "evaluate", "heat_map",
    "load_design", "progress_bar", "run", "sensitivity", "sweep",
]  # fmt: skip

DISTRIBUTION = "alliance-abm"
HOMES = {
    "AllianceModel": "alliances.model.face.model",
    "Design": "alliances.experiments.designs.design",
    "Results": "alliances.experiments.sweeps.results",
    "compare": "alliances.experiments.variants.comparison",
    "discover": "alliances.experiments.exploration",
    "effect": "alliances.experiments.variants.effect",
    "evaluate": "alliances.experiments.policy.comparison",
    "heat_map": "alliances.experiments.exploration",
    "load_design": "alliances.experiments.designs.design",
    "progress_bar": "alliances.experiments.progress_bar",
    "run": "alliances.experiments.single_run",
    "sensitivity": "alliances.experiments.sensitivity",
    "sweep": "alliances.experiments.sweeps.sweep",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version(DISTRIBUTION)
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module 'alliances' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
