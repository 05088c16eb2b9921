"""Two meetings that want the same thing in the same slot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from treffen.verification.index import IndexedMeeting


def clashes[Thing: str](
    held: Sequence[IndexedMeeting], things: Callable[[IndexedMeeting], Iterable[Thing]]
) -> Iterator[tuple[IndexedMeeting, IndexedMeeting, Thing]]:
    """Pairs of meetings that overlap in time and share a thing. Each later one is named with the
    first earlier one it meets, so that a heap of n meetings gives n - 1 pairs, not n squared."""
    taken: dict[Thing, int] = {}
    for h in held:
        mask = h.mask
        for thing in things(h):
            before = taken.get(thing, 0)
            if before & mask:
                yield from _named(held, things)
                return
            taken[thing] = before | mask


def _named[Thing: str](
    meetings: Sequence[IndexedMeeting], things: Callable[[IndexedMeeting], Iterable[Thing]]
) -> Iterator[tuple[IndexedMeeting, IndexedMeeting, Thing]]:
    """The same where there are some: with whom, one has to remember."""
    taken: dict[Thing, int] = {}
    by_thing: dict[Thing, list[IndexedMeeting]] = {}
    for h in meetings:
        for thing in things(h):
            mask = taken.get(thing, 0)
            if mask & h.mask:
                other = next(o for o in by_thing[thing] if o.mask & h.mask)
                if other.request.id != h.request.id:
                    yield other, h, thing
            taken[thing] = mask | h.mask
            by_thing.setdefault(thing, []).append(h)
