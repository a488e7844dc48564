"""What starting the server of the page checks."""

import socket

import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")

from alliances.experiments.app import launch, server
from alliances.model.errors import InputError


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
    with pytest.raises(InputError, match=r"the page needs files that are not there .*pip install"):
        launch(0, open_browser=False)


@pytest.mark.smoke
def test_all_assets_are_installed():
    assert server.missing_assets(server.configured().assets.proxy_cache_dir) == []
