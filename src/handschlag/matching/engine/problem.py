"""Facts of an event and its rules as a problem of the engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations, pairwise

from handschlag.events.meeting_grid import Slot as Span
from handschlag.events.models import Place as PlaceRow
from handschlag.events.models import PlaceKind as PlaceRowKind
from handschlag.matching.categories import CategoryPair, are_apart
from handschlag.matching.engine_input import EngineInput, EngineMeeting, EngineParticipant, EngineRequest
from handschlag.matching.hooks import What
from handschlag.matching.models.wishes import FEWEST
from handschlag.matching.rulebook import KINDS, LESS, MORE, USUAL, Book, RuleKind, book_of, ordered_kinds
from treffen.problem import (
    DEFAULT_GOALS,
    BlockId,
    Goal,
    Interpreter,
    InterpreterId,
    Like,
    Meeting,
    OrganisationId,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    PlaceKind,
    Problem,
    Request,
    RequestId,
    Slot,
    SlotId,
    Talk,
    TalkId,
    ZoneId,
)
from treffen.timetable import Timetable

MOMENT = "%Y%m%dT%H%M%SZ"


def person_id(pk: int) -> ParticipantId:
    """A participant is `p` and the key of the row."""
    return ParticipantId(f"p{pk}")


def request_id(pk: int) -> RequestId:
    """A request is `r` and the key of the row."""
    return RequestId(f"r{pk}")


def place_id(pk: int) -> PlaceId:
    """A place is `t`, as in table, and the key of the row."""
    return PlaceId(f"t{pk}")


def talk_id(pk: int) -> TalkId:
    """A talk is `s`, as in session, and the key of the row."""
    return TalkId(f"s{pk}")


def interpreter_id(pk: int) -> InterpreterId:
    """An interpreter is `i` and the key of the row."""
    return InterpreterId(f"i{pk}")


def slot_id_of(block: int, starts_at: datetime) -> SlotId:
    """A slot is named by its block and its beginning.

    >>> slot_id_of(3, datetime(2027, 4, 14, 9, 30, tzinfo=UTC))
    'b3@20270414T093000Z'
    """
    return SlotId(f"b{block}@{starts_at.astimezone(UTC):{MOMENT}}")


def block_and_start(slot_id: str) -> tuple[int, datetime]:
    """The key of the block and the beginning in UTC: what `slot_id_of` put into the id."""
    block, moment = slot_id.removeprefix("b").split("@")
    return int(block), datetime.strptime(moment, MOMENT).replace(tzinfo=UTC)


def key(engine_id: str) -> int:
    """The key of a row, from the engine's id.

    >>> key("p17")
    17
    """
    return int(engine_id[1:])


ABOUT_PAIRS = (RuleKind.SAME_ORGANISATION, RuleKind.SAME_NETWORK, RuleKind.KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    book: Book
    people: Mapping[int, EngineParticipant]
    forbidden: frozenset[tuple[int, int]]
    apart: frozenset[CategoryPair] = frozenset()

    def allows(self, parties: Iterable[int]) -> bool:
        """Whether no hard rule keeps any two of these people apart."""
        parties = sorted(parties)
        if self.apart and are_apart(self.apart, [self.people[pk].category for pk in parties]):
            return False
        binding = [kind for kind in ABOUT_PAIRS if self.book[kind].is_binding]
        return not any(
            pair in self.forbidden or any(self.concerns(kind, pair) for kind in binding)
            for pair in combinations(parties, 2)
        )

    def concerns(self, kind: RuleKind, pair: tuple[int, int]) -> bool:
        """Whether a rule speaks of these two people."""
        one, other = (self.people[pk] for pk in pair)
        if kind is RuleKind.SAME_ORGANISATION:
            return _is_same_organisation(one, other)
        if kind is RuleKind.SAME_NETWORK:
            return _shares(one, other)
        return ordered_kinds(_kind_of(one), _kind_of(other)) in self.book[kind].barred

    def worth(self, value: int, parties: Iterable[int]) -> int:
        """The value of a request under the rules that are goals; without any it stays as it is."""
        aims = [kind for kind in ABOUT_PAIRS if self.book[kind].is_aim]
        wants_crossing = self.book[RuleKind.CROSS_NETWORK].is_on
        if not aims and not wants_crossing:
            return value
        pairs = list(combinations(sorted(parties), 2))
        if any(self.concerns(kind, pair) for kind in aims for pair in pairs):
            return value * LESS
        is_crossing = wants_crossing and any(self.crosses(pair) for pair in pairs)
        return value * (MORE if is_crossing else USUAL)

    def crosses(self, pair: tuple[int, int]) -> bool:
        """Whether these two are in networks, and in none together."""
        one, other = (self.people[pk] for pk in pair)
        return bool(one.networks and other.networks) and not _shares(one, other)

    def least(self, person: EngineParticipant) -> int:
        return max(person.least or 0, self.book.number(RuleKind.LEAST) or 0)

    def most(self, person: EngineParticipant) -> int | None:
        return _smaller(person.most, self.book.number(RuleKind.MOST))

    def most_breaks(self, person: EngineParticipant) -> int | None:
        return _smaller(person.most_breaks, self.book.number(RuleKind.BREAKS))


def ruling_of(facts: EngineInput) -> Ruling:
    """The rules of an event with the people and forbidden pairs that they need."""
    return Ruling(
        book=book_of(facts.rules),
        people={one.id: one for one in facts.people},
        forbidden=facts.forbidden,
        apart=facts.apart,
    )


def _shares(one: EngineParticipant, other: EngineParticipant) -> bool:
    return bool(set(one.networks) & set(other.networks))


def _is_same_organisation(one: EngineParticipant, other: EngineParticipant) -> bool:
    """An organisation that nobody has named is none."""
    return one.organisation == other.organisation and one.organisation != "w"


def _kind_of(person: EngineParticipant) -> str:
    return person.kind if person.kind in KINDS else "other"


def _smaller(one: int | None, other: int | None) -> int | None:
    known = [number for number in (one, other) if number is not None]
    return min(known, default=None)


def with_those_who_come(facts: EngineInput) -> tuple[EngineRequest, ...]:
    """All requests; in those of tables, only who takes part and is there at the time of the table."""
    here = {one.id for one in facts.people}
    times = {one.request: one.starts_at for one in facts.held}
    absent = [one for one in facts.absences if one.what is What.PERSON]

    def comes(person: int, request: int) -> bool:
        at = times.get(request)
        away = at is not None and any(one.id == person and one.covers(at) for one in absent)
        return person in here and not away

    def those_of(one: EngineRequest) -> EngineRequest:
        people = tuple(person for person in one.parties if comes(person, one.id))
        goes_on = len(people) >= FEWEST and people[0] == one.parties[0]
        return replace(one, parties=people) if goes_on else one

    return tuple(those_of(one) if one.seats else one for one in facts.asked)


STEP_FREE, QUIET = "step_free", "quiet"


class Unplannable(Exception):
    """The time grid has two slots at the same time, which is more than one person can keep."""


def problem_of(
    facts: EngineInput, *, frozen: Collection[int] = (), goals: tuple[Goal, ...] | None = None
) -> Problem:
    """The event with everything that is asked; meetings of the requests in `frozen` stay as they are.

    Requests of people who have left, and barred ones, are left out.
    """
    slots = slots_of(facts)
    talks = talks_of(facts, slots)
    known = {one.id for one in talks}
    ruling = ruling_of(facts)
    held = {one.request for one in facts.held}
    asked = _plannable(with_those_who_come(facts), facts, ruling, held_ids=held)
    where = _presence_of(facts)
    kept = {one.id for one in asked}
    return Problem(
        slots=tuple(slot for slot, _ in slots),
        places=tuple(_place_of(row, slots, facts) for row in facts.places),
        participants=tuple(
            participant_of(
                one,
                slots,
                talks=known,
                ruling=ruling,
                lost=_lost_by(facts, What.PERSON, one.id, slots),
                is_mended=bool(facts.absences),  # a gap that somebody's leaving tore is no fault of others
            )
            for one in facts.people
        ),
        requests=tuple(_request_of(one, facts, ruling, where) for one in asked),
        talks=talks,
        interpreters=tuple(
            Interpreter(id=interpreter_id(row.pk), languages=frozenset(row.languages))
            for row in facts.interpreters
        ),
        frozen=tuple(meeting_of(one) for one in facts.held if one.request in frozen and one.request in kept),
        goals=goals or DEFAULT_GOALS,
        title="",
    )


def _plannable(
    asked: Iterable[EngineRequest],
    facts: EngineInput,
    ruling: Ruling,
    *,
    held_ids: Collection[int] = (),
) -> list[EngineRequest]:
    """Those among people who are here, that nobody and no rule bars; a later rule leaves what is held."""
    here = {one.id for one in facts.people}
    return [
        one
        for one in asked
        if not one.is_barred
        and here.issuperset(one.parties)
        and (one.id in held_ids or ruling.allows(one.parties))
    ]


def requests_of(asked: Iterable[EngineRequest], facts: EngineInput) -> tuple[Request, ...]:
    """Some requests as the engine has them."""
    ruling, where = ruling_of(facts), _presence_of(facts)
    return tuple(_request_of(one, facts, ruling, where) for one in _plannable(asked, facts, ruling))


def slots_of(facts: EngineInput) -> list[tuple[Slot, Span]]:
    """All slots in the order of time."""
    found = [
        (
            Slot(
                id=slot_id_of(run.id, one.starts_at),
                block=BlockId(f"b{run.id}"),
                start=one.starts_at,
                end=one.ends_at,
            ),
            one,
        )
        for run in facts.grid.runs
        for one in run.slots
    ]
    found.sort(key=lambda pair: pair[1].starts_at)
    for (_, before), (_, after) in pairwise(found):
        if after.starts_at < before.ends_at:
            raise Unplannable
    return found


def _lost_by(
    facts: EngineInput, what: What, id: int, slots: Iterable[tuple[Slot, Span]]
) -> frozenset[SlotId]:
    """Slots for which a person or a place is not there, or that a talk takes up beyond its time."""
    absences = [one for one in facts.absences if one.what is what and one.id == id]
    if not absences:
        return frozenset()
    return frozenset(slot.id for slot, span in slots if any(one.covers(span.starts_at) for one in absences))


def talks_of(facts: EngineInput, slots: Iterable[tuple[Slot, Span]]) -> tuple[Talk, ...]:
    """Sessions that take up a slot at all."""
    spans = list(slots)
    found = []
    for row in facts.grid.talks:
        taken = frozenset(slot.id for slot, span in spans if span.overlaps(row.starts_at, row.ends_at))
        taken |= _lost_by(facts, What.TALK, row.id, spans)
        if taken:
            found.append(Talk(id=talk_id(row.id), slots=taken))
    return tuple(found)


def _place_of(row: PlaceRow, slots: Iterable[tuple[Slot, Span]], facts: EngineInput) -> Place:
    """A place is open in the blocks that name it, until its zone or room closes."""
    ends: list[datetime] = [one.closes_at for one in (row.zone, row.room) if one and one.closes_at]
    closes = min(ends, default=None)
    blocks = {run.id for run in facts.grid.runs if row.pk in run.spots}
    open_ = frozenset(
        slot.id
        for slot, span in slots
        if int(slot.block[1:]) in blocks and (closes is None or span.ends_at <= closes)
    ) - _lost_by(facts, What.PLACE, row.pk, slots)
    features = {STEP_FREE} if row.is_step_free and (row.zone is None or row.zone.is_step_free) else set()
    if row.is_quiet or (row.zone is not None and row.zone.is_quiet):
        features.add(QUIET)
    return Place(
        id=place_id(row.pk),
        kind=PlaceKind(PlaceRowKind(row.kind).value),
        zone=ZoneId(f"z{row.zone_id}" if row.zone_id else ""),
        features=frozenset(features),
        open=open_,
    )


def participant_of(
    one: EngineParticipant,
    slots: Iterable[tuple[Slot, Span]],
    *,
    talks: Collection[TalkId],
    ruling: Ruling,
    lost: frozenset[SlotId] = frozenset(),
    is_mended: bool = False,
) -> Participant:
    """Somebody for the engine; a rule that is off leaves no trace, `lost` slots count as not free."""
    book, most = ruling.book, ruling.most(one)
    needs = {STEP_FREE} if one.needs_step_free and book[RuleKind.STEP_FREE].is_on else set()
    if one.needs_quiet and book[RuleKind.QUIET].is_on:
        needs.add(QUIET)
    return Participant(
        id=person_id(one.id),
        organisation=OrganisationId(one.organisation),
        free=_free_of(one, slots) - lost,
        minimum=min(ruling.least(one), most if most is not None else 10**6),
        maximum=most,
        most_breaks=None if is_mended else ruling.most_breaks(one),
        needs=frozenset(needs),
        languages=frozenset(one.languages if book[RuleKind.INTERPRETERS].is_on else ()),
        must_attend=frozenset(talk_id(pk) for pk in one.musts if talk_id(pk) in talks),
        likes=tuple(Like(talk=talk_id(pk)) for pk in one.likes if talk_id(pk) in talks),
    )


def _free_of(one: EngineParticipant, slots: Iterable[tuple[Slot, Span]]) -> frozenset[SlotId]:
    """Slots between arrival and departure that the person has not blocked; talks are the engine's."""
    return frozenset(
        slot.id
        for slot, span in slots
        if (one.arrives_at is None or span.starts_at >= one.arrives_at)
        and (one.leaves_at is None or span.ends_at <= one.leaves_at)
        and span.starts_at not in one.blocked
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Presence:
    """Who is not on site, which places are online, and which requests are held there already.

    `fitting`: places by how many have to sit there and whether online, found once for all such requests.
    """

    remote: frozenset[int]
    online: frozenset[int]
    held_online: frozenset[int]
    fitting: dict[tuple[int, bool | None], frozenset[PlaceId] | None] = field(default_factory=dict)

    def is_met_online(self, request: EngineRequest) -> bool | None:
        """Whoever is not on site is; all others only where a person has put them: None is either."""
        if not self.online or request.id in self.held_online:
            return None
        return not self.remote.isdisjoint(request.parties)


def _presence_of(facts: EngineInput) -> _Presence:
    online = frozenset(row.pk for row in facts.places if row.kind == PlaceRowKind.LINK)
    return _Presence(
        remote=frozenset(one.id for one in facts.people if one.is_remote),
        online=online,
        held_online=frozenset(one.request for one in facts.held if one.place in online),
    )


def _request_of(one: EngineRequest, facts: EngineInput, ruling: Ruling, where: _Presence) -> Request:
    return Request(
        id=request_id(one.id),
        participants=tuple(person_id(pk) for pk in one.parties),
        value=ruling.worth(one.value, one.parties),
        places=_places_for(one, facts, where),
        fewest=FEWEST if one.seats else None,
    )


def _places_for(request: EngineRequest, facts: EngineInput, where: _Presence) -> frozenset[PlaceId] | None:
    """Where so many can sit together, on site or online; None where that is everywhere."""
    key = people, is_online = max(request.seats, len(request.parties)), where.is_met_online(request)
    if key not in where.fitting:
        fitting = [
            row for row in facts.places if row.seats >= people and is_online in (None, row.pk in where.online)
        ]
        is_everywhere = len(fitting) == len(facts.places)
        where.fitting[key] = None if is_everywhere else frozenset(place_id(row.pk) for row in fitting)
    return where.fitting[key]


def meeting_of(one: EngineMeeting) -> Meeting:
    """A meeting that is held, with the engine's ids."""
    return Meeting(
        request=request_id(one.request),
        slot=slot_id_of(one.block, one.starts_at),
        place=place_id(one.place),
        interpreter=None if one.interpreter is None else interpreter_id(one.interpreter),
    )


def witness_of(facts: EngineInput, problem: Problem) -> Timetable:
    """The meetings as they stand, of requests that the problem knows."""
    known = {one.id for one in problem.requests}
    meetings = (meeting_of(one) for one in facts.held)
    return Timetable(tuple(one for one in meetings if one.request in known))
