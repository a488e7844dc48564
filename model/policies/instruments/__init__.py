"""Instruments of policy, and shocks, one file each: what they do, at what strength, and what they cost.

An instrument declares its strengths (``Parameters``, like a rule's; at 0 it does nothing) and holds pure functions:

- named after a lever (see ``levers``): takes the lever's value and returns it as the instrument leaves it;
- ``pays_<purpose>``: the part of a firm's cost that it pays (see ``PURPOSES``); more than 1 where it matches;
- ``fee``: what supporting one firm costs a year; ``upkeep``: what the whole costs a year; million USD.

``MARKETS`` says whether the instrument can be confined to chosen markets, ``TARGET`` whether to chosen firms, ``SHOCK``
that it is no policy but an event, which costs nobody's budget. Phasing in scales every strength. A file of this folder
is an instrument; one's own is an :class:`Instrument` with the same functions.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def instrument_modules() -> dict[str, ModuleType]:
    """Every instrument by name, in alphabetical order: each file of this folder is one."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}") for name in names}


class Instrument:
    """An instrument of one's own, in a plugin: the same names as in a file of this folder.

    ``Instrument("visa_help", "What it does.", Parameters, markets=True, entry_barrier=lowered, fee=cost)``
    """

    def __init__(
        self,
        name: str,
        about: str,
        parameters: type,
        *,
        markets: bool = False,
        target: bool = True,
        shock: bool = False,
        **functions: Callable[..., float],
    ) -> None:
        """``about`` is what it does and by which theory; ``functions`` are named as levers, payments, fee, upkeep."""
        self.name, self.__doc__, self.Parameters = name, about, parameters
        self.MARKETS, self.TARGET, self.SHOCK = markets, target, shock
        self.functions = functions

    def __getattr__(self, name: str) -> Any:
        """A function of the instrument."""
        if name.startswith("__") or name not in self.__dict__.get("functions", {}):
            raise AttributeError(name)
        return self.functions[name]
