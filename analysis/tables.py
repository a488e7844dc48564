"""What is read everywhere: the result tables of a world, and the worlds of one seed by name."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

Tables = Mapping[str, pd.DataFrame]
Worlds = Mapping[str, Tables]
BASE = "base"  # name of the world as it is; the others differ from it in one thing
