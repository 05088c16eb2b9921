"""May this yes be given? One desk for each event answers, kept while it is up to date."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from handschlag.common.memo import KeyedLock
from handschlag.matching.engine import problem as engine_problem
from handschlag.matching.engine.problem import meeting_of, problem_of, requests_of, witness_of
from handschlag.matching.engine_input import (
    EngineInput,
    EngineRequest,
    changes_since,
    engine_meetings_of,
    engine_requests_of,
    event_fingerprint_of,
    load_engine_input,
    promised_of,
)
from handschlag.matching.models import Service
from treffen.admission import (
    AdmissionController,
    AdmissionRemedy,
    Admitted,
    Budget,
    Chance,
    Policy,
    Refused,
    RefusedWitness,
    answer_round,
    broken_rules,
    effect_of,
    gains,
    is_answered_at_once,
)
from treffen.errors import InvalidProblem
from treffen.problem import Meeting, Problem, Request, RequestId
from treffen.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """A desk that stands; `lost` are requests whose meetings do not fit any more, `moved` stand elsewhere."""

    problem: Problem
    desk: AdmissionController
    lost: tuple[int, ...] = ()
    moved: tuple[Meeting, ...] = ()


def as_it_stands(facts: EngineInput, *, promised: Collection[int]) -> _Outcome:
    """The desk of an event; raises `RefusedWitness` or `InvalidProblem` where the meetings do not fit."""
    problem = problem_of(facts, frozen=promised)
    return _Outcome(
        problem=problem,
        desk=AdmissionController(problem, witness_of(facts, problem)),
        lost=_left_out(facts, problem),
    )


def _left_out(facts: EngineInput, problem: Problem) -> tuple[int, ...]:
    """Agreed requests with a meeting that are planned no longer: somebody left, or the pair is forbidden."""
    known = {one.id for one in problem.requests}
    agreed = {one.id for one in facts.asked}
    return tuple(
        one.request
        for one in facts.held
        if one.request in agreed and engine_problem.request_id(one.request) not in known
    )


def repaired(facts: EngineInput, *, promised: Collection[int]) -> _Outcome:
    """As many of the agreed meetings as fit, few moved; what was promised moves only where it must."""
    problem = problem_of(facts)
    held = witness_of(facts, problem)
    there = _sound(problem, held)
    astray = {one.request for one in held.meetings} - {one.request for one in there.meetings}
    kept = {engine_problem.key(one.request) for one in there.meetings} & set(promised)
    broken = {request for fault in broken_rules(problem, there) for request in fault.requests}
    kept -= {engine_problem.key(one) for one in broken}
    problem = problem_of(facts, frozen=kept)
    effect = effect_of(problem, there)
    desk = AdmissionController(problem, effect.witness)
    value = {one.id: one.value for one in problem.requests}
    lost: list[RequestId] = list(effect.endangered)
    quick = replace(Budget(), ways=0)
    order = sorted(astray, key=lambda one: (-value[one], one))
    lost += [one for one in order if not isinstance(desk.admit(one, budget=quick), Admitted)]
    before = {one.request: one for one in held.meetings}
    moved = tuple(one for one in desk.witness.meetings if before[one.request] != one)
    gone = _left_out(facts, problem)
    return _Outcome(
        problem=problem,
        desk=desk,
        lost=(*gone, *(engine_problem.key(one) for one in lost)),
        moved=moved,
    )


def _sound(problem: Problem, held: Timetable) -> Timetable:
    """Without meetings in slots or places, or with interpreters, that there are no longer."""
    slots = {one.id for one in problem.slots}
    places = {one.id for one in problem.places}
    helpers = {None, *(one.id for one in problem.interpreters)}
    return Timetable(
        tuple(
            one
            for one in held.meetings
            if one.slot in slots and one.place in places and one.interpreter in helpers
        )
    )


MOST: Final = 4  # events that one process remembers
PATIENCE: Final = 0.05  # seconds


@dataclass(slots=True, kw_only=True)
class CachedController:
    stamp: str
    revision: int
    facts: EngineInput
    problem: Problem
    desk: AdmissionController
    is_clean: bool = True  # nothing was changed that is not committed
    # What the desk had to give up or to move because people, times or places changed elsewhere; whoever
    # writes next writes that, too (`actions.mending`).
    lost: tuple[int, ...] = ()
    shifted: tuple[Meeting, ...] = ()

    known: frozenset[str] = frozenset()

    def knows(self, request: int) -> bool:
        return engine_problem.request_id(request) in self.known


_turns = KeyedLock()  # of those who ask the desk of an event
_lock = threading.Lock()  # for what follows, as long as it takes to look and no longer
_kept: OrderedDict[tuple[str, int], CachedController] = OrderedDict()
_ahead: list[Callable[[], object]] = []  # what is begun when a desk is first asked
_own = threading.local()  # desks of a thread that takes many steps in one transaction, seen by nobody else
_away: dict[tuple[str, int], tuple[int, threading.Event]] = {}  # with a thread that has not committed yet


@contextmanager
def controller_for(service: Service, *, request: int | None = None) -> Iterator[CachedController]:
    """The desk of an event as it stands in this transaction, which knows the request.

    Whoever changes the witness calls `store_controller` when that is committed; whatever goes wrong before
    that makes the desk be built anew.
    """
    _begin()
    key = _key(service.pk)
    own: dict[tuple[str, int], CachedController] | None = getattr(_own, "desks", None)
    if own is not None:
        kept = _renewed(service, own.pop(key, None), request)
        yield kept
        kept.is_clean, kept.revision = True, service.revision
        own[key] = kept
        return
    _wait_for(key)
    with _turns.hold(key):
        with _lock:
            shared = _kept.pop(key, None)
        kept = _renewed(service, shared, request)
        yield kept
        # Only a desk that nobody changed is stored here; a changed one comes back when it is committed.
        if kept.is_clean:
            store_controller(service, kept)
        else:
            with _lock:
                _away[key] = threading.get_ident(), threading.Event()


def at_first_desk(begin: Callable[[], object]) -> None:
    """Done once, as soon as this process is asked for a desk; it must not take long."""
    with _lock:
        _ahead[:] = [begin]


def _begin() -> None:
    with _lock:
        due, _ahead[:] = tuple(_ahead), ()
    for begin in due:
        begin()


def _key(service_id: int) -> tuple[str, int]:
    return str(connection.settings_dict["NAME"]), service_id


def _wait_for(key: tuple[str, int]) -> None:
    """Somebody of this process has just committed, and brings the desk back in a moment.

    Whoever was rolled back brings nothing; then it is built anew after a short wait.
    """
    with _lock:
        owner, back = _away.get(key, (0, None))
    if back is not None and owner != threading.get_ident() and not back.wait(PATIENCE):
        with _lock:
            _away.pop(key, None)


def store_controller(service: Service, kept: CachedController) -> None:
    """This desk stands for the event as it is now."""
    key = _key(service.pk)
    with _lock:
        kept.is_clean, kept.revision = True, service.revision
        newest = _kept.get(key)
        if newest is None or newest.revision <= kept.revision:
            _kept[key] = kept
        owner, back = _away.get(key, (0, None))
        if back is not None and owner == threading.get_ident():
            del _away[key]
            back.set()
        while len(_kept) > MOST:
            _kept.popitem(last=False)


@contextmanager
def all_or_nothing(service: Service) -> Iterator[None]:
    """Within, several changes belong together: where one fails, no desk that has seen the others stays,
    and the event has the revision that it had."""
    before = service.revision, service.structure
    try:
        yield
    except BaseException:
        service.revision, service.structure = before
        clear_controller(service.pk)
        raise


@contextmanager
def in_one_go() -> Iterator[None]:
    """Within, each step of one transaction finds the desk as the step before left it."""
    _own.desks = {}
    try:
        yield
    finally:
        _own.desks = None


def forget_own_controllers() -> None:
    """A step was undone: the next one builds its desk anew."""
    _own.desks = {}


def clear_controllers() -> None:
    """As a new process would."""
    with _lock:
        _kept.clear()
        _away.clear()


def clear_controller(service_id: int) -> None:
    """The next question builds the desk of an event anew."""
    with _lock:
        _kept.pop(_key(service_id), None)
        _away.pop(_key(service_id), None)


def _renewed(service: Service, kept: CachedController | None, request: int | None) -> CachedController:
    stamp = event_fingerprint_of(service)
    if kept is None or kept.stamp != stamp:
        return _built(service, load_engine_input(service), stamp)
    is_as_it_was = kept.revision == service.revision or _followed(service, kept)
    if is_as_it_was and (request is None or kept.knows(request) or _learnt(service, kept, request)):
        return kept
    return _built(service, _facts_again(service, kept.facts), stamp)


def _followed(service: Service, kept: CachedController) -> bool:
    """Whether the desk now stands as other processes left the event; only what has changed is read."""
    if kept.lost or kept.shifted:
        return False
    changes = changes_since(service, kept.revision)
    if not all(_learnt(service, kept, one.request) for one in changes.held):
        return False
    gone = [engine_problem.request_id(pk) for pk in changes.gone]
    try:
        kept.desk.follow([meeting_of(one) for one in changes.held], gone=gone)
    except RefusedWitness:
        return False
    kept.revision = service.revision
    return len(kept.desk.witness.meetings) == changes.number


def _learnt(service: Service, kept: CachedController, request: int) -> bool:
    """Whether the desk knows the request, perhaps from now on: what was sent since it was built is read."""
    if not kept.knows(request):
        last = max((one.id for one in kept.facts.asked), default=0)
        if asked := engine_requests_of(service, after=last):
            new = requests_of(asked, kept.facts)
            kept.desk.learn(new)
            kept.facts = replace(kept.facts, service=service, asked=(*kept.facts.asked, *asked))
            kept.problem = kept.desk.problem
            kept.known |= {one.id for one in new}
    return kept.knows(request)


def _facts_again(service: Service, facts: EngineInput) -> EngineInput:
    """People, times and rules did not change: requests and meetings are read anew."""
    return EngineInput(
        service=service,
        grid=facts.grid,
        places=facts.places,
        people=facts.people,
        interpreters=facts.interpreters,
        forbidden=facts.forbidden,
        apart=facts.apart,
        rules=facts.rules,
        asked=engine_requests_of(service),
        held=engine_meetings_of(service),
        absences=facts.absences,
    )


def _built(service: Service, facts: EngineInput, stamp: str) -> CachedController:
    promised = promised_of(service, facts.held)
    try:
        found = as_it_stands(facts, promised=promised)
    except (RefusedWitness, InvalidProblem):
        found = repaired(facts, promised=promised)
    return CachedController(
        stamp=stamp,
        revision=service.revision,
        facts=facts,
        problem=found.problem,
        desk=found.desk,
        is_clean=not (found.lost or found.moved),
        lost=found.lost,
        shifted=found.moved,
        known=frozenset(one.id for one in found.problem.requests),
    )


class AdmissionVerdict(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSpot:
    """Where and when a request is held; whoever writes it looks up the end."""

    request: int
    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    interpreter: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Yes with all meetings that stand elsewhere now or anew, or no with its reason as data."""

    verdict: AdmissionVerdict
    spots: tuple[MeetingSpot, ...] = ()
    moved: tuple[int, ...] = ()
    refusal: dict[str, Any] | None = None


