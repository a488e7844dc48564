"""Strategic alliances and the internationalization of firms, simulated.

The front door: ``AllianceModel`` and ``run``. Both are imported on first use, so that ``import alliances`` costs
nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alliances.experiments.single_run import run
    from alliances.model.model import AllianceModel

    __version__: str

__all__ = ["AllianceModel", "__version__", "run"]

DISTRIBUTION = "alliance-abm"
HOMES = {"AllianceModel": "alliances.model.model", "run": "alliances.experiments.single_run"}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version(DISTRIBUTION)
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module 'alliances' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
