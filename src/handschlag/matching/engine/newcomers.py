"""On the day: whom somebody who comes unannounced could still meet, and a yes in what is left of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from handschlag.matching.engine import problem as engine_problem
from handschlag.matching.engine.admission import (
    AdmissionVerdict,
    Answer,
    CachedController,
    MeetingSpot,
    admit,
    refusal_of,
    spots_of,
)
from handschlag.matching.engine.lists import line_of, profile_of
from handschlag.matching.engine.problem import problem_of, ruling_of
from handschlag.matching.engine.vocabulary import around, codes_named
from handschlag.matching.engine_input import EngineInput, EngineParticipant, EngineRequest
from handschlag.matching.people import Described
from treffen.admission import AdmissionController, Admitted, Budget, Refused, RefusedWitness
from treffen.problem import Goal, Interpreter, Participant, Place, Problem, RequestId, SlotId
from treffen.recommendation import Pool
from treffen.recommendation.lists.engine import recommender
from treffen.timetable import Timetable

NEWCOMER: Final = 0  # the key of somebody who has no row yet
CANDIDATES: Final = 60  # people who are compared; those with something in common come first
QUICK: Final = replace(Budget(), ways=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedTime:
    """A time that is kept for people until they have answered, and perhaps a place."""

    people: tuple[int, ...]
    place: int | None
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleMeeting:
    """Somebody whom the newcomer could meet, the spot, and the engine's reasons, seen by the newcomer."""

    partner: int
    spot: MeetingSpot
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMeeting:
    """A meeting that was shown: whether it is still possible is asked once more."""

    partner: int
    starts_at: datetime
    place: int


def chances(
    facts: EngineInput,
    people: Sequence[Described],
    *,
    newcomer: Described,
    earliest: datetime,
    kept: Iterable[ReservedTime] = (),
    most: int = 3,
    category: int | None = None,
) -> tuple[PossibleMeeting, ...]:
    """The best partners who have time from `earliest` on, by time; each spot beside the others.

    `category` is that of the newcomer: nobody is found from whom it is to stay apart.
    """
    own = _person_of(newcomer, facts, category)
    left = _left_of(facts, [one.id for one in people], own, earliest=earliest, kept=kept)
    asked = {engine_problem.key(one.id): one for one in left.requests}
    near = _nearest([one for one in people if one.id in asked], newcomer)
    reasons = _ranked(near, newcomer)
    desk = AdmissionController(replace(left, requests=tuple(asked[pk] for pk in reasons)), Timetable())
    number = 0
    for partner in reasons:
        if number < most:
            number += _is_admitted(desk, partner)
    spots = spots_of(left, desk.witness.meetings)
    made = [
        PossibleMeeting(partner=one.request, spot=one, reasons=tuple(reasons[one.request])) for one in spots
    ]
    return tuple(sorted(made, key=lambda one: one.spot.starts_at))


def still_possible(
    facts: EngineInput,
    wanted: Sequence[ProposedMeeting],
    *,
    newcomer: Described,
    earliest: datetime,
    kept: Iterable[ReservedTime],
) -> tuple[MeetingSpot, ...] | None:
    """These meetings at these times and places, if all of them can be held; None where one cannot."""
    own = _person_of(newcomer, facts)
    left = _left_of(facts, [one.partner for one in wanted], own, earliest=earliest, kept=kept)
    slots = {slot.start: slot.id for slot in left.slots}
    places = {one.id for one in left.places}
    asked = {engine_problem.key(one.id): one for one in left.requests}
    fixed = []
    for one in wanted:
        place = engine_problem.place_id(one.place)
        if one.partner not in asked or one.starts_at not in slots or place not in places:
            return None
        fixed.append(replace(asked[one.partner], slot=slots[one.starts_at], place=place))
    desk = AdmissionController(replace(left, requests=tuple(fixed)), Timetable())
    if not all(_is_admitted(desk, one.partner) for one in wanted):
        return None
    return spots_of(left, desk.witness.meetings)


def _is_admitted(desk: AdmissionController, partner: int) -> bool:
    return isinstance(desk.admit(engine_problem.request_id(partner), budget=QUICK), Admitted)


