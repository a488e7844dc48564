"""The exponential as kernels compute it: rules say ``math.exp``, and kernels put this in its place.

It becomes part of the kernel, while the system's lies two jumps away and makes the kernel save all it holds in
registers. It differs from the exact value by less than one unit in the last place, and is the same on every system.

Method: the exponent is cut into whole and 64th powers of two, the latter from a table, and a small rest, for which five
terms of the series are enough (Tang 1989).
"""

from __future__ import annotations

import math
from decimal import Context
from math import cos, log, sqrt
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

__all__ = ["cos", "exp", "log", "sqrt"]

PARTS = 64
PRECISELY = Context(prec=40)
POWERS = np.array([float(PRECISELY.power(2, PRECISELY.divide(part, PARTS))) for part in range(PARTS)]).view(np.int64)
"""The bits of the 64th powers of two, correctly rounded."""
PARTS_PER_UNIT = PARTS / math.log(2.0)
ROUNDING = 1.5 * 2.0**52  # added to a number, it leaves the nearest whole number in the low bits
UNIT_HIGH = 6.93145751953125e-1 / PARTS  # log 2 in two pieces: multiples of the first are exact
UNIT_LOW = 1.42860682030941723212e-6 / PARTS
LARGEST = 700.0
"""Beyond this the result may be no ordinary number, and the system's exponential is asked."""


@intrinsic
def bits_of(typing_context: Any, number: Any) -> Any:
    """The bits of a real number as a whole one."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


@intrinsic
def number_of(typing_context: Any, bits: Any) -> Any:
    """The real number that has these bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


def far_exp(x: float) -> float:
    """The exponential where it is very large or very small."""
    return math.exp(x)


def exp(x: float) -> float:
    """The exponential of a number."""
    if abs(x) > LARGEST:
        return far_exp(x)
    shifted = x * PARTS_PER_UNIT + ROUNDING
    parts, bits = shifted - ROUNDING, bits_of(shifted)
    rest = (x - parts * UNIT_HIGH) - parts * UNIT_LOW
    square = rest * rest
    series = rest + square * ((1 / 2 + rest * (1 / 6)) + square * (1 / 24 + rest * (1 / 120)))
    power = number_of(POWERS[bits & (PARTS - 1)] + ((bits >> 6) << 52))
    return power + power * series
