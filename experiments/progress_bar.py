"""A bar for the ``progress`` of whatever runs many worlds: in a notebook a widget, in a terminal a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alliances.experiments.campaign.campaign import Progress


def progress_bar(**options: Any) -> Callable[[Progress], None]:
    """A function to give as ``progress=progress_bar()``; ``options`` are those of ``tqdm``."""
    from tqdm.auto import tqdm

    bar = tqdm(**{"unit": "run", **options})

    def show(told: Progress) -> None:
        """Move the bar on; it is closed once all is done."""
        bar.total = told.asked
        bar.update(told.done - bar.n)
        if told.failed:
            bar.set_postfix(failed=told.failed)
        if told.done >= told.asked:
            bar.close()

    return show
