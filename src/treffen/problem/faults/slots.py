"""Slots: clock times, their order, and blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from treffen.problem.entities import Slot
from treffen.problem.faults.fault import EntityKind, Fault, FaultKind, fault


def slot_faults(slots: tuple[Slot, ...]) -> Iterator[Fault]:
    """Slots whose clock is wrong, and slots that begin before the one before them has ended."""
    for slot in slots:
        yield from _clock(slot)
    for before, after in pairwise(slots):
        known = before.end is not None and after.start is not None
        if known and _is_later(before.end, after.start):
            yield fault(FaultKind.OUT_OF_ORDER, EntityKind.SLOT, after.id, "start", after.start)
    closed: set[str] = set()
    for before, after in pairwise(slots):
        if before.block != after.block:
            closed.add(before.block)
            if after.block in closed:
                yield fault(FaultKind.SPLIT_BLOCK, EntityKind.SLOT, after.id, "block", after.block)


def _clock(slot: Slot) -> Iterator[Fault]:
    for name in ("start", "end"):
        moment = getattr(slot, name)
        if moment is not None and moment.tzinfo is None:
            yield fault(FaultKind.NAIVE_TIME, EntityKind.SLOT, slot.id, name, moment)
    known = slot.start is not None and slot.end is not None
    if known and not _is_later(slot.end, slot.start):
        yield fault(FaultKind.ENDS_BEFORE_START, EntityKind.SLOT, slot.id, "end", slot.end)


def _is_later(one: object, other: object) -> bool:
    """Whether one moment is after another; mixed naive and aware moments are a fault of their own."""
    try:
        return bool(one > other)  # type: ignore[operator]
    except TypeError:
        return False
