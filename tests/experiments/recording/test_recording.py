"""A recording says what the model's own tables say."""

import numpy as np
import pytest

from alliances.experiments.recording.columns import unpacked
from alliances.experiments.recording.recording import recorded
from alliances.model.declarations.codes import CAUSES, HAZARDS, TERM_REACHED
from alliances.model.records.state import in_use
from alliances.model.simulation import Simulation

QUARTERS = 30


@pytest.fixture(scope="module")
def played():
    """A small world that was recorded, and its tables."""
    simulation = Simulation("default", 3, firms=120, quarters=QUARTERS, record_every=1)
    made = recorded(simulation)
    header, columns = unpacked(made.content({"scenario": "default", "seed": 3}))
    return header, columns, simulation.tables()


def by_quarter(played, name):
    """A series of the recording from the first quarter's end on."""
    return played[1][f"series.{name}"][1:]


@pytest.mark.smoke
def test_the_series_are_those_of_the_table_of_quarters(played):
    quarters = played[2]["quarters"]
    for name, column in {"active": "active_alliances", "formed": "formed", "ended": "ended", "founded": "founded",
                         "closed": "closed"}.items():  # fmt: skip
        assert np.array_equal(by_quarter(played, name), quarters[column]), name
    assert np.allclose(by_quarter(played, "foreign_sales"), quarters["foreign_sales"] / 1000)
    living = played[2]["firms"].groupby("step").size().to_numpy()
    assert np.array_equal(by_quarter(played, "living"), living)
    assert np.allclose(by_quarter(played, "exporters"), 100 * quarters["exporters"] / living)


def test_the_failed_share_counts_the_ends_of_two_years(played):
    quarters = played[2]["quarters"]
    share = 100 * quarters["failed"].rolling(8).sum() / quarters["ended"].rolling(8).sum()
    assert np.allclose(by_quarter(played, "failed_share")[7:], share[7:], equal_nan=True)


def test_every_alliance_of_the_table_is_there_with_its_facts(played):
    header, columns, tables = played
    table = tables["alliances"].set_index("alliance_id")
    assert columns["alliances.id"].tolist() == table.index.tolist()
    assert columns["alliances.formed"].tolist() == table["formed_step"].tolist()
    assert columns["alliances.ended"].tolist() == [
        None if np.isnan(q) else q for q in table["ended_step"].astype(float)
    ]
    for name, column in (("causes", "cause"), ("endings", "ending")):
        told = [None if code is None else header[name][code] for code in columns[f"alliances.{column}"].tolist()]
        assert told == table[column].where(table[column].notna(), None).tolist()
    for name, column in (("motives", "motive"), ("governance", "governance"), ("actors", "leader")):
        assert [header[name][code] for code in columns[f"alliances.{column}"]] == table[column].tolist()
    hosts = [header["countries"][code]["code"] for code in columns["alliances.host"]]
    assert hosts == table["host_market"].tolist()
    ids = columns["firms.id"]
    partners = [[int(ids[row]) for row in rows if row is not None] for rows in columns["alliances.partners"].tolist()]
    assert partners == [list(rows) for rows in table["partners"]]
    judged = np.where(table["failed"].isna(), 0, 1 + table["failed"].fillna(False).astype(int))
    assert np.array_equal(columns["alliances.judged"], judged)


def test_trust_conflict_and_stage_are_those_of_the_table_of_ties(played):
    header, columns, tables = played
    row_of = {int(a): n for n, a in enumerate(columns["alliances.id"])}
    firm_of = columns["firms.id"]
    for tie in tables["ties"].itertuples():
        place = row_of[tie.alliance_id]
        row = columns["alliances.first_row"][place] + tie.step + 1 - columns["alliances.first_frame"][place]
        side = [None if f is None else int(firm_of[f]) for f in columns["alliances.partners"][place].tolist()]
        assert columns["life.trust"][row, side.index(tie.firm_id)] == pytest.approx(tie.trust, abs=0.0051)
        assert columns["life.conflict"][row] == pytest.approx(tie.conflict, abs=0.0051)
        assert header["stages"][columns["life.stage"][row]] == tie.stage