def admit(kept: CachedController, request: int) -> Answer:
    """The desk holds the request from now on, or says why it does not."""
    found = kept.desk.admit(engine_problem.request_id(request))
    if isinstance(found, Admitted):
        kept.is_clean = False
        return Answer(
            verdict=AdmissionVerdict.YES,
            spots=spots_of(kept.problem, found.meetings),
            moved=tuple(engine_problem.key(one.before.request) for one in found.moved),
        )
    if isinstance(found, Refused):
        return Answer(verdict=AdmissionVerdict.NO, refusal=refusal_of(found))
    return Answer(verdict=AdmissionVerdict.NOT_YET)


def withdraw(kept: CachedController, request: int) -> None:
    """The desk holds the request no longer."""
    kept.is_clean = False
    kept.desk.withdraw(engine_problem.request_id(request))


def spots_of(problem: Problem, meetings: Iterable[Meeting]) -> tuple[MeetingSpot, ...]:
    """Meetings of the engine as rows are written."""
    ends = {slot.id: slot.end for slot in problem.slots}
    return tuple(_spot(one, ends[one.slot]) for one in meetings)


def spot_of(kept: CachedController, meeting: Meeting) -> MeetingSpot:
    """One of them."""
    return spots_of(kept.problem, (meeting,))[0]


