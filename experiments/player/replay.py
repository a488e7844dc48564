"""One HTML file that plays a world by itself: player, words and recording, with no server and no network."""

from __future__ import annotations

import base64
import html
import json
from functools import cache
from pathlib import Path
from string import Template

from alliances.experiments.player.documents import documents
from alliances.experiments.recording.columns import unpacked
from alliances.experiments.recording.setup import Setup
from alliances.model.errors import refuse

BUNDLE = Path(__file__).with_name("player.js")
PAGE = Path(__file__).with_name("page.html")


@cache
def bundle() -> str:
    """The player's script."""
    if not BUNDLE.is_file():
        refuse(f"{BUNDLE} is missing; build it in the folder player: npm install && npm run build")
    return BUNDLE.read_text(encoding="utf-8")


def page_of(recording: bytes, frame: int = 0) -> str:
    """The page that plays a recording, from a frame on; ``InputError`` unless it is a recording."""
    header, _ = unpacked(recording)
    told = documents()
    alone = {**told, "lessons": []}
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        title=html.escape(header["title"]),
        documents=inside_script(json.dumps(alone, ensure_ascii=False)),
        recording=base64.b64encode(recording).decode(),
        search=f"?page=explore&frame={frame}",
        player=inside_script(bundle()),
    )


def inside_script(text: str) -> str:
    """Text that cannot end the script that it stands in."""
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")


def saved_name(setup: Setup) -> str:
    """What a file of a world is called."""
    return f"{setup.scenario}-seed-{setup.seed}{'-changed' if setup.acts else ''}.html"
