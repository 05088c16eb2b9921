"""What a run solves, how it is asked for, told and stored; a plan over the event as it is now."""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from handschlag.common.compute import stepped_back
from handschlag.matching.engine import problem as engine_problem
from handschlag.matching.engine.admission import MeetingSpot
from handschlag.matching.engine.options import Options
from handschlag.matching.engine.problem import meeting_of, problem_of
from handschlag.matching.engine_input import EngineInput, EngineMeeting
from treffen.admission import AdmissionController, Admitted, RefusedWitness
from treffen.errors import InvalidProblem, RefusedTimetable
from treffen.files import plan_object, read_plan, read_problem, write_problem_json
from treffen.problem import Goal, Meeting, OrganisationId, Participant, Place, PlaceId, Problem, Request
from treffen.repair import repair
from treffen.scheduling import Limits, Progress, Stop, schedule
from treffen.timetable import Core, GoalResult, Plan, Timetable, Unscheduled
from treffen.words import fault

GOALS: Final = ("value", "shortfall", "talks", "breaks", "idle", "changes", "walking", "places")


class _Spoilt(Exception):
    """A stored text is no problem or plan any more."""


def problem_text(problem: Problem) -> str:
    """The JSON of a problem as the engine writes its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "problem.json")
        write_problem_json(path, problem)
        return path.read_text("utf-8")


def plan_text(plan: Plan) -> str:
    """The JSON of a plan, with umlauts as they are."""
    return json.dumps(plan_object(plan), ensure_ascii=False)


def problem_in(text: str) -> Problem:
    """What `problem_text` wrote; raises where the engine cannot read the text any more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "problem.json")
        path.write_text(text, "utf-8")
        found = read_problem(path).problem
    if found is None:
        raise _Spoilt
    return found


def plan_in(text: str) -> Plan:
    """What `plan_text` wrote; raises where the engine cannot read the text any more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.json")
        path.write_text(text, "utf-8")
        found = read_plan(path).plan
    if found is None:
        raise _Spoilt
    return found


OPEN, ACCEPTED = "open", "accepted"


def agreed_problem(facts: EngineInput, options: Options, *, frozen: Collection[int] = ()) -> Problem:
    """Requests to which both have said yes. What is accepted must be held, and `frozen` where it stands."""
    agreed = tuple(one for one in facts.asked if one.state != OPEN)
    accepted = frozenset(one.id for one in agreed if one.state == ACCEPTED)
    goals = tuple(Goal(one) for one in options.goals)
    keeps = frozenset() if options.breaks_promises else frozenset(frozen)
    problem = problem_of(replace(facts, asked=agreed), frozen=keeps, goals=goals)
    fixed = {one.request: one for one in facts.held}
    return replace(
        problem,
        participants=_participants_for(problem.participants, options),
        places=_places_for(problem.places, options),
        requests=tuple(_duty(one, accepted, fixed, options) for one in problem.requests),
    )


def _duty(
    one: Request, accepted: Collection[int], held: dict[int, EngineMeeting], options: Options
) -> Request:
    """A promise must be held; what was fixed by hand keeps its time or its place."""
    key = engine_problem.key(one.id)
    if key not in accepted or options.breaks_promises:
        return one
    place = held.get(key)
    if place is None:
        return replace(one, must=True)
    spot = meeting_of(place)
    is_fit = one.places is None or spot.place in one.places
    return replace(
        one,
        must=True,
        slot=spot.slot if place.is_time_locked else None,
        place=spot.place if place.is_place_pinned and is_fit else None,
    )


def _participants_for(people: Iterable[Participant], options: Options) -> tuple[Participant, ...]:
    """Under ids that say nothing: the name of an organisation is nobody's business in a file."""
    rows = list(people)
    known = sorted({one.organisation for one in rows if one.organisation is not None})
    codes = {name: OrganisationId(f"o{number}") for number, name in enumerate(known, start=1)}
    return tuple(
        replace(
            one,
            organisation=None if one.organisation is None else codes[one.organisation],
            **({"maximum": None, "most_breaks": None} if options.without_limits else {}),  # type: ignore[arg-type]
        )
        for one in rows
    )


def _places_for(places: Iterable[Place], options: Options) -> tuple[Place, ...]:
    """What the house would have in this scenario: the last places go first, new ones are like the first."""
    rows = list(places)
    if options.places_fewer:
        rows = rows[: max(1, len(rows) - options.places_fewer)]
    if rows and options.places_more:
        rows += [replace(rows[0], id=PlaceId(f"new{number}")) for number in range(1, options.places_more + 1)]
    return tuple(rows)


def held_now(facts: EngineInput, problem: Problem) -> Timetable:
    """The meetings as they stand, of requests that the problem knows."""
    known = {one.id for one in problem.requests}
    meetings = (meeting_of(one) for one in facts.held)
    return Timetable(tuple(one for one in meetings if one.request in known))


