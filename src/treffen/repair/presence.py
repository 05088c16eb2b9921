"""Who is there for a meeting, and what becomes of it without those who are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from treffen.problem import (
    Meeting,
    OrganisationId,
    Participant,
    ParticipantId,
    Request,
    RequestId,
    SlotId,
    Talk,
    TalkId,
)
from treffen.verification.rules.interpreters import needs_interpreter

_Slots = frozenset[SlotId]
_Talks = Mapping[TalkId, Talk]
_Parties = tuple[frozenset[ParticipantId], frozenset[OrganisationId]]


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


class Twins:
    """Whether two requests that are held are between the same; both mappings are read as they are then."""

    def __init__(self, requests: Mapping[RequestId, Request], held: Mapping[RequestId, Meeting]) -> None:
        self._requests, self._held = requests, held
        self._known: dict[_Parties, set[RequestId]] = {}  # who was ever held between so and so

    def has_twin(self, request: Request) -> bool:
        """Whether another request that is held has the same parties."""
        if not self._known:
            for r in self._held:
                self.learn(self._requests[r])
        same = _parties(request)
        others = self._known.get(same, set()) - {request.id}
        return any(r in self._held and _parties(self._requests[r]) == same for r in others)

    def learn(self, request: Request) -> None:
        """A request that is held between others than it was."""
        self._known.setdefault(_parties(request), set()).add(request.id)


def _parties(request: Request) -> _Parties:
    return frozenset(request.participants), frozenset(request.delegates)
