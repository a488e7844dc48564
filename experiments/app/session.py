"""One visitor: their choice, their world, and what the buttons do. Nothing here is shared between visitors."""

from __future__ import annotations

import asyncio
import threading
import time

import solara

from alliances.experiments.app.choices import Choice
from alliances.experiments.app.world import Frame, LiveWorld
from alliances.model.errors import InputError

SLOWEST, FASTEST, FIRST_SPEED = 1, 20, 4
"""Quarters per second."""
PATIENCE = 0.01
"""Seconds between two looks at whether the browser has drawn a frame."""


class Session:
    """The state of one visit; reactive fields re-draw the parts of the page that read them."""

    def __init__(self) -> None:
        """A visit whose world is still to be made, by :meth:`build`."""
        self.choice = solara.reactive(Choice())
        self.shown = solara.reactive(Choice())  # the choice behind the world that is shown
        self.frame: solara.Reactive[Frame | None] = solara.reactive(None)
        self.playing = solara.reactive(False)
        self.speed = solara.reactive(FIRST_SPEED)
        self.restarts = solara.reactive(0)
        self.building = solara.reactive(True)
        self.problem = solara.reactive("")
        self.painted = 0  # number of the last frame that the browser has drawn
        self._frames = 0
        self._world: LiveWorld | None = None
        self._lock = threading.Lock()

    @property
    def waiting(self) -> set[str]:
        """Choices that take effect at the next restart."""
        return self.choice.value.differences(self.shown.value)

    def restart(self) -> None:
        """Ask for a new world, made as chosen; the page then calls :meth:`build` in a thread."""
        self.playing.value = False
        self.building.value = True
        self.restarts.value += 1

    def build(self) -> None:
        """Make the world that was chosen; if that cannot be, say why and keep the old one."""
        choice = self.choice.value
        try:
            world = LiveWorld(choice)
        except InputError as error:
            self.problem.value = str(error)
        else:
            with self._lock:
                self._world = world
                frame = self._picture()
            self.problem.value = ""
            self.shown.value = choice
            self.frame.value = frame
        self.building.value = False

    def step(self) -> None:
        """One quarter on, and show it."""
        self.show(self.advance())

    def advance(self) -> Frame:
        """One quarter on; the frame to show. Safe in any thread, touches nothing that the page reads."""
        with self._lock:
            if self._world is not None and self._world.model.running:
                self._world.advance()
            return self._picture()

    def show(self, frame: Frame) -> None:
        """Put a frame on the page, unless a newer one is there; stop at the scenario's end."""
        if self.frame.value is None or frame.number > self.frame.value.number:
            self.frame.value = frame
        if frame.over:
            self.playing.value = False

    def has_painted(self, number: int) -> None:
        """The browser has drawn the frame of this number."""
        self.painted = max(self.painted, int(number))

    async def play(self) -> None:
        """Step until paused. The next quarter waits for its time, and for the browser to have drawn the last."""
        while self.playing.value:
            began = time.monotonic()
            frame = await asyncio.to_thread(self.advance)
            self.show(frame)
            while self.playing.value and not self._is_due(began):
                await asyncio.sleep(PATIENCE)

    def _is_due(self, began: float) -> bool:
        """Whether the next quarter may come: the last one is drawn and has been seen long enough."""
        assert self.frame.value is not None
        return self.painted >= self.frame.value.number and time.monotonic() - began >= 1 / self.speed.value

    def _picture(self) -> Frame:
        """The world as it is now, as the next frame."""
        assert self._world is not None, "the world is made before it is shown"
        self._frames += 1
        return self._world.frame(self._frames)
