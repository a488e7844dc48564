"""Files that a user gives: read as text, if they are files and not too large; or texts that lie in memory alone."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from alliances.model.declarations.typed import Text
from alliances.model.errors import InputError, MustBeError, echoed, nearest, refuse

MEGABYTE = 1_000_000
FIRST_YEAR = 2020
"""The calendar year that begins with step 0 unless a scenario says otherwise; country data are of 2019."""
LEAST_FIRMS = 2
"""Of a world."""
MOST_BYTES = 100 * MEGABYTE
"""About a million firms of one's own; what is read takes some ten times that in memory."""
KINDS = {stat.S_IFDIR: "folder", stat.S_IFIFO: "pipe", stat.S_IFCHR: "device", stat.S_IFBLK: "device"}
MEMORY = Path("in memory")
IN_MEMORY: dict[Path, str] = {}
"""Texts that were never written to a disk, by their paths in folders of ``MEMORY``."""


def is_there(path: Path) -> bool:
    """Whether something lies at a path, as far as one may look."""
    if path in IN_MEMORY:
        return True
    try:
        path.stat()
    except PermissionError:
        return True
    except (OSError, ValueError):  # no such thing, or no name that a file can have
        return False
    return True


def text_in(path: Path, most: int = MOST_BYTES) -> str:
    """The text of a file in UTF-8; ``InputError`` for anything else, before it is read if it is too large."""
    if path in IN_MEMORY:
        return IN_MEMORY[path]
    name = str(path) if str(path).isprintable() else echoed(str(path))
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode) and found.st_size <= most:
            return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is not text in UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (OSError, ValueError) as error:  # a name with a null in it is no value
        raise InputError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if not stat.S_ISREG(found.st_mode):
        refuse(f"{name}: is a {KINDS.get(stat.S_IFMT(found.st_mode), 'socket')}; it must be a file")
    refuse(f"{name}: has {found.st_size / MEGABYTE:,.1f} MB; it must have at most {most / MEGABYTE:g} MB")


def folder_of(path: Path) -> Path:
    """The folder from which a file names others."""
    return path.parent if path in IN_MEMORY else path.resolve().parent


def beside(name: str, info: ValidationInfo) -> str:
    """A path from the folder of the file that is read; one that lies in memory names none but those that lie there."""
    folder: Path | None = info.context
    if folder is None:
        return name
    if MEMORY not in folder.parents:
        return str((folder / name).resolve())
    there = {path.name: path for path in IN_MEMORY if path.parent == folder}
    if (path := there.get(str(Path(name)))) is None:
        raise MustBeError(f"a file that was chosen too: {', '.join(there)}{nearest(Path(name).name, there)}")
    return str(path)


Beside = Annotated[Text, AfterValidator(beside)]
"""A file, by its path from the folder of the one that names it."""
