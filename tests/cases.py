"""Cases of one property, of which a few are tried every time."""

from collections.abc import Iterable
from typing import Any

import pytest


def cases(first: Iterable[Any], further: Iterable[Any]) -> list[Any]:
    """Values for ``parametrize``: the first are tried every time, further ones of the same kind with ``-m slow``."""
    values = (one if isinstance(one, tuple) else (one,) for one in further)
    return [*first, *(pytest.param(*value, marks=pytest.mark.slow) for value in values)]
