"""TOML files of scenarios and designs: found by name or by path, read, and refused in one line that names the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from alliances.model.errors import InputError, unknown


def text_of(kind: str, name_or_path: str | Path, shipped: Mapping[str, Path]) -> tuple[Path, str]:
    """The path and the text of the shipped file of this name, or of one's own; ``InputError`` if it cannot be read.

    ``kind`` is what the file holds, in one word; ``shipped`` are the files that come with the package.
    """
    path = shipped.get(str(name_or_path), Path(name_or_path))
    with refused_in(path):
        try:
            return path, path.read_text("utf-8-sig")
        except FileNotFoundError:
            error = unknown(f"{kind} or file", " ".join(str(name_or_path).split()), shipped)
            message = f"{error}; shipped {kind}s: {', '.join(shipped)}"
        except OSError as problem:
            message = f"{path}: cannot be read ({problem.strerror})"
    raise InputError(message)


@contextmanager
def refused_in(path: Path, place: Callable[[InputError], str] = lambda error: "") -> Iterator[None]:
    """Put the file, and the place in it if ``place`` knows one, before what is refused inside; one line in all."""
    try:
        yield
    except InputError as error:
        raise InputError(" ".join(f"{path}{place(error)}: {error}".split())) from None
    except (ValueError, RecursionError) as error:
        raise InputError(" ".join(f"{path}: is not a TOML file ({error})".split())) from None
