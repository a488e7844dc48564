"""Hostile requests to a real server of the app: it answers nobody but its own pages, loses no file and stays up."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from alliances.experiments.app.server import ASSETS
from tests.torture.trial import Trial

KIND = "hostile requests to the app's server"
FORBIDDEN = range(400, 500)
SERVER = "from alliances.experiments.app import launch; launch(0, open_browser=False)"
LONGEST = 30  # seconds
FOREIGN = ["http://other.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "http://localhost.other.example"]
HOSTS = ["other.example", "127.0.0.1:1", "127.0.0.1.other.example", "[::1]", "", "a" * 3000, "localhost:99999"]
CLOSED = [
    "/resourcez",
    "/resourcez?verbose",
    "/readyz",
    "/jupyter/api/kernels/1",
    "/_solara/api/evict/1",
    "/etc/passwd",
]
OUTSIDE = [
    "../../../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%2f..%2fetc/passwd",
    "%00",
    "x" * 5000,
    "x@1/y.js",
    "",
]
READ = "/static/main-vuetify.js"  # which every page reads
SOCKET = "/jupyter/api/kernels/1/channels"
JUNK = [
    b"\x16\x03\x01\x00\xff" * 20, b"\x00" * 1000, b"GET", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 500,
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]  # fmt: skip


class Server:
    """A server with assets that it may lose."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait until it answers."""
        self.assets = folder / "cdn"
        for name in ASSETS:
            (self.assets / name).parent.mkdir(parents=True, exist_ok=True)
            (self.assets / name).write_text(f"this is {name}", encoding="utf-8")
        environment = os.environ | {"SOLARA_ASSETS_PROXY_CACHE_DIR": str(self.assets)}
        self.log = (folder / "log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=self.log, text=True, env=environment
        )
        assert self.process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.process.stdout.readline())
        assert found is not None, (folder / "log").read_text()
        self.port = int(found[1])
        end = time.monotonic() + LONGEST
        while self.ask("GET", READ, {}) != 200 and time.monotonic() < end:
            time.sleep(0.2)

    def ask(self, method: str, path: str, headers: dict[str, str]) -> int:
        """The status of the answer; 0 if the connection was closed without one, or what was asked cannot be sent."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            line.request(method, path, headers=headers)
            return line.getresponse().status
        except (http.client.HTTPException, OSError, ValueError):
            return 0
        finally:
            line.close()

    def send(self, raw: bytes) -> None:
        """Send bytes as they are, and hear what comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST) as line:
            line.settimeout(1)
            try:
                line.sendall(raw)
                line.recv(1000)
            except OSError:
                pass

    def files(self) -> dict[str, str]:
        """All assets with hashes of their content."""
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in self.assets.rglob("*") if path.is_file()}  # fmt: skip

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=LONGEST)
        self.log.close()


def trials(count: int, seed: int) -> Iterator[Trial]:
    """So many requests, each of another kind than pages make, and after each the server as before."""
    draw = random.Random(seed)
    with TemporaryDirectory(prefix="torture-") as folder:
        server = Server(Path(folder))
        try:
            for number in range(count):
                yield one(number, draw, server)
        finally:
            server.stop()


def one(number: int, draw: random.Random, server: Server) -> Trial:
    """A request, and what is wrong with its answer or with the server afterwards."""
    asked, allowed = request(draw, server.port)
    what = f"number {number}: {str(asked)[:200]}"
    before, status = server.files(), 0
    if isinstance(asked, bytes):
        server.send(asked)
    else:
        status = server.ask(*asked)
    if status and status not in allowed:
        return Trial(KIND, what, f"answered with {status}")
    if server.files() != before:
        return Trial(KIND, what, "an asset is gone, new or changed")
    if server.process.poll() is not None or server.ask("GET", READ, {}) != 200:
        return Trial(KIND, what, "the server is down")
    return Trial(KIND, what)


def request(draw: random.Random, port: int) -> tuple[tuple[str, str, dict[str, str]] | bytes, range | tuple[int, ...]]:
    """A request, or raw bytes, and the answers that are right."""
    asset = draw.choice(ASSETS)
    folder = "/".join(asset.split("/")[: draw.randint(1, 3)])
    own = {"Origin": f"http://127.0.0.1:{port}"}
    kinds = (
        lambda: (("GET", f"/_solara/cdn/{folder}", {}), (*FORBIDDEN, 200) if folder == asset else FORBIDDEN),
        lambda: (("GET", f"/_solara/cdn/{draw.choice(OUTSIDE)}", {}), FORBIDDEN),
        lambda: (("GET", draw.choice(["/", "/policy", f"/_solara/cdn/{asset}"]), host_of(draw)), FORBIDDEN),
        lambda: ((draw.choice(["PUT", "DELETE", "PATCH", "TRACE"]), f"/_solara/cdn/{asset}", own), FORBIDDEN),
        lambda: (("POST", "/_solara/api/close/x?session_id=y", {"Origin": draw.choice(FOREIGN)}), FORBIDDEN),
        lambda: (("GET", draw.choice(CLOSED), draw.choice([{}, own])), FORBIDDEN),
        lambda: (("GET", f"{SOCKET}?session_id=x", socket_headers(draw.choice(FOREIGN))), FORBIDDEN),
        lambda: (("GET", READ, {"X-Forwarded-Host": "other.example", "X-Script-Name": "/x"}), (200, *FORBIDDEN)),
        lambda: (draw.choice(JUNK), FORBIDDEN),
        lambda: (draw.randbytes(draw.choice([1, 100, 10_000])), FORBIDDEN),
    )  # fmt: skip
    return draw.choice(kinds)()


def host_of(draw: random.Random) -> dict[str, str]:
    """Another name than the server's."""
    return {"Host": draw.choice(HOSTS)}


def socket_headers(origin: str) -> dict[str, str]:
    """Headers that ask for a socket, from a page of another origin."""
    return {
        "Origin": origin, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Cookie": "solara-session-id=somebody",
    }  # fmt: skip
