"""Values as policies leave them: the one way in which steps ask for a lever."""

from __future__ import annotations

import numpy as np

from alliances.model.engine.kernels import kernel
from alliances.model.engine.layout import allocated
from alliances.model.policies.levers import LEVERS


def neutral_levers(markets: int, policies: int = 0) -> np.ndarray:
    """Levers that change nothing, for every mask of so many policies."""
    return allocated(LEVERS, 2**policies, markets)


@kernel
def scaled(lever, support, market, value):
    """A value as a factor lever leaves it for a firm with this support in this market."""
    return value * lever[support, market]


@kernel
def extra(lever, support, market):
    """What an extra lever adds for a firm with this support in this market."""
    return lever[support, market]


@kernel
def filled(lever, support, market, value):
    """A value in [0, 1] as a fill lever leaves it."""
    return value + lever[support, market] * (1 - value)
