"""Strategic alliances and the internationalization of firms, simulated.

The front door: ``AllianceModel`` and ``run``. Both are imported on first use, so that ``import alliances`` costs
nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alliances.model.model import AllianceModel, run

    __version__: str

__all__ = ["AllianceModel", "__version__", "run"]

DISTRIBUTION = "alliance-abm"


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version(DISTRIBUTION)
    if name in __all__:
        return getattr(import_module("alliances.model.model"), name)
    raise AttributeError(f"module 'alliances' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
