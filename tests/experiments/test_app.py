"""Behind the page: choices, places, one visitor's session, and what starting the server checks."""

import socket
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")

from alliances import AllianceModel
from alliances.experiments.app import charts, launch, server
from alliances.experiments.app.choices import TITLES, Choice, scale, with_unit
from alliances.experiments.app.places import Places
from alliances.experiments.app.session import Session
from alliances.experiments.app.world import LiveWorld
from alliances.model.declarations.parameters import declared
from alliances.model.errors import InputError

SMALL = Choice(firms=40)


def session_of(choice: Choice = SMALL) -> Session:
    """A session with its world made."""
    session = Session()
    session.choice.value = choice
    session.build()
    return session


@pytest.mark.parametrize("name", TITLES)
def test_a_slider_reaches_the_default_and_both_ends_of_the_plausible_range(name):
    low, high, step = scale(name)
    assert (low, high) == declared()[name].plausible
    for value in (declared()[name], high):
        assert (value - low) / step == pytest.approx(round((value - low) / step), abs=1e-6)
    assert 15 <= (high - low) / step <= 100


def test_units_read_as_one_says_them():
    assert with_unit(0.6, "1/year") == "0.6 per year"
    assert with_unit(1.5, "million USD") == "1.5 million USD"
    assert with_unit(0.08, "million USD/year") == "0.08 million USD per year"


def test_a_choice_keeps_only_what_differs_from_its_scenario():
    choice = Choice().with_value("trust.gain", 0.8)
    assert choice.parameters == {"trust.gain": 0.8}
    assert choice.differences(Choice()) == {"trust.gain"}
    assert choice.with_value("trust.gain", 0.6) == Choice()
    assert replace(choice, seed=7).with_scenario("emerging-smes") == Choice("emerging-smes", seed=7)


def test_founders_take_the_next_place_at_home_and_nobody_moves():
    home, alive = np.array([0, 1, 0]), np.array([True, True, True])
    places = Places(["EUR", "APAC", ""], home, alive)
    before = places.xy.copy()
    after = places.update(np.array([0, 1, 0, 0, 1]))
    assert np.array_equal(after[:3], before)
    assert len({tuple(place) for place in after.round(6).tolist()}) == 5
    # the third firm of country 0 stands nearer to its own centre than to the other's
    distance = np.linalg.norm(after[3] - places.centres[:2], axis=1)
    assert distance[0] < distance[1]
    assert np.abs(after).max() < places.extent


def test_the_world_of_the_page_is_the_model_of_the_same_seed():
    world = LiveWorld(replace(SMALL, parameters={"trust.gain": 0.9}))
    model = AllianceModel("default", seed=1, firms=40, parameters={"trust.gain": 0.9})
    for _ in range(4):
        world.advance()
        model.step()
    assert [moment.active for moment in world.history[1:]] == model.datacollector.model_vars["active_alliances"]
    assert {(min(e.first, e.second), max(e.first, e.second)) for e in world.edges()} == {
        (min(pair), max(pair)) for pair in model.network().edges
    }


def test_the_failed_share_counts_endings_of_two_years():
    world = LiveWorld(SMALL)
    for _ in range(12):
        world.advance()
    quarters = world.model.recorder.quarters[-8:]
    ended, failed = (int(sum(summary[name][0] for _, summary in quarters)) for name in ("ended", "failed"))
    assert world.lately_ended() == (ended, failed)
    assert world.history[-1].failed_share == pytest.approx(100 * failed / ended)


def test_positions_in_the_picture_do_not_change_between_steps():
    session = session_of()
    first = {node.firm: (node.x, node.y) for node in session.frame.value.nodes}
    for _ in range(8):
        session.step()
    last = {node.firm: (node.x, node.y) for node in session.frame.value.nodes}
    assert set(last) - set(first), "somebody was founded in two years"
    assert all(last[firm] == first[firm] for firm in set(first) & set(last))


def test_the_failed_share_is_drawn_with_the_reported_band():
    frame = session_of().frame.value
    drawn = charts.line(charts.SERIES[1], frame.history, frame.quarters)
    (area,) = drawn["series"][0]["markArea"]["data"]
    assert area == [{"yAxis": 30}, {"yAxis": 70}]
    assert "reported: 30–70 %" in drawn["series"][0]["markArea"]["label"]["formatter"]


def test_a_choice_waits_for_restart():
    session = session_of()
    session.choice.value = replace(session.choice.value.with_value("trust.gain", 0.8), firms=60)
    session.step()
    assert session.waiting == {"trust.gain", "firms"}
    assert session.frame.value.history[-1].quarter == 1
    session.restart()
    session.build()
    assert session.waiting == set()
    assert session.frame.value.history[-1].quarter == 0
    assert session._world.model.values.trust.gain == 0.8
    assert session._world.model.settings.firms == 60


def test_two_sessions_share_nothing():
    one, other = session_of(), session_of()
    for _ in range(3):
        one.step()
    assert one.frame.value.history[-1].quarter == 3
    assert other.frame.value.history[-1].quarter == 0
    for _ in range(3):
        other.step()
    assert other.frame.value.history == one.frame.value.history


def test_what_cannot_be_made_is_said_and_the_old_world_stays():
    session = session_of()
    session.choice.value = replace(SMALL, seed=2**64)
    session.build()
    assert "must be a whole number in [0, 2**64)" in session.problem.value
    assert session.shown.value == SMALL
    session.step()
    assert session.frame.value.history[-1].quarter == 1


def test_the_scenarios_end_stops_the_run():
    session = session_of()
    session._world.model.settings = replace(session._world.model.settings, quarters=2)
    session.playing.value = True
    for _ in range(3):
        session.step()
    assert session.frame.value.over
    assert session.frame.value.history[-1].quarter == 2
    assert not session.playing.value


def test_a_late_frame_does_not_replace_a_newer_one():
    session = session_of()
    late = session.advance()
    session.build()
    session.show(late)
    assert session.frame.value.number > late.number
    assert session.frame.value.history[-1].quarter == 0


def test_a_port_in_use_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind((server.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} cannot be used .*; name another one: --port {port + 1}"):
            launch(port, open_browser=False)


def test_a_missing_asset_is_one_clear_line(tmp_path, monkeypatch):
    configured = server.configured()
    monkeypatch.setattr(configured.assets, "proxy_cache_dir", tmp_path)
    with pytest.raises(InputError, match=r"the page needs files that are not there .*install the extra"):
        launch(0, open_browser=False)


def test_all_assets_are_installed():
    assert server.missing_assets(server.configured().assets.proxy_cache_dir) == []
