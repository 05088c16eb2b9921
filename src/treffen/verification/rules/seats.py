"""Rules about delegates: exactly one for each organisation asked for, of it, and nobody twice."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.problem import Delegation
from treffen.verification.index import IndexedMeeting, TimetableIndex
from treffen.verification.violation import Violation, ViolationKind


def delegates_are_those_asked_for(day: TimetableIndex) -> Iterator[Violation]:
    """Every organisation that a request asks for sends one of its participants, and no other does."""
    for h in day.held:
        if h.request.delegates or h.meeting.delegates:
            yield from _organisations(h)
            yield from _persons(day, h)


def _organisations(h: IndexedMeeting) -> Iterator[Violation]:
    id = h.request.id
    sent = [d.organisation for d in h.meeting.delegates]
    for organisation in h.request.delegates:
        if organisation not in sent:
            kind = ViolationKind.DELEGATE_MISSING
            yield Violation(kind=kind, requests=(id,), organisations=(organisation,))
    for number, organisation in enumerate(sent):
        if organisation not in h.request.delegates or organisation in sent[:number]:
            yield Violation(
                kind=ViolationKind.DELEGATE_SUPERFLUOUS,
                participants=(h.meeting.delegates[number].participant,),
                requests=(id,),
                organisations=(organisation,),
            )


def _persons(day: TimetableIndex, h: IndexedMeeting) -> Iterator[Violation]:
    there = set(h.request.participants)
    for d in h.meeting.delegates:
        person = day.ground.participants.get(d.participant)
        if person is None:
            continue
        if person.organisation != d.organisation:
            yield _about(ViolationKind.DELEGATE_OF_OTHER_ORGANISATION, h, d)
        if d.participant in there:
            yield _about(ViolationKind.SAME_PERSON_TWICE, h, d)
        there.add(d.participant)


def _about(kind: ViolationKind, h: IndexedMeeting, d: Delegation) -> Violation:
    return Violation(
        kind=kind,
        participants=(d.participant,),
        requests=(h.request.id,),
        organisations=(d.organisation,),
    )
