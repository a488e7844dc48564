"""Compiled kernels on the disk: found again if the sources are the same, checked when they are read, never in the way.

Numba's cache does not notice an edit in another module, so compiled code is kept in a folder named after a hash of all
sources of ``model/``. What is damaged there is compiled anew; where nothing can be written, a folder for this process
and its workers takes its place, and is removed at the end.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile
from platformdirs import user_cache_path

from alliances.model.errors import note

PLACE = "NUMBA_CACHE_DIR"


def source_hash() -> str:
    """Hash of every source file of the simulation."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled kernels are kept: ``NUMBA_CACHE_DIR`` if set, else the user's cache folder.

    Where that cannot be written, a folder for this process: Numba's own choice would be one that misses edits.
    """
    root = os.environ.get(PLACE)
    folder = (Path(root) if root else user_cache_path("alliances")) / f"kernels-{source_hash()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        return temporary_folder(f"{folder} cannot be written ({error.strerror})")


def temporary_folder(why: str) -> Path:
    """The folder of this process, which is made and named when it is first needed."""
    new = own_folder.cache_info().currsize == 0
    folder = own_folder()
    if new:
        note(f"{why}: compiled code is kept in {folder} until this process ends")
    return folder


@cache
def own_folder() -> Path:
    """A new folder for this process and the workers that it starts, removed at its end."""
    place = Path(tempfile.mkdtemp(prefix="alliances-kernels-"))
    atexit.register(remove, place, os.getpid())
    os.environ[PLACE] = str(place)  # workers look there
    folder = place / f"kernels-{source_hash()}"
    folder.mkdir()
    return folder


def remove(place: Path, process: int) -> None:
    """Remove the folder of a process, if it is this one and no copy of it."""
    if os.getpid() == process:
        shutil.rmtree(place, ignore_errors=True)


class KernelCache(FunctionCache):
    """The compiled code of one entry point."""

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        """Kept in this folder, also where Numba would choose another, beside the sources."""
        super().__init__(function)
        place = self._cache_path if folder in Path(self._cache_path).parents else str(folder)
        self._cache_file = CheckedFiles(place, self._impl.filename_base, self._impl.locator.get_source_stamp())

    def _save_overload(self, signature: Any, code: Any) -> None:
        """Keep code, if it is of a kind that can be kept."""
        if self._enabled and self._impl.check_cachable(code):
            self._cache_file.save(self._index_key(signature, code.codegen), self._impl.reduce(code))


class CheckedFiles(IndexDataCacheFile):
    """Numba's files, of which everything that is read was written so."""

    def load(self, key: Any) -> Any:
        """What is kept; None, to compile anew, if nothing is or it is damaged."""
        try:
            return super().load(key)
        except Exception as error:  # a pickle that is damaged may raise any
            note(f"{self._index_path} or its code is damaged ({type(error).__name__}): the model is compiled anew")
            Path(self._index_path).unlink(missing_ok=True)
            return None

    def save(self, key: Any, data: Any) -> None:
        """Keep it: here, or in the folder of this process; if that is full as well, it lasts as long as the process."""
        try:
            super().save(key, data)
        except OSError as error:
            try:
                folder = temporary_folder(f"{self._cache_path} cannot be written ({error.strerror})")
                CheckedFiles(str(folder), Path(self._index_path).stem, self._source_stamp)._keep(key, data)
            except OSError:
                note(f"compiled code is not kept: {self._cache_path} cannot be written ({error.strerror})")

    def _keep(self, key: Any, data: Any) -> None:
        """As Numba does."""
        super().save(key, data)

    def _dump(self, content: Any) -> bytes:
        """Numba's bytes with their hash."""
        inner = super()._dump(content)
        return pickle.dumps(Sealed(inner), protocol=-1)


class Sealed:
    """Bytes that, when they are read again, give their content if they are the same."""

    def __init__(self, content: bytes) -> None:
        """What a pickle holds."""
        self.content = content

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is read again."""
        return unsealed, (hashlib.sha256(self.content).digest(), self.content)


def unsealed(mark: bytes, content: bytes) -> Any:
    """The content; ``ValueError`` if it does not fit its hash."""
    if hashlib.sha256(content).digest() != mark:
        raise ValueError("its hash does not fit")
    return pickle.loads(content)
