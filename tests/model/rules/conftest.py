"""What the tests of all rules share: any admissible parameters of a rule, and a rule's null form.

``st.from_type(trust.Parameters)`` draws every parameter from its admissible range, so no property leans on a default.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from alliances.model.declarations.parameters import RULES, null_form


def admissible(rule: str) -> st.SearchStrategy[Any]:
    """Strategy for the parameters of a rule that a user may set."""
    module = RULES[rule]
    ranges = module.Parameters._field_defaults
    shares = [name for name, declared in ranges.items() if declared.unit == "share"]

    def without_contradiction(p: Any) -> Any:
        while getattr(module, "contradiction", lambda p: None)(p) is not None:
            p = p._replace(**{name: getattr(p, name) / 2 for name in shares})
        return p

    return st.builds(
        module.Parameters,
        **{
            name: st.integers(int(declared.low), int(declared.high)).map(float)
            if declared.integer
            else st.floats(declared.low, declared.high)
            for name, declared in ranges.items()
        },
    ).map(without_contradiction)


for name, module in RULES.items():
    st.register_type_strategy(module.Parameters, admissible(name))


@pytest.fixture(scope="session")
def switched_off() -> Callable[[Any], Any]:
    """Function that gives a rule's parameters their null values and leaves the others as they are."""

    def null_values(p: Any) -> Any:
        rule = type(p).__module__.rpartition(".")[2]
        return p._replace(**{name.partition(".")[2]: value for name, value in null_form(rule).items()})

    return null_values
