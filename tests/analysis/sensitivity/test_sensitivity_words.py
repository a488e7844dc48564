"""What the numbers of a sensitivity analysis allow: one sentence, and no rank beside it that contradicts it."""

import pandas as pd
import pytest

from alliances.analysis.sensitivity.replicates import Noise
from alliances.analysis.sensitivity.tables import ranking
from alliances.analysis.sensitivity.words import allowed


def ranked(*above):
    return pd.DataFrame({"above_chance": pd.array(above, "boolean")})


@pytest.mark.parametrize(
    ("spread", "table", "said"),
    [
        (Noise(3, 0.001, 0.1, 0.9, 0.99, 1.0), ranked(False, False),
         "no ranking: 99 % of the variance between points is noise; about"),
        (Noise(3, 0.0, 0.1, 0.9, 1.0, 1.0), ranked(False), "is noise; take more replicates."),
        (Noise(3, 0.6, 0.1, 0.3, 0.1, 1.0), ranked(True, True), "all 2 factors are above noise; 10 % of"),
        (Noise(3, 0.6, 0.1, 0.3, 0.1, 1.0), ranked(True, False), "of 1 of 2 factors; the others are not above noise"),
        (Noise(3, 0.6, 0.1, 0.3, 0.1, 1.0), ranked(False, False), "no factor is above noise"),
        (Noise(1), ranked(pd.NA, pd.NA), "With one replicate at each point"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_can_be_ranked(spread, table, said):
    assert said in allowed(spread, table)


def test_where_noise_is_most_of_the_variance_no_factor_is_above_it():
    rows = [(name, "", index, value, value - 0.01, value + 0.01, 0.0)
            for name, value in (("a", 0.9), ("b", 0.5)) for index in ("first", "total")]  # fmt: skip
    indices = pd.DataFrame(rows, columns=["factor", "other", "index", "value", "low", "high", "floor"])
    assert ranking("sobol", indices)["above_chance"].tolist() == [True, True]
    assert ranking("sobol", indices, drowned=True)["above_chance"].tolist() == [False, False]
