"""The server as its users start it, and visitors whose browsers note everything that goes wrong."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")

SERVER = "import sys; from alliances.experiments.app import launch; launch(int(sys.argv[1]), open_browser=False)"
COMPILING = 180_000  # ms: the first world may have to be compiled


class Server:
    """The page's server, as a process of its own."""

    def __init__(self, port: int = 0) -> None:
        """Start it on a port, by default any that is free."""
        self.process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], stdout=subprocess.PIPE, text=True)
        told = self.process.stdout.readline() if self.process.stdout else ""
        found = re.search(r"http://127\.0\.0\.1:(\d+)", told)
        assert found, f"the server did not start: {told}"
        self.address, self.port = found.group(), int(found.group(1))

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served."""
    server = Server()
    yield server.address
    server.stop()


@pytest.fixture
def server() -> Iterator[Callable[..., Server]]:
    """Starts servers, which end with the test."""
    started: list[Server] = []

    def start(port: int = 0) -> Server:
        started.append(Server(port))
        return started[-1]

    yield start
    for one in started:
        one.stop()


class Visitor:
    """One visitor: a browser context of their own, and a record of what went wrong in it."""

    def __init__(self, browser: Any, address: str, search: str = "", width: int = 1280) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        self.tab = self.context.new_page()
        self.outside: list[str] = []
        self.refused: list[str] = []
        self.errors: list[str] = []
        self.tab.on("request", self.note)
        self.tab.on("websocket", self.note)
        self.tab.on("response", lambda answer: answer.status >= 400 and self.refused.append(answer.url))
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.tab.goto(address + search)

    def note(self, request: Any) -> None:
        """Remember requests that leave this computer."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "file") and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def press(self, words: str) -> None:
        """Press the button of these words."""
        self.tab.get_by_role("button", name=words, exact=True).first.click()

    def expect(self, text: str | re.Pattern[str], css: str, seconds: float = 15) -> None:
        """Wait until an element says this."""
        sync_api.expect(self.tab.locator(css).first).to_contain_text(text, timeout=1000 * seconds)

    def quarter(self) -> int:
        """The quarter that the clock shows; −1 at the start."""
        told = self.tab.locator(".clock").inner_text()
        found = re.search(r"Quarter (\d+)", told)
        return int(found.group(1)) if found else -1

    def ready(self, seconds: float = COMPILING / 1000) -> None:
        """Wait until a world is shown."""
        self.expect(re.compile(r"Quarter \d+ of|Start of"), ".clock", seconds)

    def flawless(self) -> None:
        """Nothing went wrong, and nothing was asked of anybody else."""
        assert (self.outside, self.refused, self.errors) == ([], [], [])


@pytest.fixture
def visitor(browser: Any, address: str) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors, who leave when the test ends."""
    came: list[Visitor] = []

    def come(search: str = "", width: int = 1280, address: str = address) -> Visitor:
        came.append(Visitor(browser, address, search, width))
        return came[-1]

    yield come
    for one in came:
        one.context.close()


@pytest.fixture(scope="module")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world that was written as one HTML file."""
    from alliances.experiments.app.answers import answered

    answer = answered({"kind": "download", "setup": {"scenario": "default", "seed": 1, "firms": 150, "quarters": 40}})
    file = tmp_path_factory.mktemp("worlds") / "world.html"
    file.write_bytes(answer.files[0])
    return file
