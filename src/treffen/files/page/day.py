"""One participant's day, slot by slot: meetings, talks, idle, free and absent time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from treffen.problem import Meeting, Participant, ParticipantId, Problem, Request, Slot, SlotId, Talk, TalkId


class SlotActivity(StrEnum):
    """What a participant does in a slot."""

    MEETING = "meeting"
    TALK = "talk"
    IDLE = "idle"
    FREE = "free"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One or more slots of one block in the same state; a meeting or a talk is one stretch."""

    state: SlotActivity
    slot: SlotId
    length: int = 1
    meeting: Meeting | None = None
    talk: Talk | None = None
    is_absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All slots of one participant, block by block, and what they add up to."""

    participant: Participant
    blocks: tuple[tuple[Stretch, ...], ...]
    missed: tuple[TalkId, ...] = ()
    meetings: int = 0
    idle: int = 0
    changes: int = 0
    longest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendedMeeting:
    """A meeting with its request and those who attend it."""

    meeting: Meeting
    request: Request
    attendees: tuple[ParticipantId, ...]


def held_meetings(problem: Problem, meetings: Iterable[Meeting]) -> Iterator[AttendedMeeting]:
    """The meetings that speak of what the problem knows; a plan from outside may hold others."""
    requests = {r.id: r for r in problem.requests}
    slots, places = {s.id for s in problem.slots}, {p.id for p in problem.places}
    people = {p.id for p in problem.participants}
    for meeting in meetings:
        request = requests.get(meeting.request)
        if request is None or meeting.slot not in slots or meeting.place not in places:
            continue
        chosen = tuple(d.participant for d in meeting.delegates if d.participant in people)
        yield AttendedMeeting(meeting=meeting, request=request, attendees=request.participants + chosen)


def days(problem: Problem, held: Iterable[AttendedMeeting]) -> dict[ParticipantId, Day]:
    """Everybody's day, in the order of the problem."""
    blocks = tuple(slots for _, slots in problem.blocks())
    talks = {t.id: t for t in problem.talks}
    busy: dict[ParticipantId, dict[SlotId, AttendedMeeting]] = {p.id: {} for p in problem.participants}
    following = {a.id: b.id for run in blocks for a, b in pairwise(run)}
    for one in held:
        slots = _run(one.meeting.slot, one.request.length, following)
        for person in one.attendees:
            for slot in slots:
                busy[person].setdefault(slot, one)
    return {p.id: _day(p, blocks=blocks, busy=busy[p.id], talks=talks) for p in problem.participants}


def _run(slot: SlotId, length: int, following: Mapping[SlotId, SlotId]) -> list[SlotId]:
    run = [slot]
    while len(run) < length and run[-1] in following:
        run.append(following[run[-1]])
    return run


def _day(
    person: Participant,
    *,
    blocks: Sequence[Sequence[Slot]],
    busy: Mapping[SlotId, AttendedMeeting],
    talks: Mapping[TalkId, Talk],
) -> Day:
    missed = tuple(like.talk for like in person.likes if not busy.keys().isdisjoint(talks[like.talk].slots))
    liked = {like.talk for like in person.likes}.difference(missed)
    attended = {s: talks[t] for t in sorted(liked | person.must_attend) for s in talks[t].slots}
    stretches = tuple(
        tuple(_merged(_slots(run, person=person, busy=busy, attended=attended))) for run in blocks
    )
    meetings = [[s.meeting for s in run if s.meeting] for run in stretches]
    changes = sum(a.place != b.place for run in meetings for a, b in pairwise(run))
    return Day(
        participant=person,
        blocks=stretches,
        missed=missed,
        meetings=sum(map(len, meetings)),
        idle=sum(s.length for run in stretches for s in run if s.state is SlotActivity.IDLE),
        changes=changes,
        longest=max(map(_longest, stretches), default=0),
    )


def _slots(
    run: Sequence[Slot],
    *,
    person: Participant,
    busy: Mapping[SlotId, AttendedMeeting],
    attended: Mapping[SlotId, Talk],
) -> Iterator[Stretch]:
    taken = [i for i, s in enumerate(run) if s.id in busy]
    for i, slot in enumerate(run):
        absent = person.free is not None and slot.id not in person.free
        if slot.id in busy:
            yield Stretch(state=SlotActivity.MEETING, slot=slot.id, meeting=busy[slot.id].meeting)
        elif slot.id in attended:
            yield Stretch(state=SlotActivity.TALK, slot=slot.id, talk=attended[slot.id])
        elif taken and taken[0] < i < taken[-1]:
            yield Stretch(state=SlotActivity.IDLE, slot=slot.id, is_absent=absent)
        else:
            yield Stretch(state=SlotActivity.ABSENT if absent else SlotActivity.FREE, slot=slot.id)


def _merged(slots: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours that belong together as one stretch."""
    last: Stretch | None = None
    for one in slots:
        if last is not None and _key(last) == _key(one):
            last = Stretch(
                state=last.state,
                slot=last.slot,
                length=last.length + 1,
                meeting=last.meeting,
                talk=last.talk,
                is_absent=last.is_absent,
            )
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _key(one: Stretch) -> tuple[SlotActivity, Meeting | None, Talk | None, bool]:
    return one.state, one.meeting, one.talk, one.is_absent


def _longest(run: Sequence[Stretch]) -> int:
    """The most meetings one after the other without a free slot between."""
    best = current = 0
    for one in run:
        current = current + 1 if one.state is SlotActivity.MEETING else 0
        best = max(best, current)
    return best
