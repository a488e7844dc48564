"""The target of a policy: which firms it is for."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator

from alliances.model.declarations.typed import Described, Names, Number, Switch, typed
from alliances.model.errors import MustBeError

Size = Literal["any", "sme", "large"]
SIZES = get_args(Size)


def with_end(bounds: Any) -> Any:
    """Both bounds; a single one is the lower."""
    return (*bounds, math.inf) if isinstance(bounds, list) and len(bounds) == 1 else bounds


def in_order(bounds: tuple[float, float]) -> tuple[float, float]:
    """The bounds, if some number lies between them."""
    if not 0 <= bounds[0] < bounds[1]:
        raise MustBeError("[from, below] with 0 <= from < below")
    return bounds


ONE_OR_TWO = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "number", "minimum": 0}}
Bounds = Annotated[
    tuple[Number, Number], BeforeValidator(with_end), AfterValidator(in_order), Described(lambda: ONE_OR_TWO)
]


@typed
class Target:
    """Which firms a policy is for; a firm has to answer all of it."""

    size: Size = "any"  # sme: fewer employees than ``firm_demography.sme_employees``
    employees: Bounds = (0, math.inf)
    age: Bounds = (0, math.inf)  # years
    industries: Names = ()  # none: all
    homes: Names = ()  # country codes; none: all
    exporting: Literal["any", "no", "yes"] = "any"  # no: in no foreign market, as first-time exporters are
    partner_abroad: Switch = False  # pays only for alliances across borders, and for markets abroad

    def told(self) -> dict[str, Any]:
        """The table that makes the same target: what differs from the defaults, ready for JSON."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != one.default}
        return {
            name: [part for part in value if part != math.inf] if isinstance(value, tuple) else value
            for name, value in said.items()
        }
