"""Rules about slots: long meetings fit their block, allowed slots, presence, talks."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.problem import ParticipantId
from treffen.verification.index import TimetableIndex
from treffen.verification.violation import Violation, ViolationKind


def meetings_fit_their_block(day: TimetableIndex) -> Iterator[Violation]:
    """A meeting of several slots ends in the block in which it starts."""
    for h in day.held:
        if h.request.length > 1 and h.mask.bit_count() < h.request.length:
            kind = ViolationKind.DOES_NOT_FIT_BLOCK
            yield Violation(kind=kind, requests=(h.request.id,), slots=(h.meeting.slot,))


def slots_are_allowed(day: TimetableIndex) -> Iterator[Violation]:
    """All slots of a meeting are among those its request allows, the first is the one it fixes."""
    ground = day.ground
    for h in day.held:
        r = h.request
        if r.slots is None and r.slot is None:
            continue
        wrong = h.mask & ~ground.mask(r.slots)
        if r.slot is not None and r.slot != h.meeting.slot:
            wrong |= 1 << h.first
        if wrong:
            kind = ViolationKind.SLOT_NOT_ALLOWED
            yield Violation(kind=kind, requests=(r.id,), slots=ground.slots_of(wrong))


def participants_are_there(day: TimetableIndex) -> Iterator[Violation]:
    """Everybody in a meeting is present in all its slots."""
    return _off(day, day.ground.presence, ViolationKind.UNAVAILABLE)


def talks_are_heard(day: TimetableIndex) -> Iterator[Violation]:
    """Nobody is in a meeting during a talk that they must attend."""
    full, listening = day.ground.all_slots, day.ground.listening
    others = {id: full & ~mask for id, mask in listening.items()}
    return _off(day, others, ViolationKind.IN_TALK)


def _off(day: TimetableIndex, fit: dict[ParticipantId, int], kind: ViolationKind) -> Iterator[Violation]:
    """One violation for each person and meeting in slots outside those that fit the person."""
    full = day.ground.all_slots
    is_off = bool(fit) and any(busy & ~fit.get(p, full) for p, busy in day.busy.items())
    for h in day.held if is_off else ():
        for p in h.people:
            wrong = h.mask & ~fit.get(p, full)
            if wrong:
                yield Violation(
                    kind=kind, participants=(p,), requests=(h.request.id,), slots=day.ground.slots_of(wrong)
                )
