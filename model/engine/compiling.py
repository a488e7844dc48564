"""Compiling entry points on first use, and calling them at once afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba import typeof
from numba.core.codegen import CPUCodeLibrary

from alliances.model.engine.kernels import COMPILED
from alliances.model.engine.uncompiled import opened
from alliances.model.records.state import World

MACHINE_CODE: dict[Any, Any] = {}


def call(entry: Any, *arguments: Any) -> None:
    """Have an entry point do its work on a world."""
    if COMPILED:
        compiled(entry, *arguments)(*arguments)
        return
    entry(*map(opened, arguments))


def compiled(entry: Any, *arguments: Any) -> Any:
    """The machine code of an entry point, compiled on first use; calling it skips the check of argument types.

    The types never vary: worlds and parameters are always made of the same record types. The check would take longer
    than a quarter of a small world.
    """
    code = MACHINE_CODE.get(entry)
    if code is None:
        signature = tuple(typeof(argument) for argument in arguments)
        signature[0].name = World.__name__  # it goes into every symbol; Numba's lists all columns, 16,000 characters
        with seldom_collected(), optimized_at_the_end(entry):
            entry.compile(signature)
        code = MACHINE_CODE[entry] = entry.overloads[signature].entry_point
    return code


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage more seldom: compiling makes very many objects that stay, and each look goes through them all.

    It takes a tenth off compiling.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def optimized_at_the_end(entry: Any) -> Iterator[None]:
    """Optimize kernels in passing, and in earnest only the entry point that they become part of.

    It takes a sixth off compiling. Numba has no setting for this; a Numba that works otherwise optimizes all of them.
    """
    in_earnest = getattr(CPUCodeLibrary, "_optimize_final_module", None)
    if in_earnest is None:
        yield
        return

    def optimize(library: Any) -> None:
        if library.name == entry.py_func.__name__ or not optimized_in_passing(library):
            in_earnest(library)

    CPUCodeLibrary._optimize_final_module = optimize
    try:
        yield
    finally:
        CPUCodeLibrary._optimize_final_module = in_earnest


def optimized_in_passing(library: Any) -> bool:
    """Put the functions that a kernel calls into it, and little else; whether Numba works as this expects."""
    nothing_more = {"cost": "cheap", "opt": 0, "loop_vectorize": False, "slp_vectorize": False}
    try:
        passes, builder = library._codegen._module_pass_manager(**nothing_more)
        passes.run(library._final_module, builder)
    except Exception:
        return False
    return True
