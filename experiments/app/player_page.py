"""The page of the model: hosts the browser's player, answers what it asks, and keeps where a visitor was."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any

import solara

from alliances.experiments.app.answers import Answer, safely
from alliances.experiments.player.documents import documents
from alliances.experiments.player.replay import bundle

TITLE = "Strategic alliances and the way abroad"
MOST_AT_ONCE = 2  # worlds that are run
POLICY_LAB = "/policy"

logger = logging.getLogger(__name__)


@solara.component_vue("player.vue", vuetify=False)
def Player(  # noqa: N802
    bundle: str,
    documents: str,
    search: str,
    policy_lab: str,
    event_ask: Callable[[dict[str, Any]], None],
    event_moved: Callable[[str], None],
    event_leave: Callable[[str], None],
) -> None:
    """The player in the browser; ``ask`` and ``answer`` carry requests and answers."""


class Visit:
    """One visitor's player: requests are answered one after the other, in a thread of their own."""

    BUSY = threading.Semaphore(MOST_AT_ONCE)
    """For all visitors: no more worlds are run at once."""

    def __init__(self) -> None:
        """Nobody is there yet."""
        self.widget: Any = None
        self.search = ""

    def asked(self, message: Any) -> None:
        """Answer in the background, so that the visitor's other messages are heard meanwhile."""
        threading.Thread(target=self.answer, args=(message,), daemon=True).start()

    def answer(self, message: Any) -> None:
        """Answer a request; whatever comes, it gets one answer."""
        told = message if isinstance(message, dict) else {}
        with self.BUSY:
            refused, answer = safely(told.get("request"), logger.warning)
        self.send(told.get("id"), refused, answer)

    def send(self, number: Any, refused: str, answer: Answer) -> None:
        """Send an answer to the player, if it is still there."""
        if self.widget is not None:
            content = {"id": number, "refused": refused, "json": answer.json}
            self.widget.send({"method": "answer", "args": [content]}, list(answer.files))

    def moved(self, search: Any) -> None:
        """The player shows another state."""
        self.search = str(search)[:8000]


@solara.component
def PlayerPage(visit: Visit) -> None:  # noqa: N802
    """The page of one visitor."""
    router = solara.use_router()
    words = solara.use_memo(lambda: json.dumps(documents(), ensure_ascii=False), [])
    solara.Title(TITLE)
    player = Player(
        bundle=bundle(), documents=words, search=written(router.search) or visit.search, policy_lab=POLICY_LAB,
        event_ask=visit.asked, event_moved=visit.moved, event_leave=router.push,
    )  # fmt: skip

    def connect() -> Callable[[], None]:
        visit.widget = solara.get_widget(player)

        def disconnect() -> None:
            visit.widget = None

        return disconnect

    solara.use_effect(connect, [])


def written(search: str | None) -> str:
    """The address's search part, with its question mark; empty if there is none."""
    return f"?{search.lstrip('?')}" if search else ""
