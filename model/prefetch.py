"""Prefetching: asking for records ahead of their use, so that the memory answers while other work is done.

Nothing is read or changed by it. In worlds of a few thousand firms and more, which no near cache holds, most of a
quarter would otherwise be spent waiting for records.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from alliances.model.codes import MAX_PARTNERS, NOBODY
from alliances.model.kernels import kernel

CACHE_LINE = 64  # bytes that come at once
AHEAD = 8  # places in advance at which a record is asked for
SOON = 5  # the same for what the record leads to: by then it has come itself
LATER = 3  # the same for what that leads to
NEXT = 1  # and for what that leads to again


@intrinsic
def prefetch(typing_context: Any, records: Any, row: Any, offset: Any) -> Any:
    """Ask for the line of memory at so many bytes into a record."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(records)(context, builder, arguments[0])
        size, word = context.get_abi_sizeof(context.get_data_type(records.dtype)), ir.IntType(64)
        at = builder.mul(context.cast(builder, arguments[1], row, types.int64), word(size))
        at = builder.add(at, context.cast(builder, arguments[2], offset, types.int64))
        start = builder.bitcast(array.data, cgutils.voidptr_t)
        flag = ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, flag, flag, flag])
        function = builder.module.declare_intrinsic("llvm.prefetch", [cgutils.voidptr_t], shape)
        builder.call(function, [builder.gep(start, [at]), flag(0), flag(3), flag(1)])
        return context.get_dummy_value()

    return types.void(records, row, offset), generate


@kernel
def ask(records, row, size):
    """Ask for the first ``size`` bytes of a record."""
    for line in range(0, size, CACHE_LINE):
        prefetch(records, row, line)


@kernel
def expect(records, rows, n, count, size):
    """Ask for the first ``size`` bytes of the record that comes up a few places after place ``n`` of a list of rows."""
    if n + AHEAD < count:
        ask(records, rows[n + AHEAD], size)


@kernel
def expect_partners(world, n, count, size):
    """Ask for the first two partners of an alliance that comes up soon, and for where those of the next are abroad."""
    if n + SOON < count:
        a = world.active[n + SOON]
        ask(world.firms, world.alliances.partners[a, 0], size)
        ask(world.firms, world.alliances.partners[a, 1], size)
    if n + NEXT < count:
        a = world.active[n + NEXT]
        if world.alliances.market_access[a]:
            ask_presence(world, world.alliances.partners[a, 0])
            ask_presence(world, world.alliances.partners[a, 1])


@kernel
def expect_allies(world, n, count):
    """Ask for the first alliance of a firm that comes up soon, for its partner, and for where that is abroad."""
    if n + SOON < count:
        tie = world.firms.first_tie[world.living[n + SOON]]
        if tie != NOBODY:
            ask(world.alliances, tie // MAX_PARTNERS, 2 * CACHE_LINE)
    if n + LATER < count:
        ally = first_ally(world, world.living[n + LATER])
        if ally != NOBODY:
            ask(world.firms, ally, CACHE_LINE)
    if n + NEXT < count:
        ally = first_ally(world, world.living[n + NEXT])
        if ally != NOBODY:
            ask_presence(world, ally)


@kernel
def first_ally(world, f):
    """A partner in a firm's latest alliance, or NOBODY: it may lend what it knows."""
    tie = world.firms.first_tie[f]
    if tie == NOBODY:
        return NOBODY
    return world.alliances.partners[tie // MAX_PARTNERS, 1 if tie % MAX_PARTNERS == 0 else 0]


@kernel
def ask_presence(world, f):
    """Ask for a firm's latest presence."""
    row = world.firms.first_presence[f]
    if row != NOBODY:
        ask(world.presence, row, CACHE_LINE)


@kernel
def expect_presence(world, n, count):
    """Ask for the first presence of a firm that comes up soon, and is here already."""
    expect_presence_of(world, world.living, n, count)


@kernel
def expect_presence_of(world, rows, n, count):
    """The same for a list of firms."""
    if n + SOON < count:
        ask_presence(world, rows[n + SOON])
