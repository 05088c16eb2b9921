"""A conference's programme beside which people are to meet: its sessions take up their speakers' time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone

from treffen.files.foreign.nodes import Findings, K
from treffen.files.foreign.people import Matching
from treffen.files.reading import Reading
from treffen.files.source_map import SourceMap, cut, located_faults
from treffen.problem import (
    BlockId,
    EntityKind,
    OrganisationId,
    Participant,
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
DAY = timedelta(days=1)
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

    A speaker whom the frame has, by a name that only one person has, or by id, is that person.
    """
    findings, own, labels = programme.findings, frame.event.problem, dict(frame.event.labels)
    spots = SourceMap()
    slots = own.slots if own else _laid_out(programme, frame.minutes)
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


def _laid_out(programme: Programme, minutes: int) -> tuple[Slot, ...]:
    """Slots of one length over every run of sessions; a day is one, or several that go on past midnight."""
    length, found, used = timedelta(minutes=minutes), list[Slot](), set[str]()
    runs = [(first, lasting // length) for first, lasting in _runs(programme.sessions)]
    most = sum(n for _, n in runs)
    if most > MOST_SLOTS:
        where = max(programme.sessions, key=lambda one: one.end - one.start).where
        programme.findings.refuse(K.TOO_BIG, where, field="slots", value=most, expected=str(MOST_SLOTS))
        return ()
    starts = [[later(first, length * at) for at in range(n)] for first, n in runs]
    has_days = len({start.date() for run in starts for start in run}) > 1
    for run in starts:
        for start in run:
            id = start.strftime("%Y-%m-%d %H:%M" if has_days else "%H:%M")
            id += start.strftime(" %z") if id in used else ""  # the hour that clocks show twice
            used.add(id)
            day = start if len(run) * length > DAY else run[0]
            block = BlockId(day.date().isoformat())
            found.append(Slot(id=SlotId(id), block=block, start=start, end=later(start, length)))
    return tuple(found)


def _runs(sessions: Iterable[Session]) -> list[tuple[datetime, timedelta]]:
    """From the first session of each day to the end of its last, how long; what overlaps is one."""
    days: dict[date, tuple[datetime, datetime]] = {}
    for one in sessions:
        first, last = days.get(one.start.date(), (one.start, one.end))
        days[one.start.date()] = (min(first, one.start), max(last, one.end))
    found: list[tuple[datetime, datetime]] = []
    for first, last in sorted(days.values()):
        if found and first < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return [(first, last.astimezone(UTC) - first.astimezone(UTC)) for first, last in found]


def later(start: datetime, length: timedelta) -> datetime:
    """So much later, whatever the clocks do meanwhile; with an offset, for clocks show an hour twice."""
    found = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return found.replace(tzinfo=timezone(found.utcoffset() or timedelta()), fold=0)


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
    matching = Matching(before, labels, programme.names.values())
    heard = _heard(programme.sessions, held)
    for id, name in programme.names.items():
        own = matching.own(id, name if name != id else "")
        person = found[own] if own is not None else Participant(id=matching.fresh(id))
        if own is None:
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
    if matching.said:
        programme.findings.tell(K.MATCHED, ", ".join(matching.said))
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
