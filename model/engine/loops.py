"""Loops: a step says what happens to one firm, alliance or market, and a loop does it for all of them, in order.

A loop over records that no near cache holds asks for them a few places ahead. Which lines of memory it asks for follows
from the parts of a record that the step says it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.numpy_support import as_dtype

from alliances.model.declarations.codes import NEVER, NOBODY, TERMINATION
from alliances.model.declarations.columns import Part
from alliances.model.engine.kernels import COMPILED, kernel
from alliances.model.engine.layout import LINE, READERS, in_memory
from alliances.model.records.markets import PresenceColumns

FAR = 5_000 if COMPILED else 2**62
"""Firms or alliances that no near cache holds."""
AHEAD = 8  # places in advance at which a record is asked for
SOON = 5  # the same for what the record leads to: by then it has come itself

Body = Callable[..., Any]


def asking_for(parts: tuple[Part, ...], body: Body | None = None) -> Any:
    """A function of records and a row that asks for the lines of memory in which parts of that record lie.

    Loops of others do not count as readers: records, and all compiled code, stay as they are.
    """
    if body is None or body.__module__.startswith("alliances.model."):
        READERS.update(parts)
    names = [name for part in parts for name, _ in in_memory(part)]

    @intrinsic
    def ask(typing_context: Any, records: Any, row: Any) -> Any:
        lines = lines_of(records.dtype, names)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(records)(context, builder, arguments[0])
            size, word, flag = records.dtype.size, ir.IntType(64), ir.IntType(32)
            start = builder.mul(context.cast(builder, arguments[1], row, types.int64), word(size))
            memory = builder.bitcast(array.data, cgutils.voidptr_t)
            shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, flag, flag, flag])
            prefetch = builder.module.declare_intrinsic("llvm.prefetch", [cgutils.voidptr_t], shape)
            for line in lines:
                at = builder.gep(memory, [builder.add(start, word(line * LINE))])
                builder.call(prefetch, [at, flag(0), flag(3), flag(1)])
            return context.get_dummy_value()

        return types.void(records, row), generate

    return ask


def lines_of(record: Any, names: list[str]) -> list[int]:
    """The lines of memory of a record that hold these columns."""
    fields: Any = as_dtype(record).fields
    ends = [(fields[name][1], fields[name][1] + fields[name][0].itemsize - 1) for name in names]
    return sorted({line for first, last in ends for line in range(first // LINE, last // LINE + 1)})


ask_for_presence = asking_for((PresenceColumns,))


@kernel
def ask_for_presences(world, n, count):  # type: ignore[no-untyped-def]
    """Ask for the first presence of a firm that comes up soon, and is here already."""
    if n + SOON < count:
        row = world.firms.first_presence[world.living[n + SOON]]
        if row != NOBODY:
            ask_for_presence(world.presence, row)


def each_firm(*reads: Part, presences: bool = False) -> Callable[[Body], Any]:
    """Do this for every living firm, the oldest first: ``body(world, p, f, step)``.

    ``reads`` are the parts of a firm that it reads, ``presences`` whether it goes through its markets.
    """

    def loop_over(body: Body) -> Any:
        happen, ask = kernel(body), asking_for(reads, body)

        @kernel
        def each(world, p, step):  # type: ignore[no-untyped-def]
            count = world.counts.living[0]
            far = count > FAR
            for n in range(count):
                if far:
                    if n + AHEAD < count:
                        ask(world.firms, world.living[n + AHEAD])
                    if presences:
                        ask_for_presences(world, n, count)
                happen(world, p, world.living[n], step)

        return each

    return loop_over


def firms_that_stay(*reads: Part) -> Callable[[Body], Any]:
    """Keep the living firms for which ``body(world, p, f, step)`` is true, in their order."""

    def loop_over(body: Body) -> Any:
        stays, ask = kernel(body), asking_for(reads, body)

        @kernel
        def each(world, p, step):  # type: ignore[no-untyped-def]
            count, kept = world.counts.living[0], 0
            far = count > FAR
            for n in range(count):
                if far and n + AHEAD < count:
                    ask(world.firms, world.living[n + AHEAD])
                f = world.living[n]
                if stays(world, p, f, step):
                    world.living[kept] = f
                    kept += 1
            world.counts.living[0] = kept

        return each

    return loop_over


def each_alliance(*reads: Part, partners: tuple[Part, ...] = (), talks: bool = False) -> Callable[[Body], Any]:
    """Do this for every signed alliance that lives, the oldest first: ``body(world, p, a, step)``.

    ``partners`` are the parts of its partners that it reads; ``talks`` takes in those who still negotiate.
    """

    def loop_over(body: Body) -> Any:
        happen, ask, ask_partner = kernel(body), asking_for(reads, body), asking_for(partners, body)

        @kernel
        def each(world, p, step):  # type: ignore[no-untyped-def]
            count, alliances = world.counts.active[0], world.alliances
            far = count > FAR
            for n in range(count):
                if far:
                    if n + AHEAD < count:
                        ask(alliances, world.active[n + AHEAD])
                    if n + SOON < count:
                        ask_partner(world.firms, alliances.partners[world.active[n + SOON], 0])
                        ask_partner(world.firms, alliances.partners[world.active[n + SOON], 1])
                a = world.active[n]
                if alliances.stage[a] != TERMINATION and (talks or alliances.formed[a] != NEVER):
                    happen(world, p, a, step)

        return each

    return loop_over


def alliances_that_stay(*reads: Part) -> Callable[[Body], Any]:
    """Keep the alliances and talks for which ``body(world, p, a, step)`` is true, in their order."""

    def loop_over(body: Body) -> Any:
        stays, ask = kernel(body), asking_for(reads, body)

        @kernel
        def each(world, p, step):  # type: ignore[no-untyped-def]
            count, kept = world.counts.active[0], 0
            far = count > FAR
            for n in range(count):
                if far and n + AHEAD < count:
                    ask(world.alliances, world.active[n + AHEAD])
                a = world.active[n]
                if stays(world, p, a, step):
                    world.active[kept] = a
                    kept += 1
            world.counts.active[0] = kept

        return each

    return loop_over


def each_market(body: Body) -> Any:
    """Do this for every market: ``body(world, p, m, step)``."""
    happen = kernel(body)

    @kernel
    def each(world, p, step):  # type: ignore[no-untyped-def]
        for m in range(len(world.markets)):
            happen(world, p, m, step)

    return each


def in_turn(*verbs: Any) -> Any:
    """One verb after the other: those whose place lies in a range, ``verb(world, p, step)`` each."""
    run = nothing
    for place, verb in enumerate(verbs):
        run = followed_by(run, place, verb)
    return run


@kernel
def nothing(world, p, step, first, after):  # type: ignore[no-untyped-def]
    """Do nothing."""


def followed_by(before: Any, place: int, verb: Any) -> Any:
    """What came before, and then a verb if its place lies in the range."""

    @kernel
    def both(world, p, step, first, after):  # type: ignore[no-untyped-def]
        before(world, p, step, first, after)
        if first <= place < after:
            verb(world, p, step)

    return both