def summary_of(facts: EngineInput, problem: Problem, plan: Plan) -> dict[str, Any]:
    """What pages show of a plan, for JSON: counts, goals, and what could not be held and why."""
    agreed = {one.id for one in problem.requests}
    promised = {engine_problem.request_id(one.id) for one in facts.asked if one.state == ACCEPTED} & agreed
    held = plan.timetable.by_request()
    before = {one.request: one for one in map(meeting_of, facts.held)}
    people = Counter(str(p) for one in problem.requests if one.id in held for p in one.participants)
    return {
        "status": plan.status.value,
        "agreed": len(agreed),
        "held": len(held),
        "promised": len(promised),
        "kept": len(promised & set(held)),
        "moved": sum(
            before[key].slot != one.slot for key, one in held.items() if key in before and key in promised
        ),
        "places": len({one.place for one in plan.timetable.meetings}),
        "few": sum(1 for one in people.values() if one < 3),
        "people": len(people),
        "goals": [goal_of(one) for one in plan.goals],
        "unscheduled": [_unscheduled_of(one) for one in plan.unscheduled],
        "core": None if plan.core is None else _core_of(plan.core),
        "stopped": plan.stopped.value,
        "seconds": plan.seconds,
        "digest": plan.problem,
        "versions": dict(plan.versions),
    }


def goal_of(one: GoalResult) -> dict[str, Any]:
    """A goal as it is stored: its value, the bound, and how far it is proved."""
    return {
        "goal": one.goal.value,
        "value": one.value,
        "bound": one.bound,
        "status": one.status.value,
        "proof": one.proof.value,
    }


def _unscheduled_of(one: Unscheduled) -> dict[str, Any]:
    remedy = one.remedy
    return {
        "request": engine_problem.key(one.request),
        "reason": one.reason.value,
        "people": [engine_problem.key(person) for person in one.participants],
        "remedy": None
        if remedy is None
        else {
            "kind": remedy.kind.value,
            "slot": engine_problem.block_and_start(remedy.slot)[1].isoformat(),
            "people": [engine_problem.key(person) for person in remedy.participants],
            "requests": [engine_problem.key(request) for request in remedy.requests],
            "cost": remedy.cost,
        },
    }