def _spot(meeting: Meeting, ends_at: datetime | None) -> MeetingSpot:
    block, starts_at = engine_problem.block_and_start(meeting.slot)
    assert ends_at is not None
    return MeetingSpot(
        request=engine_problem.key(meeting.request),
        block=block,
        starts_at=starts_at,
        ends_at=ends_at,
        place=engine_problem.key(meeting.place),
        interpreter=None if meeting.interpreter is None else engine_problem.key(meeting.interpreter),
    )


def refusal_of(found: Refused) -> dict[str, Any]:
    """The no as it is stored: keys of rows, moments in ISO 8601."""
    return {
        "reason": found.reason.value,
        "proof": found.proof.value,
        "in_the_way": found.in_the_way,
        "core": {
            "kind": found.core.kind.value,
            "requests": [engine_problem.key(one) for one in found.core.requests],
            "people": [engine_problem.key(one) for one in found.core.participants],
            "slots": [engine_problem.block_and_start(one)[1].isoformat() for one in found.core.slots],
        },
        "ways": [_way_of(one) for one in found.ways_out],
    }


def _way_of(way: AdmissionRemedy) -> dict[str, Any]:
    return {
        "kind": way.kind.value,
        "person": None if way.participant is None else engine_problem.key(way.participant),
        "slot": None if way.slot is None else engine_problem.block_and_start(way.slot)[1].isoformat(),
        "gives_up": [engine_problem.key(one) for one in way.gives_up],
        "delegate": None if way.delegate is None else engine_problem.key(way.delegate),
        "place": None if way.place is None else engine_problem.key(way.place),
        "cost": way.cost,
        "moved": way.moved,
    }


