"""The app's server against strangers: real requests to a real server, as pages, other sites and fuzzers send them."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from uuid import uuid4

import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")
pytest.importorskip("websockets.sync.client", reason="a socket needs it")

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from alliances.experiments.app.server import ASSETS

SERVER = "from alliances.experiments.app import launch; launch(0, open_browser=False)"
LONGEST_WAIT = 60  # seconds
COOKIE = {"Cookie": "solara-session-id=somebody"}


class Server:
    """A server of the app as its users start it, on assets of its own, with what it says on stderr."""

    def __init__(self, folder) -> None:
        self.assets = folder / "cdn"
        for name in ASSETS:
            (self.assets / name).parent.mkdir(parents=True, exist_ok=True)
            (self.assets / name).write_text(f"this is {name}")
        (folder / "secret.txt").write_text("secret")
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVER],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=os.environ | {"SOLARA_ASSETS_PROXY_CACHE_DIR": str(self.assets)},
            )
        self.host = re.search(r"http://(127\.0\.0\.1:\d+)", self.process.stdout.readline()).group(1)
        self.own = {"Origin": f"http://{self.host}"}
        end = time.monotonic() + LONGEST_WAIT
        while self.ask("/static/main-vuetify.js")[0] != 200:
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)

    def ask(self, path: str, method: str = "GET", headers: dict | None = None) -> tuple[int, bytes]:
        """Status and content of the answer."""
        line = http.client.HTTPConnection(self.host, timeout=LONGEST_WAIT)
        try:
            line.request(method, path, headers=headers or {})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def socket(self, query: str = "?session_id=page", host: str | None = None, **headers: str):
        """A socket, as a page opens it."""
        address = f"ws://{self.host}/jupyter/api/kernels/{uuid4()}/channels{query}"
        headers |= COOKIE
        origin = headers.pop("Origin", None)
        if host is None:
            return connect(address, origin=origin, additional_headers=headers)
        ip, port = self.host.split(":")  # spoken to by its number, called by another name
        return connect(address.replace(self.host, host), sock=socket.create_connection((ip, int(port))), origin=origin)

    def said(self) -> list[str]:
        """Lines of its log."""
        return self.log.read_text().splitlines()

    def files(self) -> dict[str, bytes]:
        """All assets, with their content."""
        return {str(file.relative_to(self.assets)): file.read_bytes() for file in self.assets.rglob("*.*s")}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("app"))
    yield started
    started.process.terminate()
    started.process.wait(timeout=20)


def test_a_page_of_any_site_cannot_delete_assets_or_make_the_server_fetch(server):
    before = server.files()
    assert len(before) == len(ASSETS)
    hostile = (
        "echarts@5.4.0/dist",
        "echarts@5.4.0",
        "@widgetti/solara-vuetify-app@10.1.1",
        "%40widgetti",
        "",
        "x@1/y.js",
    )
    for path in hostile:
        for headers in (
            {},
            {"Host": "other.example"},
            {"Referer": "http://other.example/", "Sec-Fetch-Site": "cross-site"},
        ):
            began = time.monotonic()
            assert server.ask(f"/_solara/cdn/{path}", headers=headers)[0] in (403, 404)
            assert time.monotonic() - began < 5, "nothing is fetched"
    assert server.files() == before
    assert sorted(entry.name for entry in server.assets.iterdir()) == sorted({name.split("/")[0] for name in ASSETS})


def test_assets_that_came_with_the_install_are_read_and_nothing_beside_them(server):
    for name in ASSETS:
        assert server.ask(f"/_solara/cdn/{name}") == (200, f"this is {name}".encode())
    for path in ("../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "%2fetc/passwd", "a%00b", "x" * 5000):
        status, content = server.ask(f"/_solara/cdn/{path}")
        assert status == 404
        assert b"secret" not in content
        assert b"root:" not in content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH", "OPTIONS", "TRACE"])
def test_assets_cannot_be_written(server, method):
    before = server.files()
    for headers in ({}, server.own):
        assert server.ask(f"/_solara/cdn/{ASSETS[0]}", method, headers)[0] in (403, 404, 405)
    assert server.files() == before


@pytest.mark.parametrize(
    "host", ["other.example", "127.0.0.1", "127.0.0.1:1", "localhost", "", "127.0.0.1.other.example"]
)
def test_a_name_that_was_pointed_at_this_computer_is_not_answered(server, host):
    port = server.host.split(":")[1]
    names = {host, f"{host}:{port}"} - {server.host, f"localhost:{port}"}
    for name in names:
        for path in ("/", "/policy", f"/_solara/cdn/{ASSETS[0]}", "/static/main-vuetify.js"):
            assert server.ask(path, headers={"Host": name})[0] in (400, 403)


def test_both_names_of_this_computer_are_answered(server):
    for name in (server.host, server.host.replace("127.0.0.1", "localhost")):
        for page in ("/", "/policy", "/policy?x=1"):
            status, content = server.ask(page, headers={"Host": name})
            assert status == 200
            assert content.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    "path",
    [
        "/resourcez",
        "/resourcez?verbose",
        "/readyz",
        "/jupyter/api/kernels/1",
        "/_solara/api/evict/1",
        "/etc/passwd",
        "/nothing",
    ],
)
def test_what_the_pages_do_not_need_is_closed(server, path):
    for method in ("GET", "POST"):
        assert server.ask(path, method, server.own)[0] == 404


def test_another_origin_opens_no_socket(server):
    others = (
        "http://other.example",
        "null",
        f"https://{server.host}",
        "http://127.0.0.1:1",
        f"http://{server.host}.other.example",
    )
    for origin in others:
        with pytest.raises(InvalidStatus):
            server.socket(Origin=origin)
    with pytest.raises(InvalidStatus):
        server.socket()  # no browser sends none
    with pytest.raises(InvalidStatus):
        server.socket(host="other.example", Origin="http://other.example")  # it was pointed at this computer
    with server.socket(**server.own):
        pass


def test_another_origin_cannot_close_a_visit(server):
    path = "/_solara/api/close/kernel?session_id=page"
    for headers in ({}, {"Origin": "http://other.example"}, {"Origin": "null"}):
        assert server.ask(path, "POST", headers)[0] == 403
    assert server.ask(path, "POST", server.own)[0] == 200


def test_headers_of_a_proxy_change_nothing(server):
    forged = {
        "X-Forwarded-Host": "other.example",
        "X-Forwarded-Proto": "gopher",
        "Script-Name": "/other",
        "X-Script-Name": "/other",
        "Forwarded": "host=other.example",
    }
    before = server.said()
    status, content = server.ask("/", headers=forged)
    assert status == 200
    assert b"/other" not in content
    assert b"other.example" not in content
    assert server.said() == before


JUNK = ["junk{", "[]", "{}", '"text"', '{"header": {}}', "[" * 10_000, b"", b"\x00\x01", b"\xff" * 1000]


@pytest.mark.parametrize("junk", JUNK, ids=[repr(one)[:16] for one in JUNK])
def test_junk_on_a_socket_leaves_one_line_and_ends_that_socket_alone(server, junk):
    before = len(server.said())
    with server.socket(**server.own) as line:
        line.send(junk)
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=LONGEST_WAIT)
    end = time.monotonic() + 5
    while len(server.said()) == before and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.2)  # whatever else it might say
    (said,) = server.said()[before:]
    assert "could not be answered" in said
    assert len(said) < 400
    assert server.ask("/")[0] == 200


def test_raw_bytes_on_the_port_leave_no_trace(server):
    ip, port = server.host.split(":")
    before = server.said()
    for raw in (
        b"\x16\x03\x01\x00",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"\r\n\r\n",
        b"GET " + b"x" * 100_000,
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ):
        with socket.create_connection((ip, int(port)), timeout=10) as line:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
    assert server.ask("/")[0] == 200
    assert server.said() == before
