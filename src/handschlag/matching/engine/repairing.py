"""The day changes: up to three repairs of the timetable, each checked as a whole."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from handschlag.events.models import Place, PlaceKind
from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.incidents import EngineIncident, disruptions, start_of
from handschlag.matching.engine.merging import spots_of
from handschlag.matching.engine.neighbourhood import neighbourhood_of
from handschlag.matching.engine.problem import Unplannable, problem_of, witness_of
from handschlag.matching.engine.receipts import RULES
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.rules.absences import What
from handschlag.matching.rules.repairs import RepairStep, Style
from treffen.errors import InvalidProblem, RefusedPlan, RefusedTimetable
from treffen.problem import Meeting, Problem, RequestId, SlotId
from treffen.repair import (
    Disruption,
    Freeze,
    Repaired,
    RepairOptionKind,
    ResidualProblem,
    Weights,
    repair,
    residual_problem,
)
from treffen.solvers.base import Limits
from treffen.timetable import Timetable
from treffen.verification import ViolationKind, find_violations

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
    gone = {engine_ids.person_id(one.id) for one in happened.absences if one.what is What.PERSON}
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
            held=frozenset(engine_ids.key(one.request) for one in day.timetable.meetings),
            displaced=frozenset(engine_ids.key(one) for one in displaced),
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