def chances(kept: CachedController, requests: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """For each request, taken alone, whether it could still be held, and why not."""
    known = {one.id for one in kept.problem.requests}
    asked = [engine_problem.request_id(one) for one in requests if engine_problem.request_id(one) in known]
    return {
        engine_problem.key(one.request): (
            one.chance.value,
            one.reason.value if one.chance is Chance.IMPOSSIBLE and one.reason else None,
        )
        for one in kept.desk.possible(asked)
    }


def room_for(kept: CachedController, person: int) -> int:
    """How many meetings a person can still take at most."""
    return kept.desk.room_for(engine_problem.person_id(person))


def is_now(kept: CachedController, request: int, *, share: float) -> bool:
    """Whether a wish is worth more than what it takes up, by the prices of what is known so far.

    `share` says how much of all wishes is known, between 0 and 1.
    """
    wanted = engine_problem.request_id(request)
    value = next((one.value for one in kept.problem.requests if one.id == wanted), 0)
    known = [one.id for one in kept.problem.requests]
    found = gains(kept.problem, known, share=share)
    return is_answered_at_once(Policy.PRICED, value=value, gain=found.get(wanted))


def round_of(kept: CachedController, waiting: list[int]) -> tuple[list[int], Timetable]:
    """The most valuable set of the waiting that fits beside all that is accepted, and the new witness."""
    asked: list[RequestId] = [engine_problem.request_id(one) for one in waiting]
    known = {one.id for one in kept.problem.requests}
    found = answer_round(kept.problem, kept.desk.witness, waiting=[one for one in asked if one in known])
    return [engine_problem.key(one) for one in found.admitted], found.witness


_QUICK: Final = replace(Budget(), ways=0)


def first_possible(cached: CachedController, groups: Iterable[EngineRequest]) -> tuple[int, ...]:
    """The first of these groups that can be held beside all that is accepted.

    Where none can, the first that no rule bars; empty where rules bar all. They are tried on a desk of
    their own, so that nothing is held by it.
    """
    allowed: tuple[int, ...] = ()
    desk = AdmissionController(cached.problem, cached.desk.witness)
    for number, group in enumerate(groups):
        tried = [replace(one, id=RequestId(f"tried{number}")) for one in requests_of([group], cached.facts)]
        desk.learn(tried)
        if tried and isinstance(desk.admit(tried[0].id, budget=_QUICK), Admitted):
            return group.parties
        if tried:
            allowed = allowed or group.parties
    return allowed


def with_one_more(
    cached: CachedController, table: EngineRequest, *, may_move: bool, now: datetime
) -> tuple[MeetingSpot, ...] | None:
    """Meetings that stand elsewhere so that the table fits with these people: none where nobody moves.

    None where it does not fit. What others were promised holds in any case.
    """
    changed = requests_of([table], cached.facts)
    if not changed:
        return None
    new = changed[0]
    held = cached.desk.witness.by_request().get(new.id)
    if held is None:  # lost just now, to a change from outside
        return None
    starts_at = next(slot.start for slot in cached.problem.slots if slot.id == held.slot)
    if starts_at is not None and starts_at <= now:
        return None
    if not may_move and not _fits_there(cached, new):
        return None
    found = cached.desk.amend(new, budget=_QUICK)
    if not isinstance(found, Admitted):
        return None
    cached.is_clean = False
    return spots_of(cached.problem, found.meetings)


def _fits_there(cached: CachedController, changed: Request) -> bool:
    """Whether the request can be held in its new form where it stands, and nobody else moves."""
    requests = tuple(changed if one.id == changed.id else one for one in cached.problem.requests)
    try:
        AdmissionController(replace(cached.problem, requests=requests), cached.desk.witness)
    except RefusedWitness:
        return False
    return True
