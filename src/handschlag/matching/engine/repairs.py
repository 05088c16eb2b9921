"""The day changes: up to three repairs of the timetable, each checked as a whole."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from statistics import median
from typing import Any, Final

from handschlag.events.models import Place, PlaceKind
from handschlag.matching.engine import problem as engine_problem
from handschlag.matching.engine.admission import MeetingSpot
from handschlag.matching.engine.plans import spots_of
from handschlag.matching.engine.problem import Unplannable, problem_of, witness_of
from handschlag.matching.engine.receipts import RULES
from handschlag.matching.engine_input import EngineInput
from handschlag.matching.hooks import Absence, What
from handschlag.matching.versions import ChangeKind, PublishedMeeting, content_of, published_meetings_in
from treffen.errors import InvalidProblem, RefusedPlan, RefusedTimetable
from treffen.problem import Meeting, ParticipantId, Problem, Request, RequestId, Slot, SlotId, Talk, TalkId
from treffen.repair import (
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    PlaceBack,
    PlaceLost,
    Repaired,
    RepairOptionKind,
    ResidualProblem,
    TalkMoved,
    Weights,
    repair,
    residual_problem,
)
from treffen.solvers.base import Limits
from treffen.timetable import Timetable
from treffen.verification import ViolationKind, find_violations


class Style(StrEnum):
    """What a repair is good at, from the fewest people moved on."""

    ALONE = "alone"  # nobody moves but those whom it befell
    FEW = "few"
    MOST = "most"
    ONLINE = "online"  # what lost its table goes on in a room online
    NONE = "none"  # no meeting is touched


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairStep:
    """What becomes of one meeting. `is_own`: the incident itself displaced it."""

    kind: ChangeKind
    request: int
    people: tuple[int, ...]
    old: PublishedMeeting | None = None
    new: PublishedMeeting | None = None
    is_own: bool = True


def told_people(steps: Iterable[RepairStep]) -> tuple[int, ...]:
    """Everybody whom the repair concerns, and nobody else."""
    return tuple(sorted({person for one in steps for person in one.people}))


def number_of_steps(steps: Iterable[RepairStep], *kinds: ChangeKind, is_own: bool | None = None) -> int:
    """How many steps are of one of these kinds; `is_own` None counts both sorts."""
    return sum(one.kind in kinds and is_own in (None, one.is_own) for one in steps)


def stored_steps(steps: Iterable[RepairStep]) -> list[dict[str, Any]]:
    """Ids and times only."""
    return [
        {
            "kind": one.kind.value,
            "request": one.request,
            "people": list(one.people),
            "old": _row_of(one.old),
            "new": _row_of(one.new),
            "is_own": one.is_own,
        }
        for one in steps
    ]


def _row_of(told: PublishedMeeting | None) -> dict[str, Any] | None:
    return None if told is None else content_of([told])["meetings"][0]


def read_steps(rows: Iterable[dict[str, Any]]) -> tuple[RepairStep, ...]:
    """What `stored` wrote."""
    return tuple(
        RepairStep(
            kind=ChangeKind(row["kind"]),
            request=row["request"],
            people=tuple(row["people"]),
            old=_told_of(row["old"]),
            new=_told_of(row["new"]),
            is_own=row["is_own"],
        )
        for row in rows
    )


def _told_of(row: dict[str, Any] | None) -> PublishedMeeting | None:
    return None if row is None else published_meetings_in({"meetings": [row]})[0]


def steps_too_late(steps: Iterable[RepairStep], *, now: datetime, frozen_until: datetime) -> tuple[int, ...]:
    """Requests whose step would touch what has begun, or move what is frozen by now.

    What the incident itself displaced may leave a frozen slot, for it cannot be held there; nothing else
    does, and nothing comes into one but at another place.
    """
    return tuple(one.request for one in steps if _is_late(one, now=now, frozen_until=frozen_until))


def _is_late(one: RepairStep, *, now: datetime, frozen_until: datetime) -> bool:
    stays_in_time = one.old is not None and one.new is not None and one.old.starts_at == one.new.starts_at
    if one.old is not None and not one.is_own and one.old.starts_at < frozen_until:
        return True
    if one.new is None:
        return False
    return one.new.starts_at < (max(now, one.new.starts_at) if stays_in_time else frozen_until)


def reversed_steps(steps: Iterable[RepairStep]) -> tuple[RepairStep, ...]:
    """The way back."""
    turned = {ChangeKind.DROPPED: ChangeKind.NEW, ChangeKind.NEW: ChangeKind.DROPPED}
    return tuple(
        RepairStep(
            kind=turned.get(one.kind, one.kind),
            request=one.request,
            people=one.people,
            old=one.new,
            new=one.old,
            is_own=one.is_own,
        )
        for one in steps
    )


def rounded_median(numbers: Sequence[int]) -> int:
    """The median, rounded up."""
    return -(-int(2 * median(numbers)) // 2) if numbers else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineIncident:
    """What cannot be had from now on, and a meeting to which somebody did not come."""

    absences: tuple[Absence, ...] = ()
    missed: tuple[int, int] | None = None  # request and participant


def start_of(slot: Slot) -> datetime:
    """When a slot begins; every slot of the platform has a beginning."""
    assert slot.start is not None
    return slot.start


def disruptions(
    problem: Problem, happened: EngineIncident, later: Sequence[Slot]
) -> tuple[Problem, tuple[Disruption, ...]]:
    """`later`: slots that have not begun. Who is away in between has an errand of their own then."""
    found: list[Disruption] = []
    for one in happened.absences:
        lost = [slot.id for slot in later if one.covers(start_of(slot))]
        if not lost:
            continue
        if one.what is What.PERSON:
            problem, away = _away(problem, one, lost, later)
            found += away
        elif one.what is What.PLACE:
            found += _closed(problem, one, lost, later)
        else:
            found += _longer(problem, one, lost)
    if happened.missed is not None:
        request, person = happened.missed
        found.append(
            NoShow(request=engine_problem.request_id(request), participant=engine_problem.person_id(person))
        )
    return problem, tuple(found)


def _away(
    problem: Problem, one: Absence, lost: Sequence[SlotId], later: Sequence[Slot]
) -> tuple[Problem, list[Disruption]]:
    who = engine_problem.person_id(one.id)
    if not any(person.id == who for person in problem.participants):
        return problem, []
    if lost[-1] == later[-1].id:
        return problem, [Gone(participant=who, since=lost[0])]
    if lost[0] == later[0].id:
        return problem, [Late(participant=who, until=later[len(lost)].id)]
    errand = Talk(id=TalkId(f"away-{who}"), slots=frozenset())
    people = tuple(
        replace(person, must_attend=person.must_attend | {errand.id}) if person.id == who else person
        for person in problem.participants
    )
    problem = replace(problem, talks=(*problem.talks, errand), participants=people)
    return problem, [TalkMoved(talk=errand.id, slots=frozenset(lost))]


def _closed(
    problem: Problem, one: Absence, lost: Sequence[SlotId], later: Sequence[Slot]
) -> Iterator[Disruption]:
    """A place that opens again is counted on only where it is open for all the rest of the event."""
    wanted = engine_problem.place_id(one.id)
    place = next((row for row in problem.places if row.id == wanted), None)
    if place is None:
        return
    yield PlaceLost(place=wanted, since=lost[0])
    rest = [slot.id for slot in later[[slot.id for slot in later].index(lost[-1]) + 1 :]]
    if rest and (place.open is None or place.open.issuperset(rest)):
        yield PlaceBack(place=wanted, since=rest[0])


def _longer(problem: Problem, one: Absence, lost: Sequence[SlotId]) -> Iterator[Disruption]:
    wanted = engine_problem.talk_id(one.id)
    talk = next((row for row in problem.talks if row.id == wanted), None)
    if talk is not None:
        yield TalkMoved(talk=wanted, slots=talk.slots | frozenset(lost))


MOST: Final = 260  # meetings


def neighbourhood_of(
    problem: Problem, timetable: Timetable, displaced: Collection[RequestId], *, most: int = MOST
) -> tuple[Problem, Timetable]:
    """The displaced meetings with those of their people, and of the people of these, up to `most`."""
    asked = {one.id: one for one in problem.requests}
    held = timetable.by_request()
    kept = {one for one in displaced if one in asked}
    while True:
        people = {person for one in kept for person in asked[one].participants}
        wider = {one for one in held if people.intersection(asked[one].participants)}
        if wider <= kept or (len(wider) > most and len(kept) > len(displaced)):
            break
        kept |= wider
        if len(kept) > most:
            break
    return _part_of(problem, timetable, kept)


def _part_of(
    problem: Problem, timetable: Timetable, wanted: Collection[RequestId]
) -> tuple[Problem, Timetable]:
    """The problem of some requests; what others hold is not free."""
    asked = {one.id: one for one in problem.requests}
    chosen = tuple(one for one in problem.requests if one.id in wanted)
    people = {person for one in chosen for person in one.participants}
    outside = [one for one in timetable.meetings if one.request not in wanted]
    by_person, by_place, by_helper = _busy(outside, asked)
    everything = frozenset(slot.id for slot in problem.slots)

    def left(free: frozenset[SlotId] | None, taken: Collection[SlotId]) -> frozenset[SlotId]:
        return (everything if free is None else free).difference(taken)

    return replace(
        problem,
        participants=tuple(
            replace(
                one,
                free=left(one.free, by_person.get(one.id, ())),
                minimum=0,
                maximum=None if one.maximum is None else max(0, one.maximum - len(by_person.get(one.id, ()))),
                most_breaks=None if one.id in by_person else one.most_breaks,
            )
            for one in problem.participants
            if one.id in people
        ),
        places=tuple(replace(one, open=left(one.open, by_place.get(one.id, ()))) for one in problem.places),
        interpreters=tuple(
            replace(one, free=left(one.free, by_helper.get(one.id, ()))) for one in problem.interpreters
        ),
        requests=tuple(_known(one, wanted) for one in chosen),
        frozen=tuple(one for one in problem.frozen if one.request in wanted),
        most_breaks=None,
        break_spread=None,
    ), Timetable(tuple(one for one in timetable.meetings if one.request in wanted))


def _known(one: Request, wanted: Collection[RequestId]) -> Request:
    return replace(one, after=tuple(before for before in one.after if before in wanted)) if one.after else one


type Taken[Id: Hashable] = Mapping[Id, set[SlotId]]


def _busy(
    meetings: Iterable[Meeting], asked: Mapping[RequestId, Request]
) -> tuple[Taken[ParticipantId], Taken[str], Taken[str]]:
    """By person, by place and by interpreter: slots that are taken."""
    people: dict[ParticipantId, set[SlotId]] = defaultdict(set)
    places: dict[str, set[SlotId]] = defaultdict(set)
    helpers: dict[str, set[SlotId]] = defaultdict(set)
    for one in meetings:
        places[one.place].add(one.slot)
        for person in asked[one.request].participants:
            people[person].add(one.slot)
        if one.interpreter is not None:
            helpers[one.interpreter].add(one.slot)
    return people, places, helpers


SECONDS: Final = 1.5  # of search at most, for each of two repairs
LITTLE: Final = 2.0  # what a move costs where as many meetings as possible are wanted
# A gap that somebody else's leaving tore is no fault of a repair.
BREAKS: Final = frozenset({ViolationKind.TOO_MANY_BREAKS, ViolationKind.UNEVEN_BREAKS})


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairProposal:
    """One repair: the whole timetable after it, of the requests that were `held` before.

    `displaced` are those of them that could not stay.
    """

    style: Style
    spots: tuple[MeetingSpot, ...]
    held: frozenset[int]
    displaced: frozenset[int]
    seconds: float
    proof: dict[str, Any]


class Unrepairable(Exception):
    """The timetable as it stands keeps no rules that a repair could start from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """The event with what is held, at a moment of the day."""

    problem: Problem
    timetable: Timetable
    now: SlotId
    disruptions: tuple[Disruption, ...]


