"""``alliances app``: open the visual model in the browser."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

DEFAULT_PORT = 8765
EXAMPLES = """Examples:

alliances app

alliances app --port 9000 --no-browser
"""


def open_app(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on the loopback address; 0: any that is free.")
    ] = DEFAULT_PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser window.")] = True,
) -> None:
    """Open the visual model and the policy lab in the browser, on this machine only."""
    from alliances.model.errors import install, refuse

    if find_spec("solara") is None:
        refuse(f"the page needs the extra 'app', which is not installed; {install('app')}")
    from alliances.experiments.app import launch

    launch(port=port, open_browser=browser)
