"""Instruments of policy, and shocks, one file each: what they do, at what strength, and what they cost.

An instrument declares its strengths (``Parameters``, like a rule's; at 0 it does nothing) and holds pure functions:

- named after a lever (see ``levers``): takes the lever's value and returns it as the instrument leaves it;
- ``pays_<purpose>``: the part of a firm's cost that it pays (see ``PURPOSES``); more than 1 where it matches;
- ``fee``: what supporting one firm costs a year; ``upkeep``: what the whole costs a year; million USD.

``MARKETS`` says whether the instrument can be confined to chosen markets, ``TARGET`` whether to chosen firms, ``SHOCK``
that it is no policy but an event, which costs nobody's budget. Phasing in scales every strength.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def instrument_modules() -> dict[str, ModuleType]:
    """Every instrument by name, in alphabetical order: each file of this folder is one."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}") for name in names}
