"""What starting the server of the page checks."""

import socket

import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")

from alliances.__main__ import main
from alliances.experiments.app import launch, server
from alliances.model.errors import InputError


def test_a_port_in_use_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind((server.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"^port {port} cannot be used .*; name another one, .* free: --port 0$"):
            server.bound(port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_there_is_not_is_refused_with_those_there_are(port):
    with pytest.raises(InputError, match=rf"^port = {port} must be 0 to 65535; 0: any that is free$"):
        server.bound(port)


def test_the_port_that_is_advised_can_be_given(monkeypatch):
    given = []
    monkeypatch.setattr("alliances.experiments.app.launch", lambda **asked: given.append(asked["port"]))
    assert main(["app", "--port", "0", "--no-browser"]) == 0 and given == [0]
    with server.bound(0) as listening:
        assert listening.getsockname()[1] > 0


def test_a_missing_asset_is_one_clear_line(tmp_path, monkeypatch):
    configured = server.configured()
    monkeypatch.setattr(configured.assets, "proxy_cache_dir", tmp_path)
    with pytest.raises(InputError, match=r"the page needs files that are not there .*pip install"):
        launch(0, open_browser=False)


@pytest.mark.smoke
def test_all_assets_are_installed():
    assert server.missing_assets(server.configured().assets.proxy_cache_dir) == []
