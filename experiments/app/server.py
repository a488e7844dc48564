"""Starts the page: on this computer only, without telemetry, and only if all it loads is there."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import socket
import sys
import threading
import time
import warnings
import webbrowser
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from alliances.experiments.campaign.workers import WorkerProcess
from alliances.model.errors import install, refuse

HOST = "127.0.0.1"
PAGE = "alliances.experiments.app.pages"
ASSETS = (
    "@widgetti/solara-vuetify-app@10.1.1/dist/main8.css",
    "@widgetti/solara-vuetify-app@10.1.1/dist/fonts.css",
    "@widgetti/solara-vuetify-app@10.1.1/dist/solara-vuetify-app8.min.js",
    "echarts@5.4.0/dist/echarts.js",
    "font-awesome@4.5.0/css/font-awesome.min.css",
    "requirejs@2.3.6/require.js",
)
"""What the browser asks the server for beside the server's own files; ``solara-assets`` brings it."""
FORGET_AFTER = "10m"
"""After how long a visitor who went away without closing the page is forgotten."""


def launch(port: int = 8765, open_browser: bool = True) -> None:
    """Serve the page until interrupted. ``InputError``, one line, if something is missing or the port is in use."""
    if any(importlib.util.find_spec(name) is None for name in ("solara", "ipyvuetify", "uvicorn")):
        refuse(f"the page needs Solara; {install('app')}")
    settings = configured()
    if missing := missing_assets(Path(settings.assets.proxy_cache_dir)):
        refuse(f"the page needs files that are not there ({missing[0]}); {install('app')}")
    listening = bound(port)
    url = f"http://{HOST}:{listening.getsockname()[1]}"
    print(f"The page is at {url} (Ctrl+C ends it).", flush=True)
    serve(listening, Path(settings.assets.proxy_cache_dir), url if open_browser else None)


def configured() -> Any:
    """Solara's settings for a page of this computer: nothing is sent or fetched, unused worlds are dropped."""
    os.environ["SOLARA_APP"] = PAGE
    os.environ["SOLARA_ASSETS_PROXY"] = "true"
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # the loopback address has no https
    import solara.server.settings as settings

    settings.main.mode = "production"
    settings.main.root_path = ""
    settings.telemetry.mixpanel_enable = False
    settings.theme.show_banner = False
    settings.kernel.cull_timeout = FORGET_AFTER
    return settings


def missing_assets(folder: Path) -> list[str]:
    """Those assets that are not in Solara's cache; all of them if the page would ask for other versions."""
    if not importlib.metadata.version("ipyvue").startswith("1."):
        return [*ASSETS]
    return [name for name in ASSETS if not (folder / name).is_file()]


def bound(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 takes any that is free."""
    if not 0 <= port < 2**16:
        refuse(f"port = {port} must be 0 to 65535; 0: any that is free")
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two servers share a port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        refuse(f"port {port} cannot be used ({error.strerror}); name another one, or any that is free: --port 0")
    return listening


def serve(listening: socket.socket, assets: Path, url: str | None) -> None:
    """Run the server on this socket, and open the browser once it answers if a URL is given."""
    import uvicorn

    app = guarded(listening.getsockname()[1], assets)
    config = uvicorn.Config(app, log_level="error", access_log=False, proxy_headers=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    if url is not None:
        threading.Thread(target=open_when_ready, args=(server, url), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    for child in active_children():  # worlds that nobody waits for any more
        if isinstance(child, WorkerProcess):
            child.terminate()
    print("The page is closed.")


def guarded(port: int, assets: Path) -> Any:
    """Solara's application, which only the pages of this computer reach."""
    from solara.server import starlette
    from solara.server.app import apps

    from alliances.experiments.app.guard import Guard

    def pages() -> set[str]:
        return {f"/{route.path.strip('/')}" for route in apps["__default__"].routes}

    return Guard(starlette.app, port, assets, pages)


def open_when_ready(server: Any, url: str) -> None:
    """Open the browser as soon as the server has started."""
    while not server.started:
        time.sleep(0.1)
    webbrowser.open(url)
