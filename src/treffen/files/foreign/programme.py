"""A conference's programme beside which people are to meet: its sessions take up their speakers' time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from treffen.files.foreign.nodes import Findings, K
from treffen.files.reading import Reading
from treffen.files.sheets.names import Names
from treffen.files.source_map import SourceMap, cut, located_faults
from treffen.problem import (
    BlockId,
    EntityKind,
    OrganisationId,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    Slot,
    SlotId,
    Talk,
    TalkId,
    Where,
)

MOST_SLOTS = 10_000
Spans = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an export does not say of the meetings: an event with slots and places; or how long a slot is
    and how many tables there are."""

    event: Reading = field(default_factory=Reading)
    minutes: int = 20
    tables: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session: when it is, and who speaks."""

    id: str
    title: str
    start: datetime
    end: datetime
    speakers: tuple[str, ...]
    where: Where


@dataclass(slots=True, kw_only=True)
class Programme:
    """What an export says: sessions, speakers by id with name and organisation, when they are there."""

    findings: Findings
    title: str = ""
    sessions: list[Session] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    presence: dict[str, Spans] = field(default_factory=dict)


def event_beside(programme: Programme, frame: Frame) -> Reading:
    """The event: the frame's own, with the sessions as talks and the speakers as participants.

    A speaker whom the frame has, by id or by a name that only one person has, is that person.
    """
    findings, own, labels = programme.findings, frame.event.problem, dict(frame.event.labels)
    spots = SourceMap()
    slots = own.slots if own else _laid_out(programme.sessions, frame.minutes)
    if any(slot.start is None or slot.end is None for slot in slots):
        findings.refuse(K.MISSING_VALUE, Where(), field="start")
        return Reading(faults=tuple(findings.faults))
    talks = tuple(_talks(programme, slots, spots, labels))
    people = _people(programme, own.participants if own else (), slots=slots, talks=talks, labels=labels)
    places = own.places if own else tuple(Place(id=PlaceId(f"t{n + 1}")) for n in range(frame.tables or 0))
    if not places:
        findings.refuse(K.NO_TABLES, Where(sheet=findings.sheet), field="tables")
    parts = own or Problem(slots=slots, places=places, participants=(), requests=())
    problem = replace(
        parts, participants=people, talks=(*parts.talks, *talks), title=parts.title or programme.title
    )
    missing = ("places",) if not places else ()
    faults = [*findings.faults, *located_faults(problem, spots, body_missing=missing)]
    return Reading(
        problem=None if faults else problem, faults=cut(faults), notices=findings.notices(), labels=labels
    )


def _laid_out(sessions: Iterable[Session], minutes: int) -> tuple[Slot, ...]:
    """Slots of one length from the first session of each day to the end of its last."""
    days: dict[date, tuple[datetime, datetime]] = {}
    for one in sessions:
        day = one.start.date()
        first, last = days.get(day, (one.start, one.end))
        days[day] = (min(first, one.start), max(last, one.end))
    length, found = timedelta(minutes=minutes), list[Slot]()
    for day, (first, last) in sorted(days.items()):
        start = first
        while start + length <= last and len(found) < MOST_SLOTS:
            clock = start.strftime("%H:%M")
            id = SlotId(clock if len(days) == 1 else f"{day.isoformat()} {clock}")
            found.append(Slot(id=id, block=BlockId(day.isoformat()), start=start, end=start + length))
            start += length
    return tuple(found)


def _talks(
    programme: Programme, slots: Sequence[Slot], spots: SourceMap, labels: dict[tuple[EntityKind, str], str]
) -> Iterable[Talk]:
    """The sessions that touch a slot; one that is held again is one talk. Others take up nobody's time."""
    found: dict[str, Talk] = {}
    for one in programme.sessions:
        spots.put(EntityKind.TALK, one.id, one.where)
        taken = frozenset(
            s.id for s in slots if s.start and s.end and s.start < one.end and one.start < s.end
        )
        if not taken:
            programme.findings.leave_out("outside the slots", one.title)
            continue
        labels[EntityKind.TALK, one.id] = one.title
        known = found.get(one.id, Talk(id=TalkId(one.id), slots=frozenset()))
        found[one.id] = replace(known, slots=known.slots | taken)
    return found.values()


def _people(
    programme: Programme,
    before: Sequence[Participant],
    *,
    slots: Sequence[Slot],
    talks: Iterable[Talk],
    labels: dict[tuple[EntityKind, str], str],
) -> tuple[Participant, ...]:
    held = {talk.id for talk in talks}
    found = {person.id: person for person in before}
    names = Names()
    for person in before:
        names.add(person.id, labels.get((EntityKind.PARTICIPANT, person.id), ""))
    heard = _heard(programme.sessions, held)
    for id, name in programme.names.items():
        meant = names.meant(id) or names.meant(name)
        person = found[ParticipantId(meant[0])] if len(meant) == 1 else Participant(id=ParticipantId(id))
        if len(meant) != 1:
            labels[EntityKind.PARTICIPANT, person.id] = name
        free = _free(programme.presence.get(id, ()), slots)
        if free is not None and person.free is not None:
            free &= person.free
        organisation = person.organisation or OrganisationId(programme.organisations.get(id, "")) or None
        found[person.id] = replace(
            person,
            must_attend=person.must_attend | heard.get(id, frozenset()),
            free=person.free if free is None else free,
            organisation=organisation,
        )
    return tuple(found.values())


def _heard(sessions: Iterable[Session], talks: set[TalkId]) -> Mapping[str, frozenset[TalkId]]:
    """Which talks each speaker has to be at."""
    found: dict[str, frozenset[TalkId]] = {}
    for one in sessions:
        if TalkId(one.id) in talks:
            for id in one.speakers:
                found[id] = found.get(id, frozenset()) | {TalkId(one.id)}
    return found


def _free(presence: Spans, slots: Sequence[Slot]) -> frozenset[SlotId] | None:
    """The slots that lie in somebody's presence; None where nothing is said."""
    if not presence:
        return None
    return frozenset(
        slot.id
        for slot in slots
        if slot.start and slot.end and any(a <= slot.start and slot.end <= b for a, b in presence)
    )
