"""Who may ask the app's server for what: the app is for this computer, and other web pages are kept out.

``Guard`` stands before Solara, as an ASGI application. It answers the loopback address alone (so no name that was
pointed at it, which is how a web page would get round the browser's rules), takes sockets and posts from its own
pages alone, and passes on what the pages need; the rest is not found. Solara's own route for assets would fetch what
is missing and remove folders in its way; here the files that came with the install are read, and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

ASSETS = "/_solara/cdn"
READ = ("/static/", "/jupyter/nbextensions/")
SOCKET = "/jupyter/api/kernels/"
LEAVE = "/_solara/api/close/"
PROXIES = ("forwarded", "x-forwarded-", "script-name", "x-script-name")
"""Headers by which a proxy would say where the app is; there is no proxy."""
UNHEARD = 1008
"""Code by which a socket is closed: against the rules."""

logger = logging.getLogger(__name__)


class Guard:
    """Passes on to ``app`` what a page of this server on this ``port`` may ask for."""

    def __init__(self, app: Any, port: int, assets: Path, pages: Callable[[], Collection[str]]) -> None:
        """``assets`` is the folder of files for the browser; ``pages()`` are the paths of the pages, as ``/policy``."""
        self.app = app
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"} | ({"127.0.0.1", "localhost"} if port == 80 else set())
        self.assets = Starlette(routes=[Mount(ASSETS, app=StaticFiles(directory=assets))])
        self.pages = pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or open a socket; a failure is one line in the log."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        try:
            await self.answer(scope, receive, send)
        except Exception as error:
            logger.warning("a request to %.80r could not be answered: %s", scope["path"], in_a_line(error))
            if scope["type"] == "websocket":
                await closed(send)

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on what may be asked for, refuse the rest."""
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self.hosts]:
            await refused(scope, receive, send, 403, "This server answers to its own address only.")
        elif not is_plain(scope) and headers.getlist("origin") != [f"http://{headers['host']}"]:
            await refused(scope, receive, send, 403, "This server takes this from its own pages only.")
        elif is_plain(scope) and scope["path"].startswith(f"{ASSETS}/"):
            await self.assets(scope, receive, send)
        elif self.is_needed(scope):
            await self.app({**scope, "headers": without_proxies(scope["headers"])}, receive, send)
        else:
            await refused(scope, receive, send, 404, "There is nothing here.")

    def is_needed(self, scope: Any) -> bool:
        """Whether the pages need this."""
        path: str = scope["path"]
        if scope["type"] == "websocket":
            return path.startswith(SOCKET)
        if scope["method"] == "POST":
            return path.startswith(LEAVE)
        return is_plain(scope) and (path.startswith(READ) or (path.rstrip("/") or "/") in self.pages())


def is_plain(scope: Any) -> bool:
    """Whether something is only read."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")


def without_proxies(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers without those of a proxy."""
    return [(name, value) for name, value in headers if not name.decode("latin-1").lower().startswith(PROXIES)]


async def refused(scope: Any, receive: Any, send: Any, status: int, words: str) -> None:
    """Answer with this status and these words; a socket is not opened."""
    if scope["type"] == "websocket":
        await closed(send)
    else:
        await PlainTextResponse(words, status_code=status)(scope, receive, send)


async def closed(send: Any) -> None:
    """Close a socket, or do not open it; one that is closed already stays so."""
    try:
        await send({"type": "websocket.close", "code": UNHEARD})
    except Exception as error:
        logger.debug("the socket was closed: %s", error)


def in_a_line(error: BaseException) -> str:
    """Kind and words of an error, of the first if there are several, in one line."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
