"""Partnerships are long-term and aligned; everything else is bound to a project."""

import pandas as pd

from alliances.analysis.partnerships import ALIGNED, LONG_TERM, in_partnerships, is_partnership, kept_apart
from alliances.analysis.run_outcomes import measure
from alliances.model.simulation import Simulation

ALLIANCES = pd.DataFrame(
    {
        "planned_quarters": [LONG_TERM, LONG_TERM - 1, LONG_TERM, 40],
        "goal_divergence": [ALIGNED, 0.0, ALIGNED + 0.01, 0.1],
        "ended_step": [pd.NA, pd.NA, pd.NA, 12],
        "partners": [[1, 2], [3, 4], [5, 6], [7, 8, 9]],
    }
)


def test_a_partnership_has_both_a_long_term_and_aligned_interests():
    assert is_partnership(ALLIANCES).tolist() == [True, False, False, True]
    partnerships, projects = kept_apart(ALLIANCES)
    assert (len(partnerships), len(projects)) == (2, 2)


def test_firms_are_in_a_partnership_as_long_as_it_lives():
    assert in_partnerships(ALLIANCES) == {1, 2}


def test_outcomes_of_a_run_tell_both_kinds_apart():
    tables = Simulation("emerging-smes", 1, firms=120, quarters=40).run().tables()
    names = ["partnership_share", "partnerships_failed_share", "projects_failed_share", "failed_share"]
    share, partnerships, projects, all_of_them = measure(names, tables).values()
    assert 0 < share < 1
    assert min(partnerships, projects) <= all_of_them <= max(partnerships, projects)
