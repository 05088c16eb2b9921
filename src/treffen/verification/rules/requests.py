"""Rules about which requests are held: known, once, as frozen, all musts, pairs once, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from treffen.problem import Meeting, Request, RequestId
from treffen.verification.index import IndexedMeeting, ProblemIndex, TimetableIndex
from treffen.verification.violation import Violation, ViolationKind


def ids_are_known(day: TimetableIndex) -> Iterator[Violation]:
    """A meeting names only requests, slots, places, participants and interpreters of the problem."""
    ground, meetings = day.ground, day.meetings
    if len(day.held) == len(meetings):  # their requests, slots and places were found
        meetings = tuple([m for m in meetings if m.delegates or m.interpreter is not None])
    for m in meetings:
        if m.request not in ground.requests:
            yield Violation(kind=ViolationKind.UNKNOWN_REQUEST, requests=(m.request,))
        if m.slot not in ground.slot_number:
            yield Violation(kind=ViolationKind.UNKNOWN_SLOT, requests=(m.request,), slots=(m.slot,))
        if m.place not in ground.places:
            yield Violation(kind=ViolationKind.UNKNOWN_PLACE, requests=(m.request,), places=(m.place,))
        if m.delegates or m.interpreter is not None:
            yield from _unknown_helpers(ground, m)


def _unknown_helpers(ground: ProblemIndex, m: Meeting) -> Iterator[Violation]:
    kind = ViolationKind.UNKNOWN_PARTICIPANT
    for d in m.delegates:
        if d.participant not in ground.participants:
            yield Violation(kind=kind, requests=(m.request,), participants=(d.participant,))
    if m.interpreter is not None and m.interpreter not in ground.interpreters:
        kind = ViolationKind.UNKNOWN_INTERPRETER
        yield Violation(kind=kind, requests=(m.request,), interpreters=(m.interpreter,))


def each_is_held_once(day: TimetableIndex) -> Iterator[Violation]:
    """A request has at most one meeting."""
    seen: set[RequestId] = set()
    for m in day.meetings:
        if m.request in seen:
            yield Violation(
                kind=ViolationKind.HELD_TWICE, requests=(m.request,), slots=(m.slot,), places=(m.place,)
            )
        seen.add(m.request)


def musts_are_held(day: TimetableIndex) -> Iterator[Violation]:
    """No request that must be held is left out (frozen ones have a rule of their own)."""
    there, frozen = {m.request for m in day.meetings}, day.ground.frozen
    for r in day.ground.problem.requests:
        if r.must and r.id not in there and r.id not in frozen:
            yield Violation(kind=ViolationKind.NOT_HELD, requests=(r.id,), participants=r.participants)


def frozen_meetings_are_held(day: TimetableIndex) -> Iterator[Violation]:
    """No frozen meeting is left out."""
    there = {m.request for m in day.meetings}
    for m in day.ground.problem.frozen:
        if m.request not in there:
            yield _changed(m)


def frozen_meetings_stand(day: TimetableIndex) -> Iterator[Violation]:
    """A frozen meeting keeps its slot, its place, and every delegate and interpreter it names."""
    frozen = day.ground.frozen
    for m in day.meetings if frozen else ():
        before = frozen.get(m.request)
        if before is not None and not _stands(before, m):
            yield _changed(before)


def _stands(before: Meeting, now: Meeting) -> bool:
    same_helper = before.interpreter is None or before.interpreter == now.interpreter
    same_seats = set(before.delegates) <= set(now.delegates)
    return before.slot == now.slot and before.place == now.place and same_seats and same_helper


def _changed(m: Meeting) -> Violation:
    return Violation(
        kind=ViolationKind.FROZEN_CHANGED, requests=(m.request,), slots=(m.slot,), places=(m.place,)
    )


def a_pair_meets_once(day: TimetableIndex) -> Iterator[Violation]:
    """Of the requests between the same parties at most one is held, where the problem says so."""
    if not day.ground.problem.pair_once:
        return
    first: dict[tuple[frozenset[str], frozenset[str]], RequestId] = {}
    for r in _alike([h.request for h in day.by_request.values()]):
        other = first.setdefault((frozenset(r.participants), frozenset(r.delegates)), r.id)
        if other != r.id:
            yield Violation(
                kind=ViolationKind.PAIR_TWICE,
                requests=(other, r.id),
                participants=r.participants,
                organisations=r.delegates,
            )


def _alike(requests: list[Request]) -> Iterator[Request]:
    """Those whose parties' hashes have a sum in common with another: nearly all others are sifted
    out without making sets."""
    sums = [sum(map(hash, r.participants)) for r in requests]
    if len({*sums}) == len(sums):
        return iter(())
    count = Counter(sums)
    return (r for r, total in zip(requests, sums, strict=True) if count[total] > 1)


def order_is_kept(day: TimetableIndex) -> Iterator[Violation]:
    """Where a request and one that it must come after are both held, the latter has ended before."""
    held = day.by_request
    for later in held.values():
        for id in later.request.after:
            earlier = held.get(id)
            if earlier is not None and not _is_over(earlier, later):
                yield Violation(
                    kind=ViolationKind.OUT_OF_ORDER,
                    requests=(id, later.request.id),
                    slots=(earlier.meeting.slot, later.meeting.slot),
                )


def _is_over(earlier: IndexedMeeting, later: IndexedMeeting) -> bool:
    return earlier.mask.bit_length() <= later.first
