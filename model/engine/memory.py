"""What a world takes in memory, told before it is taken."""

from __future__ import annotations

import os
from pathlib import Path

from alliances.model.errors import refuse

GIGABYTE = 1e9
A_FIRM = 4_000
"""Bytes that a firm takes over a burn-in and two recorded years, alliances and presences included (measured)."""
LARGE = 50_000
"""Firms from which it is looked at."""


def check_memory(what: str, needed: float) -> None:
    """Raise ``InputError`` if so many bytes are not free, as far as the system tells."""
    if (free := free_memory()) is not None and needed > free:
        refuse(f"{what} would need about {needed / GIGABYTE:.1f} GB of memory, and {free / GIGABYTE:.1f} GB are free")


def check_firms(firms: int) -> None:
    """Raise ``InputError`` if a world of so many firms would not fit into memory."""
    if firms >= LARGE:
        check_memory(f"a world of {firms:,} firms", firms * A_FIRM)


def free_memory() -> float | None:
    """Bytes that are free on this machine, or within the limit of its container; None where that is not told."""
    try:
        told = Path("/proc/meminfo").read_text("ascii")
        free = 1024.0 * int(told.partition("MemAvailable:")[2].split()[0])
    except (OSError, ValueError, IndexError):
        return physical()
    group = Path("/sys/fs/cgroup")
    try:
        most, used = ((group / name).read_text("ascii").strip() for name in ("memory.max", "memory.current"))
        return min(free, float(most) - float(used)) if most != "max" else free
    except (OSError, ValueError):
        return free


def physical() -> float | None:
    """Bytes of memory that the machine has, where it tells no more."""
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return None
