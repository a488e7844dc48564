"""How a parameter is declared: once, beside the rule that reads it.

A rule's parameters are the fields of its ``Parameters`` NamedTuple, and the default of each field is a
:class:`Parameter`: a number that also knows its unit, ranges, evidence and source. The rule, the command
line, the sliders, the documentation and the error messages all read this one declaration.
"""

from __future__ import annotations

import math
from typing import Any, Literal

from alliances.model.errors import refuse

Evidence = Literal["measured", "calibrated", "assumed"]


class Parameter(float):
    """The default value of a parameter, together with its declaration.

    ``low`` and ``high`` bound what is admissible (anything outside is refused); ``plausible`` is the range that
    sweeps and sliders explore; ``null`` is the value that switches the mechanism off (None: plays no part in it).
    """

    description: str
    unit: str
    low: float
    high: float
    plausible: tuple[float, float]
    evidence: Evidence
    facts: tuple[str, ...]
    source: str
    null: float | None
    integer: bool

    def admits(self, value: float) -> bool:
        """Whether ``value`` is finite, inside the admissible range, and whole where a count is asked for."""
        whole = not self.integer or float(value).is_integer()
        return math.isfinite(value) and self.low <= value <= self.high and whole

    @property
    def allowed(self) -> str:
        """The admissible values in words, for messages."""
        kind = "a whole number in" if self.integer else "a number in"
        return f"{kind} [{self.low:g}, {self.high:g}]"

    @property
    def schema(self) -> dict[str, Any]:
        """The admissible values as a JSON Schema."""
        return {"type": "integer" if self.integer else "number", "minimum": self.low, "maximum": self.high}


def parameter(
    default: float,
    description: str,
    *,
    unit: str,
    low: float,
    high: float,
    plausible: tuple[float, float],
    source: str,
    evidence: Evidence = "assumed",
    facts: tuple[str, ...] = (),
    null: float | None = None,
    integer: bool = False,
) -> float:
    """Declare a parameter; use it as the default of a field of a rule's ``Parameters``.

    ``source`` is a key of ``data/references.csv``: the work that argues for the mechanism, or that reports the number.
    ``facts`` are the ids of the stylized facts that a calibrated default was fitted to, and empty for any other.
    """
    declared = Parameter(default)
    declared.description, declared.unit = description, unit
    declared.low, declared.high, declared.plausible = low, high, plausible
    declared.evidence, declared.facts, declared.source = evidence, facts, source
    declared.null, declared.integer = null, integer
    if not (declared.admits(default) and low <= plausible[0] <= default <= plausible[1] <= high):
        refuse(f"{description}: default {default:g} must lie in plausible {plausible}, inside [{low:g}, {high:g}]")
    if (evidence == "calibrated") != bool(facts):
        refuse(f"{description}: evidence '{evidence}' with facts {list(facts)}; facts go with 'calibrated' alone")
    return declared
