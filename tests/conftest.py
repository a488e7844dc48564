"""Settings and fixtures that all tests share."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("compiled", deadline=None)  # the first call of a kernel compiles it, and takes its time
settings.load_profile("compiled")
os.environ["COLUMNS"] = "140"  # what commands print is as wide in every terminal, and where there is none
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as the shell starts what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium, which does nothing that it was not asked for."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium on the PATH")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Iterator[Callable[[str, int], Any]]:
    """Shows a page on a screen of some width, which it has to fit; it may ask the network for nothing."""
    file, asked = tmp_path / "report.html", []

    def on_screen(page: str, width: int) -> Any:
        file.write_text(page, encoding="utf-8")
        tab = browser.new_page(viewport={"width": width, "height": 900})
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(file.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        return tab

    yield on_screen
    assert asked == [file.as_uri()]


@pytest.fixture
def shipped_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Plugins and mechanisms that a test brings leave the model as it ships."""
    from alliances.model import plugins
    from alliances.model.declarations import parameters
    from alliances.model.policies.policy import INSTRUMENTS

    shipped = dict(parameters.RULES), dict(INSTRUMENTS)
    monkeypatch.setattr(plugins, "LOADED", {})
    monkeypatch.setenv(plugins.PLUGINS, "")
    yield
    for known, before in zip((parameters.RULES, INSTRUMENTS), shipped, strict=True):
        known.clear()
        known.update(before)
    for kept in (parameters.declared, parameters.defaults, parameters.value_type):
        kept.cache_clear()


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Gives what the command says when it refuses: one line on stderr, exit code 2, nothing on stdout."""
    from alliances.__main__ import main

    def said_of(*arguments: object) -> str:
        assert main([str(argument) for argument in arguments]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("alliances: ")
        assert len(said.err.splitlines()) == 1, said.err
        return said.err

    return said_of
