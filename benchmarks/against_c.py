"""Measure two of the hottest kernels against a C program on the same records, which must leave the same bits."""

from __future__ import annotations

import copy
import ctypes
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from alliances.model.declarations.decisions import DEMAND_SHOCK, FUNCTION, RESOURCE_CHANCE
from alliances.model.engine import elementary
from alliances.model.engine.compiling import compiled as in_machine_code
from alliances.model.engine.crew import Crew
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.randomness import stream
from alliances.model.face.model import AllianceModel
from alliances.model.records.state import World
from alliances.model.steps.compete import compete
from alliances.model.steps.develop_firms import develop_firms
from benchmarks.rounds import Result, in_turns, ratios

FIRMS, TURNS = 2_000, 40
C_TYPES = {
    "f8": "double", "f4": "float", "i1": "int8_t", "i2": "int16_t", "i4": "int32_t", "i8": "int64_t", "u8": "uint64_t",
    "b1": "int8_t",
}  # fmt: skip
LISTS = ("living", "free_presence")
FLAGS = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]


@entry_point
def compete_alone(world, parameters, member, step):
    """The kernel by itself."""
    compete(world, parameters[0], step, member)


@entry_point
def develop_alone(world, parameters, member, step):
    """The kernel by itself."""
    develop_firms(world, parameters[0], step, member)


def header(world: World, parameters: np.ndarray) -> Iterator[str]:
    """The records as C sees them: a base address for each array, and one macro for each column."""
    yield f"#define market_count {len(world.markets)}ll\n#define industry_count {len(world.industries)}ll"
    yield "int32_t *living, *free_presence;\nchar *p;"
    for name in ("PARTS_PER_UNIT", "ROUNDING", "UNIT_HIGH", "UNIT_LOW"):
        yield f"#define {name} {float(getattr(elementary, name)).hex()}"
    yield f"static const int64_t POWERS[] = {{{', '.join(map(str, elementary.POWERS))}}};"
    for group, records in world._asdict().items():
        if records.dtype.names and not group.startswith("new_"):
            yield f"char *{group};"
            yield from (macro(group, name, records.dtype) for name in records.dtype.names)
    for rule in parameters.dtype.names or ():
        (inner, start) = parameters.dtype.fields[rule][:2]  # type: ignore[index]
        for name in inner.names:
            yield f"#define p_{rule}_{name} (*(double *)(p + {start + inner.fields[name][1]}))"


def macro(group: str, name: str, records: np.dtype[Any]) -> str:
    """One column: a number, or the first of several."""
    kind, offset = records.fields[name][:2]  # type: ignore[index]
    c_type = C_TYPES[kind.base.str[1:]]
    place = f"({c_type} *)({group} + (r) * {records.itemsize}ll + {offset})"
    return f"#define {group}_{name}(r) ({'' if kind.shape else '*'}{place})"


def compiled(folder: Path, world: World, parameters: np.ndarray, compiler: str) -> ctypes.CDLL:
    """The C program for these record types."""
    (folder / "records.h").write_text("\n".join(header(world, parameters)) + "\n", encoding="utf-8")
    source, library = Path(__file__).with_name("hottest.c"), folder / "hottest.so"
    subprocess.run([compiler, *FLAGS, f"-I{folder}", "-o", library, source, "-lm"], check=True)
    return ctypes.CDLL(str(library))


def point(program: ctypes.CDLL, world: World, parameters: np.ndarray) -> None:
    """Tell the C program where the records lie."""
    for name, array in (*world._asdict().items(), ("p", parameters)):
        if (array.dtype.names and not name.startswith("new_")) or name in LISTS:
            ctypes.c_void_p.in_dll(program, name).value = array.ctypes.data


def in_c(program: ctypes.CDLL, kernel: str, seed: int, step: int) -> None:
    """One quarter of a kernel by the C program."""
    if kernel == "compete":
        program.compete(ctypes.c_int64(step))
        return
    decisions = (RESOURCE_CHANCE, DEMAND_SHOCK, FUNCTION)
    program.develop_firms(*[ctypes.c_uint64(int(stream(np.uint64(seed), code, step))) for code in decisions])


def repeated(work: Callable[[], None]) -> float:
    """Processor seconds of some turns."""
    start = time.process_time()
    for _ in range(TURNS):
        work()
    return time.process_time() - start


def same(one: World, other: World) -> bool:
    """Whether two worlds hold the same bits in whatever is in use."""
    counts = one.counts[0]
    for name in ("firms", "presence", "markets", "segments"):
        used = slice(int(counts[name])) if name in counts.dtype.names else slice(None)
        first, second = getattr(one, name)[used], getattr(other, name)[used]
        if any(first[column].tobytes() != second[column].tobytes() for column in first.dtype.names):
            return False
    return True


def measured(quick: bool) -> list[Result]:
    """Both kernels; nothing without a compiler."""
    if (compiler := shutil.which("cc")) is None:
        print("no C compiler (cc): the comparison with C is left out")
        return []
    model = AllianceModel(seed=1, firms=FIRMS, record_every=0)
    ours, theirs, p, step = model.world, copy.deepcopy(model.world), model._p, model.quarter
    (alone,), results = Crew().members(ours), []
    with TemporaryDirectory(prefix="hottest-") as folder:
        program = compiled(Path(folder), theirs, p, compiler)
        point(program, theirs, p)
        for name, entry in (("compete", compete_alone), ("develop_firms", develop_alone)):
            code = in_machine_code(entry, ours, p, alone, step)
            sides = {
                "kernel": partial(repeated, partial(code, ours, p, alone, step)),
                "C": partial(repeated, partial(in_c, program, name, model.seed, step)),
            }
            in_turns(sides, 1)
            costs = in_turns(sides, 3 if quick else 9)
            if not same(ours, theirs):
                raise AssertionError(f"{name}: the C program and the kernel part")
            values = ratios(costs["kernel"], costs["C"])
            results.append(Result(f"{name} against the same in C, same records and bits", "<= 1.3", "×", values, 2))
    return results
