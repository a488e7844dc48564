"""Whole rows: statistics are of the rows in which nothing is missing, and it is said how many these are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.model.errors import note, refuse


def whole_rows(data: pd.DataFrame, what: str = "a statistic", least: int = 0) -> pd.DataFrame:
    """The rows in which nothing is missing or infinite; a notice says how many, if there are others.

    Raises ``InputError`` if there are fewer than ``least`` for ``what`` is estimated.
    """
    gaps = data.isna() | data.isin([np.inf, -np.inf])
    whole = data[~gaps.any(axis=1)]
    if len(whole) < least:
        names = ", ".join(str(name) for name in data.columns[gaps.any()][:5])
        where = f" (gaps in {names})" if names else ""
        refuse(f"{what} needs at least {least} whole rows; {len(whole)} of {len(data)} are whole{where}")
    if len(whole) < len(data):
        note(f"{what}: {len(whole)} of {len(data)} rows are whole and used; the others have gaps")
    return whole
