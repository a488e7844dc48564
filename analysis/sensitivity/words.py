"""What the numbers of a sensitivity analysis allow to say, in one sentence that nothing beside it contradicts."""

from __future__ import annotations

import pandas as pd

from alliances.analysis.sensitivity.replicates import Noise
from alliances.analysis.wording import per_cent


def allowed(spread: Noise, ranking: pd.DataFrame) -> str:
    """Whether the factors of a ranking (see ``tables.ranking``) can be ranked, and how many of them."""
    told = per_cent(spread.noise_in_means)
    if spread.drowns:
        wanted = spread.replicates_wanted
        more = f"; about {wanted} replicates would bring it to 10 %" if wanted else "; take more replicates"
        return f"These numbers allow no ranking: {told} of the variance between points is noise{more}."
    known = ranking["above_chance"].dropna()
    above, every = int(known.sum()), len(ranking)
    if known.empty:
        return "With one replicate at each point, noise cannot be separated from effects: take two or more to rank."
    if above == 0:
        return "These numbers allow no ranking: no factor is above noise."
    noise = f"; {told} of the variance between points is noise" if spread.replicates > 1 else ""
    if above == every:
        return f"These numbers allow a ranking: all {every} factors are above noise{noise}."
    return f"These numbers allow a ranking of {above} of {every} factors; the others are not above noise{noise}."
