"""The pages and how one gets from one to the other: the model, and the policy lab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reacton.ipyvuetify as v
import solara

from alliances.experiments.app.player_page import PlayerPage, Visit
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.policy_page import PolicyPage
from alliances.experiments.app.tags import tag

PAGES = {"/": "The model", "policy": "Policy lab"}
STYLE = Path(__file__).with_name("page.css")
LAB, PLAYER = solara.create_context(None), solara.create_context(None)
"""What a visitor did in the policy lab and where they were in the model, kept while they look at the other page."""


@solara.component_vue("document.vue")
def Document() -> None:  # noqa: N802
    """Tells the browser in which language the page is, and that it may be zoomed."""


@solara.component
def Layout(children: list[Any]) -> None:  # noqa: N802
    """The bare page with its links, without Solara's application bar."""
    lab = solara.use_memo(Lab, [])
    LAB.provide(lab)
    PLAYER.provide(solara.use_memo(Visit, []))
    solara.use_effect(lambda: lab.stop, [])  # who leaves needs no more worlds
    solara.Style(STYLE)
    with v.Html(tag="div"):
        Document()
        if solara.use_router().path.strip("/"):  # the player has links of its own
            Links()
        v.Html(tag="div", children=children)


@solara.component
def Links() -> None:  # noqa: N802
    """Back to the model, where the visitor was; and the page that is shown, which is no link."""
    visit = solara.use_context(PLAYER)
    with tag("nav", class_="pages slim", aria_label="Pages"):
        with solara.Link(f"/{visit.search}"):
            tag("span", PAGES["/"])
        tag("span", PAGES["policy"], aria_current="page")


@solara.component
def Policy() -> None:  # noqa: N802
    """The policy lab of this visit."""
    PolicyPage(solara.use_context(LAB))


@solara.component
def Model() -> None:  # noqa: N802
    """The model as this visit plays it."""
    PlayerPage(solara.use_context(PLAYER))


routes = [
    solara.Route("/", component=Model, label=PAGES["/"], layout=Layout),
    solara.Route("policy", component=Policy, label=PAGES["policy"]),
]
