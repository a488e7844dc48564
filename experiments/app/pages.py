"""The pages and how one gets from one to the other: the model, and the policy lab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reacton.ipyvuetify as v
import solara

from alliances.experiments.app.page import Page as ModelPage
from alliances.experiments.app.policy_lab import Lab
from alliances.experiments.app.policy_page import PolicyPage
from alliances.experiments.app.tags import tag

PAGES = {"/": "The model", "policy": "Policy lab"}
STYLE = Path(__file__).with_name("page.css")
VISIT = solara.create_context(None)
"""The visitor's lab, kept while they look at another page."""


@solara.component_vue("document.vue")
def Document() -> None:  # noqa: N802
    """Tells the browser in which language the page is, and that it may be zoomed."""


@solara.component
def Layout(children: list[Any]) -> None:  # noqa: N802
    """The bare page with its links, without Solara's application bar."""
    lab = solara.use_memo(Lab, [])
    VISIT.provide(lab)
    solara.use_effect(lambda: lab.stop, [])  # who leaves needs no more worlds
    solara.Style(STYLE)
    with v.Html(tag="div"):
        Document()
        Links()
        v.Html(tag="div", children=children)


@solara.component
def Links() -> None:  # noqa: N802
    """The pages; the one that is shown is no link."""
    shown = solara.use_router().path.strip("/") or "/"
    with tag("nav", class_="pages" if shown == "/" else "pages slim", aria_label="Pages"):
        for path, words in PAGES.items():
            if path == shown:
                tag("span", words, aria_current="page")
            else:
                with solara.Link(path if path == "/" else f"/{path}"):
                    tag("span", words)


@solara.component
def Policy() -> None:  # noqa: N802
    """The policy lab of this visit."""
    PolicyPage(solara.use_context(VISIT))


routes = [
    solara.Route("/", component=ModelPage, label=PAGES["/"], layout=Layout),
    solara.Route("policy", component=Policy, label=PAGES["policy"]),
]
