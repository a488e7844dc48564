"""A crew: threads that go through a quarter together, so that a large world uses all cores.

Every member runs the same program. A loop over firms or alliances whose rounds do not depend on each other is divided
into parts of neighbours, one for each member. What has to happen in order is done by the member that leads: the others
list what they find in their part, and the leader goes through the lists, which together are in the order of the loop.
Between the two all members meet. Results are the same bits on any number of threads.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from alliances.model.kernels import kernel, seldom
from alliances.model.room import LINE, layout, lined_up, room
from alliances.model.state import World, link, number

BLOCKS = 64
"""Blocks of firms whose weights and sales are added up apart: as many for any number of threads."""
ONE_BLOCK = 4096
"""Firms that are still one block, so that small worlds are added up firm by firm."""
WORDS = LINE // 8  # a line of memory holds so many; members never write to the same line
ARRIVED, MEETINGS, FIRST_NOTE = 0, WORDS, 2 * WORDS
SPINS = 200
"""Looks at whether all have come before the processor is left to others."""
TRIED_AGAIN = 32
"""Quarters after which a watchful crew tries the way that was slower: others may be busy no more, or busy now."""

yield_processor = types.ExternalFunction("SwitchToThread" if os.name == "nt" else "sched_yield", types.int32())


class Listed(NamedTuple):
    """One entry per row that a member has found in its part."""

    row: Any = link()  # of a firm or an alliance
    value: Any = number()  # what goes with it


class Member(NamedTuple):
    """What a kernel knows of the crew: which member runs it, of how many, and what they share."""

    number: int
    members: int
    board: np.ndarray  # who has arrived, how many meetings there were, and two numbers of each member
    listed: np.ndarray  # of Listed
    segments: np.ndarray  # of Segments, block by market by industry: what blocks of firms add up
    markets: np.ndarray  # of Markets, block by market: the same


class Crew:
    """The members, and places for what they note; nothing in it that outlasts a quarter bears on results.

    Where other programs keep the cores busy, members wait for each other most of the time. A watchful crew then lets
    one of them work alone.
    """

    def __init__(self, members: int = 1, watchful: bool = False) -> None:
        """A crew of so many threads."""
        self.watchful = watchful and members > 1
        self.seconds: dict[int, float] = {}  # that the last quarter took, alone and together
        self.quarters = 0
        self.board = lined_up((FIRST_NOTE + members * WORDS,), np.dtype(np.int64))
        self.board[:] = 0
        self.all: list[Member] = [Member(n, members, self.board, *[np.empty(0)] * 3) for n in range(members)]

    def __len__(self) -> int:
        """How many they are."""
        return len(self.all)

    def __reduce__(self) -> Any:
        """Copies are crews of their own."""
        return Crew, (len(self), self.watchful)

    def on_duty(self, world: World) -> list[Member]:
        """The members that go through the coming quarter."""
        everyone = self.members(world)
        if not self.watchful:
            return everyone
        ways = (1, len(self))
        if len(self.seconds) < len(ways):  # each is tried once
            chosen = ways[len(self.seconds)]
        else:
            faster, slower = sorted(ways, key=self.seconds.__getitem__)
            chosen = slower if self.quarters % TRIED_AGAIN == 0 else faster
        return everyone if chosen > 1 else alone(everyone)

    def took(self, seconds: float, members: int) -> None:
        """Note how long the members on duty took."""
        self.seconds[members] = seconds
        self.quarters += 1

    def members(self, world: World) -> list[Member]:
        """The members, with places enough for a world."""
        first, rows, segments = self.all[0], len(world.living) + len(world.active), world.segments
        if len(first.listed) < rows or first.segments.shape[1:] != segments.shape:
            listed = lined_up((room(rows),), layout(Listed))
            sums = lined_up((BLOCKS, *segments.shape), segments.dtype)
            markets = lined_up((BLOCKS, len(segments)), world.markets.dtype)
            self.all = [one._replace(listed=listed, segments=sums, markets=markets) for one in self.all]
        return self.all


def alone(members: list[Member]) -> list[Member]:
    """The first member as one that waits for nobody."""
    return [members[0]._replace(members=1)]


@intrinsic
def added(typing_context: Any, board: Any, place: Any, amount: Any) -> Any:
    """Add to a number on the board, seen by all at once; return what it was."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(board)(context, builder, arguments[0])
        at = builder.gep(array.data, [context.cast(builder, arguments[1], place, types.int64)])
        return builder.atomic_rmw("add", at, context.cast(builder, arguments[2], amount, types.int64), "seq_cst")

    return types.int64(board, place, amount), generate


@intrinsic
def fence(typing_context: Any) -> Any:
    """Keep what is written before from being read after, by any member."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.fence("seq_cst")
        return ir.Constant(ir.IntType(64), 0)

    return types.int64(), generate


@intrinsic
def looked_up(typing_context: Any, board: Any, place: Any) -> Any:
    """A number on the board, as it is now."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(board)(context, builder, arguments[0])
        at = builder.gep(array.data, [context.cast(builder, arguments[1], place, types.int64)])
        return builder.load_atomic(at, "seq_cst", 8)

    return types.int64(board, place), generate


@seldom
def wait_for_all(board, members):
    """Wait until all members have come; the last one opens the meeting."""
    fence()
    meetings = looked_up(board, MEETINGS)
    if added(board, ARRIVED, 1) == members - 1:
        added(board, ARRIVED, -members)
        added(board, MEETINGS, 1)
    spins = 0
    while looked_up(board, MEETINGS) == meetings:
        spins += 1
        if spins > SPINS:
            yield_processor()
    fence()


@kernel
def meet(member):
    """Wait until every member is here: what any of them did before is done."""
    if member.members > 1:
        wait_for_all(member.board, member.members)


@kernel
def leads(member):
    """Whether a member is the one that does what is not divided."""
    return member.number == 0


@kernel
def part(member, count):
    """A member's part of so many places: the first, and the one after the last."""
    first = count * member.number // member.members
    return max(first, 0), count * (member.number + 1) // member.members  # not below 0: saves checks in every loop


@kernel
def note(member, first, second):
    """Leave two whole numbers for the leader."""
    member.board[FIRST_NOTE + member.number * WORDS] = first
    member.board[FIRST_NOTE + member.number * WORDS + 1] = second


@kernel
def noted_by(member, number, which):
    """The first or second number that a member has left."""
    return member.board[FIRST_NOTE + number * WORDS + which]


@kernel
def listed_by_all(member):
    """Rows in the lists of all members."""
    total = 0
    for one in range(member.members):
        total += noted_by(member, one, 0)
    return total


@kernel
def gathered(member, count):
    """Bring the lists made in all parts of so many places together, in order; return how many rows they hold.

    Each member's list begins at the first place of its part.
    """
    total = noted_by(member, 0, 0)
    for one in range(1, member.members):
        first = count * one // member.members
        for n in range(first, first + noted_by(member, one, 0)):
            member.listed.row[total], member.listed.value[total] = member.listed.row[n], member.listed.value[n]
            total += 1
    return total


@kernel
def blocks_of(count):
    """Blocks into which so many firms are divided for adding up."""
    return BLOCKS if count > ONE_BLOCK else 1


@kernel
def block_of(block, count):
    """The places of a block: the first, and the one after the last."""
    blocks = blocks_of(count)
    return max(count * block // blocks, 0), count * (block + 1) // blocks
