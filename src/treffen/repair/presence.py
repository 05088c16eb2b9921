"""Who is there for a meeting, and what becomes of it without those who are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from treffen.problem import Meeting, Participant, ParticipantId, Request, SlotId, Talk, TalkId
from treffen.verification.rules.interpreters import needs_interpreter

_Slots = frozenset[SlotId]
_Talks = Mapping[TalkId, Talk]


@dataclass(frozen=True, slots=True, kw_only=True)
class Smaller:
    """A meeting that goes on without some of its people; `causes` are positions of disruptions."""

    meeting: Meeting
    absent: tuple[ParticipantId, ...]
    causes: tuple[int, ...]


def is_there(person: Participant, slots: _Slots, *, talks: _Talks) -> bool:
    """Whether somebody is present and hears no talk."""
    is_free = person.free is None or slots <= person.free
    return is_free and not any(talks[t].slots & slots for t in person.must_attend)


def upheld(person: Participant, slots: _Slots, *, talks: _Talks, everything: _Slots) -> Participant:
    """Somebody who was there all the same, and missed a talk for it."""
    if is_there(person, slots, talks=talks):
        return person
    missed = frozenset[TalkId](t for t in person.must_attend if talks[t].slots & slots)
    free = everything if person.free is None else person.free
    for talk in missed:
        free -= talks[talk].slots
    return replace(person, free=free | slots, must_attend=person.must_attend - missed)


def without(
    request: Request,
    meeting: Meeting,
    *,
    absent: Collection[ParticipantId],
    people: Mapping[ParticipantId, Participant],
) -> tuple[Request, Meeting] | None:
    """The request and its meeting with those who are left; None where they are too few to go on.

    Nobody stands in for whoever was sent for an organisation.
    """
    sent = [d.participant for d in meeting.delegates]
    left = tuple(p for p in request.participants if p not in absent)
    n_left = len(left) + len(sent)
    if request.fewest is None or n_left < request.fewest or any(p in absent for p in sent):
        return None
    tongues = [people[p].languages for p in (*left, *sent)]
    interpreter = meeting.interpreter if needs_interpreter(tongues) else None
    return replace(request, participants=left), replace(meeting, interpreter=interpreter)


def merged(
    earlier: Smaller | None, *, before: Request, now: tuple[Request, Meeting], causes: Collection[int]
) -> Smaller:
    """Who is missing all in all, and why."""
    gone = tuple(p for p in before.participants if p not in now[0].participants)
    if earlier is not None:
        gone, causes = (*earlier.absent, *gone), {*earlier.causes, *causes}
    return Smaller(meeting=now[1], absent=gone, causes=tuple(sorted(causes)))


def is_between_the_same(request: Request, others: Iterable[Request]) -> bool:
    """Whether another request has the same parties."""
    parties = set(request.participants), set(request.delegates)
    return any((set(r.participants), set(r.delegates)) == parties for r in others)
