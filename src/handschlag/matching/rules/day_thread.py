"""The thread of a day: things that happen, one after the other, without a hole and without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

SHORT = timedelta(minutes=10)  # a gap so short is the way to the next thing


class _Span(Protocol):
    """What begins and ends."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """`rank` says who gives way: the greater number. `key` means something to whoever made it."""

    starts_at: datetime
    ends_at: datetime
    rank: int
    key: int


def thread_of(bits: Iterable[Bit], *, begins_at: datetime, ends_at: datetime) -> list[Bit]:
    """Bits in the order of time; what is left between them has the key -1."""
    taken: list[Bit] = []
    for bit in sorted(bits, key=lambda one: (one.rank, one.starts_at, one.key)):
        taken.extend(_without(bit, taken))
    taken.sort(key=lambda one: one.starts_at)
    first = min([begins_at, *(one.starts_at for one in taken)])
    last = max([ends_at, *(one.ends_at for one in taken)])
    return list(_filled(taken, first, last))


def parallel[Span: _Span](spans: Iterable[Span]) -> list[list[Span]]:
    """Groups in the order of time: what overlaps with any of a group belongs to it."""
    groups: list[list[Span]] = []
    until: datetime | None = None
    for one in sorted(spans, key=lambda span: span.starts_at):
        if until is not None and one.starts_at < until:
            groups[-1].append(one)
            until = max(until, one.ends_at)
        else:
            groups.append([one])
            until = one.ends_at
    return groups


def _without(bit: Bit, taken: Sequence[Bit]) -> list[Bit]:
    """What of a bit is left beside those that are there."""
    parts = [bit]
    for other in taken:
        parts = [piece for part in parts for piece in _cut(part, other)]
    return [part for part in parts if part.ends_at - part.starts_at >= SHORT or part == bit]


def _cut(part: Bit, other: Bit) -> Iterator[Bit]:
    if part.ends_at <= other.starts_at or part.starts_at >= other.ends_at:
        yield part
        return
    if part.starts_at < other.starts_at:
        yield replace(part, ends_at=other.starts_at)
    if part.ends_at > other.ends_at:
        yield replace(part, starts_at=other.ends_at)


def _filled(taken: Sequence[Bit], first: datetime, last: datetime) -> Iterator[Bit]:
    """Short gaps belong to what came before; longer ones are free."""
    at = first
    for number, bit in enumerate(taken):
        if bit.starts_at > at:
            yield Bit(starts_at=at, ends_at=bit.starts_at, rank=9, key=-1)
        following = taken[number + 1].starts_at if number + 1 < len(taken) else last
        until = following if bit.ends_at < following <= bit.ends_at + SHORT else bit.ends_at
        yield replace(bit, ends_at=until)
        at = until
    if at < last:
        yield Bit(starts_at=at, ends_at=last, rank=9, key=-1)