def _core_of(core: Core) -> dict[str, Any]:
    return {
        "kind": core.kind.value,
        "requests": [engine_problem.key(one) for one in core.requests],
        "people": [engine_problem.key(one) for one in core.participants],
        "slots": [engine_problem.block_and_start(one)[1].isoformat() for one in core.slots],
        "is_minimal": core.is_minimal,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """All meetings that are to stand, and which of them were admitted beside the plan."""

    spots: tuple[MeetingSpot, ...]
    added: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Confirmed meetings that cannot be held beside the plan; none: the plan does not fit the event."""

    lost: tuple[int, ...] = ()


def meetings_in(text: str) -> tuple[Meeting, ...]:
    """The meetings of a stored plan."""
    return plan_in(text).timetable.meetings


class ScheduledRequest(Protocol):
    """Where and when a request is held, whoever says so."""

    @property
    def request(self) -> int: ...
    @property
    def block(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def place(self) -> int: ...
    @property
    def interpreter(self) -> int | None: ...


def meetings_at(told: Iterable[ScheduledRequest]) -> tuple[Meeting, ...]:
    """Rows as meetings of the engine."""
    return tuple(
        Meeting(
            request=engine_problem.request_id(one.request),
            slot=engine_problem.slot_id_of(one.block, one.starts_at),
            place=engine_problem.place_id(one.place),
            interpreter=None if one.interpreter is None else engine_problem.interpreter_id(one.interpreter),
        )
        for one in told
    )


def merge(facts: EngineInput, meetings: Iterable[Meeting], *, frozen: Collection[int]) -> Merged | Clash:
    """The plan as far as it holds, with every confirmed meeting; or what speaks against it."""
    agreed = tuple(one for one in facts.asked if one.state != OPEN)
    problem = problem_of(replace(facts, asked=agreed), frozen=frozen)
    known = {one.id for one in problem.requests}
    planned = list(meetings)
    standing = tuple(one for one in planned if one.request in known)
    accepted = [one.id for one in agreed if one.state == ACCEPTED]
    unknown = tuple(one for one in accepted if engine_problem.request_id(one) not in known)
    if unknown:
        return Clash(lost=unknown)
    try:
        desk = AdmissionController(problem, Timetable(standing))
    except RefusedWitness:
        return Clash()
    held = {one.request for one in standing}
    added: list[int] = []
    lost: list[int] = []
    for one in accepted:
        if engine_problem.request_id(one) not in held:
            is_held = isinstance(desk.admit(engine_problem.request_id(one)), Admitted)
            (added if is_held else lost).append(one)
    if lost:
        return Clash(lost=tuple(lost))
    gone = tuple(engine_problem.key(one.request) for one in planned if one.request not in known)
    return Merged(spots=spots_of(problem, desk.witness.meetings), added=tuple(added), dropped=gone)


def beside(
    facts: EngineInput, meetings: Iterable[Meeting], *, fixed: Collection[int], frozen: Collection[int]
) -> tuple[Merged | Clash, tuple[MeetingSpot, ...]]:
    """The plan with the published meetings where they are, and where it would have them.

    Where the rest of the plan needs their places, the timetable stays as it is for now.
    """
    planned = list(meetings)
    stays = {engine_problem.request_id(one) for one in fixed}
    held = {one.request: one for one in meetings_at(facts.held)}
    wanted = [one for one in planned if one.request in stays and one.slot != held[one.request].slot]
    kept = [held[one.request] if one.request in stays else one for one in planned]
    merged = merge(facts, kept, frozen=frozen)
    if isinstance(merged, Clash):
        merged = merge(facts, held.values(), frozen=frozen)
    return merged, spots_of(problem_of(facts), wanted)


def spots_of(problem: Problem, meetings: Iterable[Meeting]) -> tuple[MeetingSpot, ...]:
    """Meetings of the engine as rows are written."""
    ends = {slot.id: slot.end for slot in problem.slots}
    found = []
    for one in meetings:
        block, starts_at = engine_problem.block_and_start(one.slot)
        ends_at = ends[one.slot]
        assert ends_at is not None
        found.append(
            MeetingSpot(
                request=engine_problem.key(one.request),
                block=block,
                starts_at=starts_at,
                ends_at=ends_at,
                place=engine_problem.key(one.place),
                interpreter=None if one.interpreter is None else engine_problem.key(one.interpreter),
            )
        )
    return tuple(found)


def timetable_text(facts: EngineInput) -> dict[str, Any]:
    """The problem of what was agreed and the meetings held now, under the engine's ids, for JSON."""
    problem = agreed_problem(facts, Options())
    return {
        "problem": json.loads(problem_text(problem)),
        "meetings": [
            {"request": one.request, "slot": one.slot, "place": one.place}
            for one in held_now(facts, problem).meetings
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """How far a run is."""

    seconds: float
    phase: str
    goal: str
    value: int | None
    bound: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """What came out: texts as files have them, and what pages show."""

    problem: str
    plan: str
    summary: dict[str, Any]


class FaultyInput(Exception):
    """Nothing was tried: the event itself contradicts itself. Each fault is a sentence."""


class RunHandle:
    """Stops a run from outside; may be used by any thread."""

    def __init__(self) -> None:
        self.stop = Stop()

    def lift(self) -> None:
        self.stop.request()


def run(
    facts: EngineInput,
    options: Options,
    *,
    frozen: Collection[int],
    seconds: int,
    seed: int,
    hand: RunHandle,
    tell: Callable[[Beat], None],
) -> _Ended:
    """The best plan in this time; raises `FaultyInput`."""
    problem = agreed_problem(facts, options, frozen=frozen)
    if faults := problem.faults():
        raise FaultyInput("\n".join(fault(one, "de") for one in faults[:20]))
    begun = time.monotonic()
    limits = Limits(seconds=seconds, seed=seed)

    def hear(one: Progress) -> None:
        value, bound = (None if number is None else round(number) for number in (one.value, one.bound))
        tell(
            Beat(
                seconds=round(time.monotonic() - begun, 2),
                phase=one.phase,
                goal=one.goal.value,
                value=value,
                bound=bound,
            )
        )

    def compute(say: Callable[[Progress], None]) -> tuple[Problem, Plan]:
        kept = _kept(problem, facts, options, limits, hand)
        return kept or (problem, schedule(problem, limits=limits, on_progress=say, stop=hand.stop))

    try:
        problem, plan = stepped_back(compute, hear=hear)
    except InvalidProblem as wrong:
        raise FaultyInput(str(wrong)) from wrong
    return _Ended(
        problem=problem_text(problem), plan=plan_text(plan), summary=summary_of(facts, problem, plan)
    )


def _kept(
    problem: Problem, facts: EngineInput, options: Options, limits: Limits, hand: RunHandle
) -> tuple[Problem, Plan] | None:
    """The smallest change of the times; None where that is not asked for, or they do not fit."""
    if not options.keeps_times or not facts.held:
        return None
    held = held_now(facts, problem)
    goals = tuple(one for one in problem.goals if one is not Goal.CHANGED)
    asked = replace(problem, promised=held.meetings, goals=goals)
    try:
        found = repair(asked, held, limits=limits, stop=hand.stop)
    except RefusedTimetable:
        return None
    return found.problem, found.choice.plan
