"""The least change that mends a timetable: promises first, then few moves, then value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from treffen.errors import InvalidProblem, RefusedTimetable
from treffen.problem import Goal, Problem, RequestId, SlotId
from treffen.problem.sweeping import unswept
from treffen.repair.disruptions import Disruption, Urgent
from treffen.repair.faults import find_faults
from treffen.repair.options import Base, repair_option
from treffen.repair.outcome import Loss, Repaired, RepairOptionKind, Weights
from treffen.repair.prices import rebound
from treffen.repair.residual import ResidualProblem, sound_residual, without_musts
from treffen.repair.restoration import Losses, restore_promises
from treffen.repair.state import RepairState
from treffen.scheduling.whynot import explain
from treffen.solvers.base import Assignment, Limits, Stop
from treffen.solvers.base.model import Flags
from treffen.solvers.relaxation.selection import SelectionBound, bound_selection
from treffen.timetable import Reason, Timetable, Unscheduled
from treffen.verification import find_violations

UNIT = 25  # prices of moves are in so many parts of a typical meeting's value
LITTLE, AS_USUAL = 2.0, -1.0
LARGE = 20_000  # requests from which on the bound without promises is not solved for but derived
SPREAD = (
    (RepairOptionKind.FEWEST_MOVES, None),
    (RepairOptionKind.MOST_MEETINGS, LITTLE),
    (RepairOptionKind.LEAST_WALKING, AS_USUAL),
)


def repair(
    problem: Problem,
    timetable: Timetable,
    *,
    disruptions: Sequence[Disruption] = (),
    now: SlotId | None = None,
    weights: Weights | None = None,
    limits: Limits | None = None,
    alternatives: int = 0,
    stop: Stop | None = None,
) -> Repaired:
    """Mend a timetable of `problem` after disruptions.

    In this order: what was promised stays held, unless that is impossible (then the least set is lost,
    fewest first, then least value, and each loss has a reason); then as few meetings as possible change
    their time; then wishes and stand-ins are added, others being moved for them only where that is worth
    `weights.move`. Past and frozen meetings never change. `alternatives`: so many other repairs (fewest
    moves, most meetings, least walking) beside it. Without a time limit the same seed gives the same
    result on every machine.

    Raises InvalidProblem with all faults, RefusedTimetable if `timetable` is none of `problem`,
    RefusedPlan if the verifier refuses a result, which is a defect.

    >>> from treffen.problem import Meeting, Participant, Place, Request, Slot
    >>> from treffen.repair import PlaceLost
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"), Slot(id="10:20")),
    ...     places=(Place(id="table 1"), Place(id="table 2")),
    ...     participants=(Participant(id="ada"), Participant(id="bo")),
    ...     requests=(Request(id="1", participants=("ada", "bo")),),
    ... )
    >>> held = Timetable((Meeting(request="1", slot="10:20", place="table 1"),))
    >>> mended = repair(problem, held, disruptions=[PlaceLost(place="table 1")])
    >>> mended.difference.moved[0].after.place, mended.choice.moved, mended.choice.elsewhere
    ('table 2', 0, 1)
    """
    limits, stop = limits or Limits(), stop or Stop()
    with unswept():
        after = _residual(problem, timetable, disruptions=disruptions, now=now)
        work = RepairState(
            without_musts(after.problem), after.standing, limits=limits, stop=stop.within(limits.seconds)
        )
        return _mended(work, after, disruptions, weights=weights or Weights(), alternatives=alternatives)


def _residual(
    problem: Problem, timetable: Timetable, *, disruptions: Sequence[Disruption], now: SlotId | None
) -> ResidualProblem:
    """What is left of an event and a timetable that are sound."""
    single = replace(problem, requests=tuple(problem.requests))  # of which each is asked for several times
    faults = tuple(find_faults(single, timetable, disruptions=disruptions, now=now))
    if faults:
        raise InvalidProblem(faults)
    broken = list(find_violations(problem, timetable))
    if broken:
        raise RefusedTimetable(broken)
    return sound_residual(single, timetable, disruptions=disruptions, now=now)


def _mended(
    work: RepairState,
    after: ResidualProblem,
    disruptions: Sequence[Disruption],
    *,
    weights: Weights,
    alternatives: int,
) -> Repaired:
    musts = np.array([r.must for r in after.problem.requests], bool)
    losses = restore_promises(work, _asked(work, after, musts), musts)
    base = _base(work, after, disruptions)
    kinds = [(RepairOptionKind.BALANCED, weights.move), *SPREAD[: max(0, alternatives)]]
    prices = [(kind, _price(work, weights.move if move == AS_USUAL else move)) for kind, move in kinds]
    first, *others = [repair_option(base, kind, price=price) for kind, price in prices]
    return Repaired(
        problem=base.problem,
        lasting=_with_musts(after.lasting, base.held),
        lost=tuple(_lost(work, after, losses)),
        given_up=tuple(d.meeting for d in after.given_up),
        smaller=after.smaller,
        kept=int((work.is_held() & work.promises.request).sum()),
        keep_all_bound=base.guide.bound,
        free_bound=base.free.bound,
        choice=first,
        alternatives=tuple(others),
    )


def _base(work: RepairState, after: ResidualProblem, disruptions: Sequence[Disruption]) -> Base:
    """Promises held, nothing added; the bounds that lead on."""
    keep_all, free = _bounds(work)
    held = work.timetable()
    kept = held.by_request()
    return Base(
        work=work,
        held=held,
        guide=keep_all,
        free=free,
        problem=_with_musts(after.problem, held),
        must_change=len(after.displaced),
        late=_late(work, disruptions),
        lost=tuple(d.meeting for d in after.displaced if d.meeting.request not in kept),
    )


def _asked(work: RepairState, after: ResidualProblem, musts: Flags) -> set[int]:
    """Requests that are to be held and are not: displaced ones, and new ones that must be."""
    displaced = {work.request(d.meeting.request) for d in after.displaced}
    return displaced | set(np.flatnonzero(musts & ~work.is_held()).tolist())


def _with_musts(problem: Problem, held: Timetable) -> Problem:
    """Requests that must be held and cannot be need not be."""
    kept = held.by_request()
    return without_musts(problem, [r.id for r in problem.requests if r.must and r.id not in kept])


def _late(work: RepairState, disruptions: Sequence[Disruption]) -> tuple[int, ...]:
    """The late wishes."""
    known = {r.id for r in work.problem.requests}
    ids = [d.request.id for d in disruptions if isinstance(d, Urgent)]
    return tuple(work.request(i) for i in ids if i in known)


def _price(work: RepairState, move: float | None) -> float | None:
    """What a move costs, in value."""
    if move is None:
        return None
    held = work.model.value[work.board.slot >= 0]
    typical = float(np.median(held)) if len(held) else 1.0
    return float(max(1, round(move * typical / UNIT)))


def _bounds(work: RepairState) -> tuple[SelectionBound, SelectionBound]:
    """The bound of value with every held promise kept, and the one without any."""
    must = work.is_held()[work.model.option_request] | work.model.must
    seconds = work.stop.remaining(1e9)
    keep_all = bound_selection(replace(work.model, must=must), Goal.VALUE, seconds=seconds)
    free = None
    if keep_all is None or work.model.n_requests <= LARGE:
        free = bound_selection(work.model, Goal.VALUE, seconds=work.stop.remaining(1e9))
    if free is None:
        free = rebound(work, keep_all)
    return keep_all or free, free


def _lost(work: RepairState, after: ResidualProblem, losses: Losses) -> Iterable[Loss]:
    """Each loss with its reason."""
    if not losses.requests:
        return
    causes = {d.meeting.request: d.causes for d in after.displaced}
    promised = {m.request: m for m in work.problem.promised}
    kept = [r for r in losses.requests if _is_possible(work, r)]
    reasons = _reasons(work) if kept else {}
    for r in losses.requests:
        id = work.problem.requests[r].id
        if id not in promised:
            continue  # a new request that must be held, and cannot be: it was never promised
        is_possible = _is_possible(work, r)
        why = reasons[id] if is_possible else _never(work, r)
        yield Loss(
            meeting=promised[id],
            reason=why.reason,
            causes=causes.get(id, ()),
            participants=why.participants,
            requests=why.requests,
            is_proved=losses.is_proved or not is_possible,
        )


def _is_possible(work: RepairState, request: int) -> bool:
    """Whether a request could be held at all, were it the only one."""
    return bool(work.model.start_ok[list(work.options(request))].any())


def _never(work: RepairState, request: int) -> Unscheduled:
    """Why a request can never be held any more: somebody is gone, nobody has time, or no place suits."""
    model, problem = work.model, work.problem
    people = model.attendees(int(work.first[request])).tolist()
    gone = [p for p in people if not model.free[p].any()] or people
    has_time = bool(model.free[people].all(axis=0).any()) and int(model.length[work.first[request]]) == 1
    return Unscheduled(
        request=problem.requests[request].id,
        reason=Reason.NO_SUITABLE_PLACE if has_time else Reason.NO_COMMON_SLOT,
        participants=tuple(problem.participants[p].id for p in gone),
    )


def _reasons(work: RepairState) -> dict[RequestId, Unscheduled]:
    found = explain(
        work.problem,
        work.model,
        assignment=Assignment(work.board.slot.copy()),
        timetable=work.timetable(),
        limit=0,
    )
    return {u.request: u for u in found}
