"""What the host answers when the player asks: worlds, repeats, bands, reasons, a file (``player/FORMAT.md``)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from alliances.analysis.report.own_data import parts
from alliances.experiments.own_data import check_data
from alliances.experiments.player.documents import preset
from alliances.experiments.player.replay import page_of, saved_name
from alliances.experiments.player.sliders import values
from alliances.experiments.recording.branches import bands, repeated
from alliances.experiments.recording.command import command_of
from alliances.experiments.recording.explanations import alliance_explained, firm_explained
from alliances.experiments.recording.setup import SHOWN, Setup, setup_from
from alliances.experiments.recording.uploads import ACCEPTED, UPLOADS, Upload, lines_of, unnamed
from alliances.experiments.recording.worlds import Worlds
from alliances.model.errors import InputError, one_of, refuse

FAULT = "The model met a fault with this. Try other settings; the server's log says more."


class Answer(NamedTuple):
    """An answer: what can be said in JSON, and files."""

    json: dict[str, Any]
    files: tuple[bytes, ...] = ()


WORLDS = Worlds()
"""For all visitors: a settled world is never changed, each gets forks."""


def answered(request: Mapping[str, Any]) -> Answer:
    """The answer to a request; ``InputError``, one sentence, for what cannot be used."""
    kind = str(request.get("kind"))
    one_of("request", kind, KINDS)
    return KINDS[kind](request)


def world(request: Mapping[str, Any]) -> Answer:
    """The recording of a world."""
    setup, began = setup_in(request), time.perf_counter()
    content = recording_of(setup)
    return Answer({"seconds": round(time.perf_counter() - began, 3)}, (content,))


def recording_of(setup: Setup) -> bytes:
    """A setup's recording."""
    return WORLDS.recorded(setup).content(setup.told(), command_of(setup))


def again(request: Mapping[str, Any]) -> Answer:
    """How often an alliance ends so."""
    told = repeated(WORLDS, setup_in(request), number(request, "quarter"), number(request, "alliance"),
                    number(request, "forks", 20))  # fmt: skip
    return Answer({
        "forks": told.forks, "ends": dict(told.ends), "alive": told.alive, "quarters": list(told.quarters),
        "sentence": told.sentence,
    })  # fmt: skip


def luck(request: Mapping[str, Any]) -> Answer:
    """What other seeds bring."""
    other = setup_in(request, "other") if request.get("other") else None
    return Answer(bands(WORLDS, setup_in(request), other, number(request, "seeds", 20)))


def explain(request: Mapping[str, Any]) -> Answer:
    """Why an alliance or a firm is where it is, as of a frame."""
    made = WORLDS.recorded(setup_in(request), number(request, "frame"))
    if "firm" in request:
        return Answer(firm_explained(made, number(request, "firm")).told())
    return Answer(alliance_explained(made, number(request, "alliance")).told())


def download(request: Mapping[str, Any]) -> Answer:
    """One HTML file that plays a world by itself."""
    setup = setup_in(request)
    page = page_of(recording_of(setup), number(request, "frame", 0))
    return Answer({"name": saved_name(setup)}, (page.encode(),))


def own(request: Mapping[str, Any]) -> Answer:
    """What is made of files of the visitor's own: a preset to show, and what there is to say; or what is wrong."""
    files = uploads_in(request)
    try:
        scenario = UPLOADS.take(files, SHOWN)
        found = check_data(scenario)
    except InputError as error:
        return Answer({"faults": lines_of(error)})
    said = parts(found._replace(aside=[*found.aside, *unnamed(files, scenario)]))
    return Answer({"faults": [], "preset": preset(scenario), "values": values(scenario), "said": said})


def uploads_in(request: Mapping[str, Any]) -> dict[str, Upload]:
    """The files of a request, by what they hold."""
    files = request.get("files")
    if not isinstance(files, Mapping):
        refuse(f"files must be a table of {', '.join(ACCEPTED)}")
    for kind, file in files.items():
        one_of("kind of file", str(kind), ACCEPTED)
        if not isinstance(file, Mapping) or not all(isinstance(file.get(key), str) for key in Upload._fields):
            refuse(f"{kind} must have a name and a text")
    return {str(kind): Upload(file["name"], file["text"]) for kind, file in files.items()}


KINDS = {"world": world, "again": again, "luck": luck, "explain": explain, "download": download, "own": own}


def setup_in(request: Mapping[str, Any], key: str = "setup") -> Setup:
    """The setup that a request is about."""
    document = request.get(key)
    if not isinstance(document, Mapping):
        refuse(f"{key} must be a table of settings")
    return setup_from(document)


def number(request: Mapping[str, Any], key: str, default: int | None = None) -> int:
    """A whole number of a request."""
    value = request.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        refuse(f"{key} = {value!r} must be a whole number, 0 or more")
    return value


def safely(request: Any, log: Any) -> tuple[str, Answer]:
    """What is wrong with a request in a sentence, or its answer; a fault of the program is one line in ``log``."""
    try:
        return "", answered(request if isinstance(request, Mapping) else {})
    except InputError as error:
        return " ".join(str(error).split()), Answer({})
    except Exception as error:
        log(f"{type(error).__name__}: {error}"[:200])
        return FAULT, Answer({})