# --- whom -------------------------------------------------------------------------------------


def _nearest(people: Sequence[Described], newcomer: Described) -> list[Described]:
    """Those with most in common first: needs that the newcomer's offers meet, and the other way round."""
    mine = {way: _topics(newcomer, way) for way in ("offer", "need")}

    def common(one: Described) -> int:
        return len(mine["offer"] & _topics(one, "need")) + len(mine["need"] & _topics(one, "offer"))

    return sorted(people, key=lambda one: (-common(one), one.id))[:CANDIDATES]


def _topics(one: Described, direction: str) -> frozenset[str]:
    said = (row for row in one.statements if row.direction == direction)
    return around(
        code for row in said for code in (*row.concepts, *_named(row.text, row.language, row.not_meant))
    )


@lru_cache(maxsize=20_000)
def _named(text: str, language: str, not_meant: tuple[str, ...]) -> tuple[str, ...]:
    return codes_named(text, language, not_meant)


def _ranked(people: Sequence[Described], newcomer: Described) -> dict[int, list[dict[str, Any]]]:
    """The newcomer's list with its reasons, best first; then the others, without."""
    if not people:
        return {}
    pool = Pool(profiles=tuple(profile_of(one) for one in (newcomer, *people)))
    own = engine_problem.person_id(newcomer.id)
    found = next((one for one in recommender(pool).lists().lists if one.participant == own), None)
    lines = [line_of(newcomer.id, n, entry) for n, entry in enumerate(found.entries if found else (), 1)]
    listed = {one.partner: one.reasons for one in lines}
    return {**listed, **{one.id: [] for one in people if one.id not in listed}}


# --- when and where ---------------------------------------------------------------------------


def _left_of(
    facts: EngineInput,
    partners: Collection[int],
    own: EngineParticipant,
    *,
    earliest: datetime,
    kept: Iterable[ReservedTime],
) -> Problem:
    """What nobody holds and nothing is kept for, with a request for each partner who has time."""
    wanted = set(partners)
    people = tuple(one for one in facts.people if one.id in wanted)
    ruling = ruling_of(replace(facts, people=(own, *facts.people)))
    asked = tuple(
        EngineRequest(id=one.id, state="open", value=1, is_barred=False, parties=(own.id, one.id))
        for one in people
        if one.id != own.id and ruling.allows((own.id, one.id))
    )
    everybody = (own, *(one for one in people if one.id != own.id))
    problem = problem_of(replace(facts, people=everybody, asked=asked, held=()), goals=(Goal.VALUE,))
    taken = _taken_of(facts, problem, kept)
    later = frozenset(slot.id for slot in problem.slots if slot.start is not None and slot.start >= earliest)
    left = tuple(rest_of(one, later, taken) for one in problem.participants)
    busy = {one.id for one in left if not one.free or one.maximum == 0}
    return replace(
        problem,
        participants=left,
        places=tuple(open_of(one, later, taken) for one in problem.places),
        requests=tuple(one for one in problem.requests if not busy.intersection(one.participants)),
        most_breaks=None,
        break_spread=None,
    )


def _person_of(newcomer: Described, facts: EngineInput, category: int | None = None) -> EngineParticipant:
    """As the engine's door reads people; who is there already is read from the facts."""
    there = next((one for one in facts.people if one.id == newcomer.id), None)
    return there or EngineParticipant(
        id=newcomer.id,
        organisation=newcomer.organisation,
        kind=newcomer.kind,
        networks=newcomer.networks,
        least=None,
        most=None,
        most_breaks=None,
        arrives_at=None,
        leaves_at=None,
        languages=newcomer.languages,
        needs_step_free=False,
        needs_quiet=False,
        blocked=frozenset(),
        musts=(),
        likes=(),
        category=category,
    )


type Taken = Mapping[Hashable, frozenset[SlotId]]


