"""Sampling: from factors to points, by a named method, the same for the same seed.

``grid`` takes every combination, ``one_at_a_time`` moves each factor alone away from the base point. The other methods
draw points in the unit cube with SALib, which ``Factor.at`` carries over to the factors' own values: analyses take the
unit cube (:func:`unit_points`), so whole numbers, lists and log scales do not bend what a method assumes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any, Literal

from alliances.analysis.sensitivity import HARMONICS
from alliances.experiments.designs.factors import Factor
from alliances.model.declarations.typed import Among, Switch, Text, by_choice, typed, within
from alliances.model.errors import MustBeError, at, install, one_of, refuse

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MOST_POINTS = 1_000_000
METHODS: dict[str, tuple[str, ...]] = {
    "grid": ("levels",),
    "one_at_a_time": ("levels",),
    "latin_hypercube": ("samples", "seed"),
    "sobol": ("samples", "second_order", "groups", "seed"),
    "morris": ("trajectories", "levels", "groups", "seed"),
    "efast": ("samples", "seed"),
}
CUBE = tuple(name for name, keys in METHODS.items() if "seed" in keys)


@typed
class Sampler:
    """How points are chosen.

    ``samples`` is the number of points of a Latin hypercube, and the base sample of Sobol (a power of 2) and eFAST
    (over 64) as SALib counts it. ``levels`` are values per factor. ``groups = "rule"`` moves the parameters of a rule
    together.
    """

    name: Annotated[Text, Among("sampler", lambda: METHODS)]
    samples: Annotated[int, within(1, MOST_POINTS)] = 256
    trajectories: Annotated[int, within(2, 10_000)] = 20
    levels: Annotated[int, within(2, 1000)] = 4
    second_order: Switch = True
    groups: Literal["", "rule"] = ""
    seed: Annotated[int, within(0, 2**32 - 1)] = 1

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless the sizes are ones that the method can use."""
        with at("samples"):
            if self.name == "sobol" and self.samples & (self.samples - 1):
                below = 2 ** int(math.log2(self.samples))
                raise MustBeError(f"a power of 2, like {below} or {2 * below}")
            if self.name == "efast" and self.samples <= 4 * HARMONICS**2:
                raise MustBeError(f"more than {4 * HARMONICS**2} for efast")
        with at("levels"):
            if self.name == "morris" and self.levels % 2:
                raise MustBeError("an even number for morris")

    @staticmethod
    def describe(schema: dict[str, Any]) -> None:
        """Say in the JSON Schema which keys belong to which method."""
        keys = schema["properties"]
        by_choice(schema, "name", ["name"], {name: {key: keys[key] for key in own} for name, own in METHODS.items()})

    def parts(self) -> dict[str, Any]:
        """What a design file says of it: the name, and the keys that the method takes."""
        said = {key: getattr(self, key) for key in METHODS[self.name]}
        return {"name": self.name, **{key: value for key, value in said.items() if value != ""}}


def own_keys(given: Any) -> Any:
    """The table ``[sampler]`` as given, or ``InputError`` for a key that its method does not take."""
    name = str(given.get("name")) if isinstance(given, Mapping) else ""
    for key in given if name in METHODS else ():
        with at(key):
            if key != "name":
                one_of(f"[sampler] key of {name}", key, METHODS[name])
    return given


def count_points(method: Sampler, factors: Sequence[Factor], base: Mapping[str, float]) -> int:
    """How many points the method gives, without drawing them."""
    moved = len({factor.group for factor in factors}) if method.groups else len(factors)
    if method.groups and moved == 1:
        with at("groups"):
            only = factors[0].group
            refuse(f"sampler.groups = 'rule' must have two rules or more to move, and all factors belong to '{only}'")
    match method.name:
        case "grid":
            return math.prod(len(factor.grid(method.levels)) for factor in factors)
        case "one_at_a_time":
            return 1 + sum(len(others(factor, method.levels, base)) for factor in factors)
        case "latin_hypercube":
            return method.samples
        case "sobol":
            return method.samples * (2 * moved + 2 if method.second_order else moved + 2)
        case "morris":
            return method.trajectories * (moved + 1)
    return method.samples * len(factors)


def sampled(method: Sampler, factors: Sequence[Factor], base: Mapping[str, float]) -> pd.DataFrame:
    """The points: one row each, one column per factor, in the factors' own values.

    ``base`` is the value of each factor that one_at_a_time starts from.
    """
    import pandas as pd

    names = [factor.name for factor in factors]
    if method.name == "grid":
        return pd.DataFrame(product(*(factor.grid(method.levels) for factor in factors)), columns=names, dtype=float)
    if method.name == "one_at_a_time":
        start = {name: base[name] for name in names}
        moves = [{**start, factor.name: value} for factor in factors for value in others(factor, method.levels, base)]
        return pd.DataFrame([start, *moves], columns=names, dtype=float)
    unit = unit_cube(method, factors)
    columns = {factor.name: [factor.at(share) for share in unit[:, n]] for n, factor in enumerate(factors)}
    return pd.DataFrame(columns, columns=names, dtype=float)


def others(factor: Factor, levels: int, base: Mapping[str, float]) -> list[float]:
    """The values to which one_at_a_time moves a factor: its levels without the one it starts from."""
    return [value for value in factor.grid(levels) if value != base[factor.name]]


def problem(method: Sampler, factors: Sequence[Factor]) -> dict[str, Any]:
    """The factors as SALib takes them: names, and the unit interval for each; groups where they move together."""
    described: dict[str, Any] = {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    if method.groups:
        described["groups"] = [factor.group for factor in factors]
    return described


def unit_cube(method: Sampler, factors: Sequence[Factor]) -> np.ndarray:
    """The method's sample in the unit cube, rows in the order that its analysis in SALib expects."""
    if method.name not in CUBE:
        refuse(f"a sample by {method.name} has no unit cube; it must be one of {', '.join(CUBE)}")
    if find_spec("SALib") is None:
        refuse(
            f"sampler '{method.name}' needs SALib, not installed; use grid or one_at_a_time, or {install('analysis')}"
        )
    described, seed = problem(method, factors), method.seed
    if method.name == "latin_hypercube":
        from SALib.sample import latin

        return latin.sample(described, method.samples, seed=seed)
    if method.name == "sobol":
        from SALib.sample import sobol

        return sobol.sample(described, method.samples, calc_second_order=method.second_order, seed=seed)
    if method.name == "morris":
        from SALib.sample import morris

        return morris.sample(described, method.trajectories, num_levels=method.levels, seed=seed)
    from SALib.sample import fast_sampler

    return fast_sampler.sample(described, method.samples, M=HARMONICS, seed=seed)
