"""Facts of exporters, on yearly records counted by hand and on planted selection."""

from math import isnan

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.facts.exporters import (
    born_global,
    concentration,
    export_entry,
    export_survival,
    exporter_share,
    self_selection,
)


@pytest.fixture
def four_firms(world, records):
    """Four years: one always abroad, one that comes and goes, one founded in year 1 abroad, one that closes abroad."""
    return world(firms=[
        *records(1, [2, 2, 2, 2]),
        *records(2, [0, 1, 0, 1]),
        *({**row, "step": row["step"] + 4} for row in records(3, [1, 1, 1])),
        *records(4, [0, 0, 3]),
    ])  # fmt: skip


def test_the_share_of_exporters_is_the_mean_over_years(four_firms):
    # 1 of 3, 3 of 4, 3 of 4, 3 of 3
    assert exporter_share(four_firms) == {"exporters": pytest.approx((1 / 3 + 3 / 4 + 3 / 4 + 1) / 4)}


def test_new_exporters_were_none_a_year_before_or_not_founded(four_firms):
    # firms 2 and 3 of three, firm 4 of three, firm 2 of three
    assert export_entry(four_firms) == {"new": pytest.approx((2 / 3 + 1 / 3 + 1 / 3) / 3)}


def test_new_exporters_that_close_do_not_survive(four_firms):
    # of firms 2 and 3 one stays, firm 4 closes; what firm 2 does after the last year is not known
    assert export_survival(four_firms) == {"still": pytest.approx(1 / 3)}


def test_new_exporters_that_close_count_if_they_still_exported_in_that_year(four_firms, world):
    # firm 4 has no record of the last year, but leaves its market in it, as it closes
    firms = four_firms.worlds["base"]["firms"].to_dict("records")
    replicate = world(firms=firms, entries=[{"step": 13, "firm_id": 4, "event": "leave"}])
    assert export_survival(replicate) == {"still": pytest.approx(2 / 3)}


def test_records_within_the_year_do_not_count(four_firms, world):
    firms = four_firms.worlds["base"]["firms"]
    between = [{"step": step, "firm_id": 1, "markets": 0} for step in (4, 5, 8)]
    replicate = world(firms=firms.to_dict("records") + between)
    for measure in (exporter_share, export_entry, export_survival):
        assert measure(replicate) == measure(four_firms)


def test_born_globals_sell_a_quarter_abroad_within_three_years(world):
    def firm(firm_id, founded, shares):
        return [
            {"step": step, "firm_id": firm_id, "age_years": (step - founded) / 4, "foreign_sales_share": share}
            for step, share in zip(range(7, 80, 4), shares, strict=False)
        ]

    replicate = world(firms=[
        *firm(1, 5, [0.0, 0.1, 0.25]),  # at two and a half years
        *firm(2, 5, [0.0, 0.1, 0.2, 0.9]),  # at three and a half
        *firm(3, 7, [0.1]),  # closed
        *firm(4, 4, [0.0, 0.0, 0.3]),
        *firm(5, -1, [0.9]),  # founded before the run
        {"step": 71, "firm_id": 6, "age_years": 0.5, "foreign_sales_share": 0.9},  # cannot be watched for three years
    ])  # fmt: skip
    assert born_global(replicate) == {"born_global": 2 / 4}


def test_the_top_tenth_is_of_exporters_at_the_last_record(world):
    sales = [*range(1, 20), 810.0]  # 20 exporters sell 190 + 810; the two largest 829
    at_home = [0.0] * 50
    now = [{"step": 79, "firm_id": firm, "foreign_sales": value} for firm, value in enumerate([*sales, *at_home])]
    before = [{"step": 75, "firm_id": 1, "foreign_sales": 1e6}]
    assert concentration(world(firms=before + now)) == {"top_decile": pytest.approx(0.829)}


def test_no_foreign_sales_have_no_concentration(world):
    assert isnan(concentration(world(firms=[{}]))["top_decile"])


def planted_selection(world, gap, by_chance=False):
    """Firms of two industries, of which a third enters abroad at step 20, with resources higher by ``gap`` before."""
    rng = np.random.default_rng(9)
    firms, entries = [], []
    for number in range(900):
        level = (0.3, 0.6)[number % 2] + rng.normal(0, 0.1)
        enters = number % 3 == 0
        own = level + (gap if enters and not by_chance else 0.0)
        resources = dict.fromkeys(("technology", "capital", "marketing", "operations", "management"), own)
        base = {"firm_id": number, "industry": ("ict", "biotech")[number % 2], **resources}
        firms += [{**base, "step": step} for step in (15, 19)]
        # what entry brings is not what was there before
        firms += [{**base, "step": 23, "markets": int(enters), **({"technology": 9.0} if enters else {})}]
        entries += [{"firm_id": number, "step": 20}] if enters else []
    return world(firms=firms, entries=entries)


def test_a_planted_selection_is_recovered_in_standard_deviations(world):
    # a gap of one standard deviation among peers; the entrants themselves widen the spread a little
    assert self_selection(planted_selection(world, 0.1))["gap"] == pytest.approx(1, abs=0.12)


def test_without_selection_there_is_no_gap(world):
    assert self_selection(planted_selection(world, 0.1, by_chance=True))["gap"] == pytest.approx(0, abs=0.12)


def test_industries_that_export_more_are_no_selection(world):
    """The better industry enters more; within it, entrants are like the others."""
    rows = [(1, "ict", 0.2, False), (2, "ict", 0.4, False), (3, "ict", 0.3, True)]
    rows += [(4, "biotech", 0.7, False), (5, "biotech", 0.6, True), (6, "biotech", 0.8, True)]
    resources = ("technology", "capital", "marketing", "operations", "management")
    firms = [
        {"firm_id": firm_id, "industry": industry, "step": 19, **dict.fromkeys(resources, level)}
        for firm_id, industry, level, _ in rows
    ]
    replicate = world(firms=firms, entries=[{"firm_id": row[0], "step": 21} for row in rows if row[3]])
    assert self_selection(replicate)["gap"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "measure", [exporter_share, export_entry, export_survival, born_global, concentration, self_selection]
)
def test_a_world_without_firms_gives_no_number(measure, world):
    assert all(pd.isna(value) for value in measure(world()).values())
