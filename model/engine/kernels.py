"""How steps are compiled and cached.

A kernel is compiled by Numba as part of whatever entry point calls it; an entry point is called from Python. Rules
stay ordinary Python functions: this module makes them callable from kernels; ``cache`` keeps the machine code.

With ``NUMBA_DISABLE_JIT=1`` nothing is compiled: steps run as plain Python, for a debugger, for coverage, or to try an
edit without waiting.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import overload, register_jitable

from alliances.model import rules
from alliances.model.engine import elementary
from alliances.model.engine.cache import KernelCache, cache_folder
from alliances.model.rules import rule_modules

COMPILED = not numba.config.DISABLE_JIT
"""Whether steps are compiled."""
CACHE = str(cache_folder())
OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False}  # kernels allocate nothing: no reference counts
INSIDE = {
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,  # nobody calls it from Python
    "forceinline": True,  # a call would copy the whole world's hundred array fields onto the stack
}


def compiled_once(dispatcher: Any) -> Any:
    """Let one compilation do for whole numbers of any width, and for those that are written out in a call.

    Numba would compile a function anew for every constant that it is called with.
    """
    if COMPILED:
        chosen = dispatcher.get_call_template
        dispatcher.get_call_template = lambda args, kws: chosen(
            tuple(map(plain, args)), {name: plain(kind) for name, kind in kws.items()}
        )
    return dispatcher


def plain(kind: Any) -> Any:
    """The type that a kernel is compiled for where it is called with this one."""
    kind = types.unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) and kind.signed else kind


def kernel(function: Callable[..., Any]) -> Any:
    """Compile ``function`` as part of whatever entry point calls it; calling it from Python crashes."""
    return compiled_once(numba.njit(function, **OPTIONS, **INSIDE))


def seldom(function: Callable[..., Any]) -> Any:
    """Like ``kernel``, for what happens seldom and from several places: compiled once, not in each."""
    return compiled_once(numba.njit(function, **OPTIONS, **{**INSIDE, "forceinline": False}))


def entry_point(function: Callable[..., Any]) -> Any:
    """Compile ``function`` on first call from Python; compiled code is cached, and no two sources ever share it."""
    if not COMPILED:
        return silent(function)
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = CACHE
    try:
        dispatcher = compiled_once(numba.njit(function, **OPTIONS))
        dispatcher._cache = KernelCache(function, Path(CACHE))
        return dispatcher
    finally:
        numba.config.CACHE_DIR = before


def silent(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function in which numbers wrap around and divide by zero without a warning, as they do in compiled code."""

    @wraps(function)
    def plainly(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*arguments)

    return plainly


def offer(function: Callable[..., Any]) -> None:
    """Let kernels call a plain function, in which ``math`` then means ``elementary``."""
    inside = FunctionType(function.__code__, {**vars(sys.modules[function.__module__]), "math": elementary})
    overload(function, jit_options=INSIDE, strict=False)(lambda *arguments: inside)


def offer_all(module: ModuleType, without: str = "") -> None:
    """Let kernels call every function that a module defines, but for one."""
    for name, function in vars(module).items():
        if inspect.isfunction(function) and function.__module__ == module.__name__ and name != without:
            offer(function)


def offer_rules() -> None:
    """Let kernels call every function of every rule, and what stands for ``math`` in them."""
    register_jitable(**INSIDE)(elementary.exp)
    register_jitable(**{**INSIDE, "forceinline": False})(elementary.far_exp)
    for module in (rules, *rule_modules().values()):
        offer_all(module)


offer_rules()
