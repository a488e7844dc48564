"""Files that a user gives: read as text, if they are files and not too large; or texts that lie in memory alone."""

from __future__ import annotations

import stat
from pathlib import Path

from alliances.model.errors import InputError, echoed, refuse

MEGABYTE = 1_000_000
FIRST_YEAR = 2020
"""The calendar year that begins with step 0 unless a scenario says otherwise; country data are of 2019."""
MOST_BYTES = 100 * MEGABYTE
"""About a million firms of one's own; what is read takes some ten times that in memory."""
KINDS = {stat.S_IFDIR: "folder", stat.S_IFIFO: "pipe", stat.S_IFCHR: "device", stat.S_IFBLK: "device"}
IN_MEMORY: dict[Path, str] = {}
"""Texts that were never written to a disk, by paths at which no file can lie."""


def is_there(path: Path) -> bool:
    """Whether something lies at a path, as far as one may look."""
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