def _taken_of(facts: EngineInput, problem: Problem, kept: Iterable[ReservedTime]) -> Taken:
    """By the engine's ids of people and places: slots in which they are not free."""
    parties = {one.id: one.parties for one in facts.asked}
    found: dict[Hashable, set[SlotId]] = defaultdict(set)
    for held in facts.held:
        slot = engine_problem.slot_id_of(held.block, held.starts_at)
        found[engine_problem.place_id(held.place)].add(slot)
        for person in parties.get(held.request, ()):
            found[engine_problem.person_id(person)].add(slot)
    slots = {slot.start: slot.id for slot in problem.slots}
    for one in kept:
        if one.starts_at in slots:
            for id in (
                *map(engine_problem.person_id, one.people),
                *((engine_problem.place_id(one.place),) if one.place else ()),
            ):
                found[id].add(slots[one.starts_at])
    return {id: frozenset(several) for id, several in found.items()}


def rest_of(one: Participant, later: frozenset[SlotId], taken: Taken) -> Participant:
    """The person in the later slots that nothing takes; held meetings count against the maximum."""
    busy = taken.get(one.id, frozenset())
    most = None if one.maximum is None else max(0, one.maximum - len(busy))
    return replace(one, free=rest(one.free, later, busy), minimum=0, maximum=most, most_breaks=None)


def open_of(one: Place, later: frozenset[SlotId], taken: Taken) -> Place:
    """The place, open only in the later slots in which nothing is held there."""
    return replace(one, open=rest(one.open, later, taken.get(one.id, frozenset())))


def rest(
    slots: frozenset[SlotId] | None, later: frozenset[SlotId], busy: frozenset[SlotId]
) -> frozenset[SlotId]:
    """Of the slots of somebody or something, or of all, those to come that nothing takes."""
    return (later if slots is None else slots & later) - busy


def admit_at(kept: CachedController, request: int, *, now: datetime) -> Answer:
    """The desk's answer; from the first slot on, that of the slots which have not begun."""
    has_begun = any(slot.start is not None and slot.start <= now for slot in kept.problem.slots)
    return _ask_later(kept, request, now=now) if has_begun else admit(kept, request)


def _ask_later(kept: CachedController, request: int, *, now: datetime) -> Answer:
    """A free time and place after `now`, which the desk holds from now on; or no, or not yet."""
    left = _left_for(kept, engine_problem.request_id(request), now=now)
    desk = AdmissionController(left, Timetable())
    found = desk.admit(engine_problem.request_id(request))
    if isinstance(found, Refused):
        return Answer(verdict=AdmissionVerdict.NO, refusal={**refusal_of(found), "ways": []})
    if not isinstance(found, Admitted):
        return Answer(verdict=AdmissionVerdict.NOT_YET)
    kept.is_clean = False
    try:
        kept.desk.follow(desk.witness.meetings)
    except RefusedWitness:  # a rule about breaks, say; the desk is built anew for the next question
        return Answer(verdict=AdmissionVerdict.NOT_YET)
    return Answer(verdict=AdmissionVerdict.YES, spots=spots_of(left, desk.witness.meetings))


def _left_for(kept: CachedController, request: RequestId, *, now: datetime) -> Problem:
    """The request alone, with the slots to come in which its people and the places are free."""
    problem = kept.problem
    asked = next(one for one in problem.requests if one.id == request)
    taken = _taken_by(kept)
    later = frozenset(slot.id for slot in problem.slots if slot.start is not None and slot.start > now)
    return replace(
        problem,
        participants=tuple(
            rest_of(one, later, taken) for one in problem.participants if one.id in asked.participants
        ),
        places=tuple(open_of(one, later, taken) for one in problem.places),
        interpreters=tuple(_serving(one, later, taken) for one in problem.interpreters),
        requests=(asked,),
        frozen=(),
        most_breaks=None,
        break_spread=None,
    )


def _serving(one: Interpreter, later: frozenset[SlotId], taken: Taken) -> Interpreter:
    return replace(one, free=rest(one.free, later, taken.get(one.id, frozenset())))


def _taken_by(kept: CachedController) -> Taken:
    """By people, places and interpreters: the slots in which the desk holds something for them."""
    people = {one.id: one.participants for one in kept.problem.requests}
    found: dict[Hashable, set[SlotId]] = defaultdict(set)
    for held in kept.desk.witness.meetings:
        for id in (held.place, held.interpreter, *people[held.request]):
            if id is not None:
                found[id].add(held.slot)
    return {id: frozenset(slots) for id, slots in found.items()}
