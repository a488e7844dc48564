"""Files that are there whole or not at all, whatever ends the process, the disk or the machine meanwhile."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import uuid4

NEW = ".new"  # ends the hidden name under which a file is written


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file under a hidden name of its own, see it onto the disk, and rename it; text is written as UTF-8.

    A text may hold a file's name that is not UTF-8; in JSON, what is written then is read as the same name again.
    """
    given = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    new = path.with_name(f".{path.name[:100]}.{uuid4().hex}{NEW}")
    try:
        with new.open("wb") as file:
            file.write(given)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    see_onto_disk(path.parent)


def write_given(path: Path, content: str) -> None:
    """Write a file that a user named: whole or not at all, but a device or pipe as it is, and where a link points."""
    if path.exists() and not path.is_file():
        path.write_text(content, encoding="utf-8", errors="backslashreplace")
    else:
        write_whole(path.resolve(), content)


def see_onto_disk(folder: Path) -> None:
    """See the names in a folder onto the disk, where the system can do that."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def digest(content: bytes) -> str:
    """The hash by which damage is noticed."""
    return hashlib.sha256(content).hexdigest()
