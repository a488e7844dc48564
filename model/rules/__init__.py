"""The mechanisms, one file each: theory, parameters, pure functions, null form.

A rule is a pure function of a few numbers. Kernels loop over it, the plain Mesa peer calls it firm by firm, and
its test calls it with literals. This file holds the few forms that many rules share.
"""

import math
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE

QUARTERS_PER_YEAR = 4
CALIBRATION = (
    "failure", "termination", "duration", "motives", "international", "participation", "turnover", "stationary",
    "exporter_share", "export_entry", "export_survival", "born_global", "destinations",
)  # fmt: skip
"""Facts that the calibrated defaults were searched for on (of ``stationary``, the first twenty years)."""
MOST_EXPONENT = 2.0**9
THREE = 3


def quarterly_probability(yearly_rate: float) -> float:
    """Probability that an event with this yearly rate happens within one quarter."""
    return 1 - math.exp(-yearly_rate / QUARTERS_PER_YEAR)


def happens(draw: float, yearly_rate: float) -> bool:
    """Whether an event with this yearly rate happens within one quarter, by a uniform draw in [0, 1).

    Its probability never exceeds the rate, so that most draws are decided without an exponential.
    """
    return draw < yearly_rate / QUARTERS_PER_YEAR and draw < quarterly_probability(yearly_rate)


def logistic(score: float) -> float:
    """Probability that belongs to a score on the log-odds scale."""
    if score < 0:
        odds = exponential(score)
        return odds / (1 + odds)
    return 1 / (1 + exponential(-score))


def exponential(score: float) -> float:
    """The exponential of a score, kept finite: scores beyond ``MOST_EXPONENT`` count as that."""
    return math.exp(score if score < MOST_EXPONENT else MOST_EXPONENT)


def by_square(most: float, driver: float) -> float:
    """What grows with the square of its driver, up to ``most`` where the driver is 1."""
    return most * driver * driver


def by_cube(most: float, driver: float) -> float:
    """What grows with the cube of its driver, up to ``most`` where the driver is 1."""
    return by_square(most, driver) * driver


def mean_of_three(first: float, second: float, third: float) -> float:
    """The mean of three numbers."""
    return (first + second + third) / THREE


def positive_part(value: float) -> float:
    """``value`` where it is above zero, else zero."""
    return value if value > 0 else 0.0


def by_mode(mode: int, export: float, contract: float, venture: float, owned: float) -> float:
    """The number for a mode of presence abroad."""
    if mode == EXPORT:
        return export
    if mode == CONTRACTUAL_MODE:
        return contract
    return venture if mode == JOINT_VENTURE else owned


def rule_modules() -> dict[str, ModuleType]:
    """Every mechanism by name, in alphabetical order: each file of this folder is one."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}") for name in names}