def test_the_last_row_of_an_ended_alliance_has_the_hazards_of_the_decision_log(played):
    _, columns, tables = played
    log = tables["decisions"].set_index("alliance_id")
    ended = np.flatnonzero(~np.ma.getmaskarray(columns["alliances.ended"]))
    seen = 0
    for place in ended.tolist():
        last = columns["alliances.first_row"][place] + columns["alliances.rows"][place] - 1
        kept = log.loc[int(columns["alliances.id"][place])]
        if columns["alliances.cause"][place] == TERM_REACHED or columns["life.chance"][last] == 0:
            continue
        for n, cause in enumerate(HAZARDS):
            told = columns["life.hazards"][last, n]
            assert told == pytest.approx(kept[f"hazard_{CAUSES[cause]}"], abs=0.0011)
        assert columns["life.chance"][last] == pytest.approx(kept["threshold"], abs=0.0003)
        seen += 1
    assert seen > 5


def test_firms_and_their_spells_abroad_are_those_of_the_tables(played):
    header, columns, tables = played
    ids = columns["firms.id"].tolist()
    firms = tables["firms"]
    rows = np.searchsorted(ids, firms["firm_id"])
    frames = firms["step"].to_numpy() + 1
    assets, share = (columns[f"firms.{name}"].data[frames, rows] for name in ("assets", "foreign_share"))
    assert np.abs(np.log1p(assets) - np.log1p(firms["assets"].to_numpy())).max() < 0.026
    assert np.abs(share - firms["foreign_sales_share"].to_numpy()).max() < 0.0051
    alive = np.zeros(columns["firms.assets"].shape, bool)
    for row, (founded, closed) in enumerate(
        zip(columns["firms.founded"], columns["firms.closed"].tolist(), strict=True)
    ):
        alive[max(founded + 1, 0) : None if closed is None else closed + 1, row] = True
    assert alive[1:].sum() == len(firms)
    present = {
        (step, ids[columns["spells.firm"][n]], header["countries"][columns["spells.market"][n]]["code"],
         header["modes"][columns["spells.mode"][n]])
        for n in range(len(columns["spells.firm"]))
        for step in range(int(columns["spells.from"][n]) - 1, int(columns["spells.to"][n]) - 1)
    }  # fmt: skip
    table = tables["presence"]
    there = set(zip(table["step"], table["firm_id"], table["market"], table["mode"], strict=True))
    assert {one for one in present if one[0] >= 0} == there


def test_every_end_has_a_sentence_and_the_ends_by_cause_are_counted(played):
    header, columns, _ = played
    ended = np.flatnonzero(~np.ma.getmaskarray(columns["alliances.ended"]))
    assert sorted(map(int, header["why"])) == ended.tolist()
    assert columns["series.ends"].sum() == len(ended)
    for place in ended.tolist():
        assert f"in quarter {columns['alliances.ended'][place]}" in header["why"][str(place)]


def test_a_recording_of_400_firms_over_80_quarters_is_small():
    simulation = Simulation("default", 1, record_every=0)
    content = recorded(simulation).content({"scenario": "default", "seed": 1})
    assert len(content) <= 160_000
    assert unpacked(content)[0]["quarters"] == 80


def test_recording_a_world_changes_nothing_in_it():
    simulation = Simulation("default", 2, firms=80, quarters=12)
    filmed = simulation.fork()
    simulation.run()
    recorded(filmed)
    for group in ("firms", "alliances", "presence", "entries"):
        mine, filmed_rows = in_use(simulation.world, group), in_use(filmed.world, group)
        for name in mine.dtype.names:
            assert mine[name].tobytes() == filmed_rows[name].tobytes(), name