def propose_repairs(
    facts: EngineInput, happened: EngineIncident, *, now: datetime, frozen_until: datetime
) -> tuple[RepairProposal, ...]:
    """Up to three different repairs, the fewest others moved first.

    Whatever has begun, and all that begins before `frozen_until`, stays, unless it cannot be held.
    """
    began = time.monotonic()
    try:
        day = _day_of(facts, happened, now=now, frozen_until=frozen_until)
        if day is None:
            return (_nothing(facts, began),)
        after = residual_problem(day.problem, day.timetable, disruptions=day.disruptions, now=day.now)
        if not after.displaced:
            return (_nothing(facts, began),)
        found = list(_different(day, after, began))
    except (InvalidProblem, RefusedTimetable, RefusedPlan, Unplannable) as wrong:
        raise Unrepairable from wrong
    if not found:
        raise Unrepairable
    return tuple(found)


def _day_of(
    facts: EngineInput, happened: EngineIncident, *, now: datetime, frozen_until: datetime
) -> _Day | None:
    """None where nothing is left of the event, or nothing that is planned is touched."""
    problem = problem_of(_only_held(facts), frozen=_by_hand(facts))
    later = [slot for slot in problem.slots if start_of(slot) > now]
    if not later:
        return None
    problem = _without_hosts(problem, happened)
    problem, found = disruptions(problem, happened, later)
    if not found:
        return None
    freeze = Freeze(slots=sum(start_of(slot) < frozen_until for slot in later))
    held = witness_of(facts, problem)
    return _Day(problem=problem, timetable=held, now=later[0].id, disruptions=(*found, freeze))


def _without_hosts(problem: Problem, happened: EngineIncident) -> Problem:
    """A table goes on without some of its guests, but not without its host, who stands first."""
    gone = {engine_problem.person_id(one.id) for one in happened.absences if one.what is What.PERSON}
    requests = (
        replace(one, fewest=None) if one.fewest and one.participants[0] in gone else one
        for one in problem.requests
    )
    return replace(problem, requests=tuple(requests))


def _only_held(facts: EngineInput) -> EngineInput:
    """What is held, and nothing else: whoever is not concerned gets no new meeting on the day either."""
    held = {one.request for one in facts.held}
    return replace(facts, asked=tuple(one for one in facts.asked if one.id in held))


def _by_hand(facts: EngineInput) -> frozenset[int]:
    return frozenset(one.request for one in facts.held if one.is_time_locked or one.is_place_pinned)


def _different(day: _Day, after: ResidualProblem, began: float) -> Iterator[RepairProposal]:
    """Each timetable once, under the first style that found it; none that breaks a rule of the event."""
    displaced = {one.meeting.request for one in after.displaced}
    problem, held = neighbourhood_of(day.problem, day.timetable, displaced)
    outside = [one for one in day.timetable.meetings if one.request not in held.by_request()]
    seen: list[frozenset[Meeting]] = []
    for style, meetings, is_least in _found_by(replace(day, problem=problem, timetable=held), displaced):
        timetable = Timetable((*outside, *meetings))
        key = frozenset(timetable.meetings)
        if key in seen or _objections_to(after.problem, timetable):
            continue
        seen.append(key)
        yield RepairProposal(
            style=style,
            spots=spots_of(day.problem, timetable.meetings),
            held=frozenset(engine_problem.key(one.request) for one in day.timetable.meetings),
            displaced=frozenset(engine_problem.key(one) for one in displaced),
            seconds=round(time.monotonic() - began, 2),
            proof={
                "rules": RULES,
                "violations": 0,
                "is_least": is_least,
                "meetings": len(timetable.meetings),
            },
        )


def _found_by(day: _Day, displaced: set[RequestId]) -> Iterator[tuple[Style, tuple[Meeting, ...], bool]]:
    """All others standing still; with few of them moved; with as many meetings as possible."""
    still = tuple(one for one in day.timetable.meetings if one.request not in displaced)
    alone = _mended(replace(day, problem=replace(day.problem, frozen=still)), move=None)
    yield Style.ALONE, alone.plan.timetable.meetings, _is_least(alone)
    others = _mended(day, move=LITTLE, alternatives=1)
    for one in others.alternatives:
        if one.kind is RepairOptionKind.FEWEST_MOVES:
            yield Style.FEW, one.plan.timetable.meetings, _is_least(others)
    yield Style.MOST, others.plan.timetable.meetings, _is_least(others)


def _mended(day: _Day, *, move: float | None, alternatives: int = 0) -> Repaired:
    return repair(
        day.problem,
        day.timetable,
        disruptions=day.disruptions,
        now=day.now,
        weights=Weights(move=move),
        limits=Limits(seconds=SECONDS, seed=1),
        alternatives=alternatives,
    )


def _is_least(found: Repaired) -> bool:
    return all(one.is_proved for one in found.lost)


def _nothing(facts: EngineInput, began: float) -> RepairProposal:
    """No meeting is touched."""
    problem = problem_of(facts)
    spots = spots_of(problem, witness_of(facts, problem).meetings)
    return RepairProposal(
        style=Style.NONE,
        spots=spots,
        held=frozenset(one.request for one in spots),
        displaced=frozenset(),
        seconds=round(time.monotonic() - began, 2),
        proof={"rules": RULES, "violations": 0, "is_least": True, "meetings": len(facts.held)},
    )


def _objections_to(problem: Problem, timetable: Timetable) -> int:
    """How many rules a timetable breaks."""
    return sum(one.kind not in BREAKS for one in find_violations(problem, timetable))


def online_repair(facts: EngineInput, steps: Sequence[RepairStep]) -> RepairProposal | None:
    """Meetings go on at their time in places that are not there yet; None where a rule would be broken."""
    news = {one.request: one.new for one in steps if one.new is not None}
    places = {one.place: one.place_code for one in news.values()}
    held = tuple(
        replace(one, place=news[one.request].place, is_place_pinned=False) if one.request in news else one
        for one in facts.held
    )
    blocks = {(one.block, one.place) for one in news.values()}
    runs = tuple(
        replace(run, spots=(*run.spots, *sorted(place for block, place in blocks if block == run.id)))
        for run in facts.grid.runs
    )
    rooms = tuple(Place(pk=pk, code=code, kind=PlaceKind.LINK, is_quiet=True) for pk, code in places.items())
    after = replace(facts, held=held, grid=replace(facts.grid, runs=runs), places=(*facts.places, *rooms))
    problem = problem_of(after)
    timetable = witness_of(after, problem)
    if _objections_to(problem, timetable):
        return None
    return RepairProposal(
        style=Style.ONLINE,
        spots=spots_of(problem, timetable.meetings),
        held=frozenset(one.request for one in facts.held),
        displaced=frozenset(news),
        seconds=0,
        proof={"rules": RULES, "violations": 0, "is_least": True, "meetings": len(held)},
    )


def objections(facts: EngineInput) -> int:
    """How many rules the timetable of these facts breaks."""
    problem = problem_of(facts)
    return _objections_to(problem, witness_of(facts, problem))
