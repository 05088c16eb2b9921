"""Which answers come at once, and which wait for a round: the guarantee is the same, the value is not.

Answering first come, first served wastes what better wishes would have needed. Four policies: everything
at once; at once only what is worth more than the prices of what it takes up (prices from the duals of
the relaxation, learnt from the wishes that have come in so far: S. Agrawal, Z. Wang and Y. Ye, Operations
Research 62, 2014), the rest in announced rounds; the same, and declined at once what is worth less; rounds
only. To decline is the organiser's choice by value, not the proof that something is impossible.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from treffen.admission.answers import Admitted, Answer, Chance
from treffen.admission.budget import Budget
from treffen.admission.controller import AdmissionController
from treffen.admission.state import only
from treffen.problem import Goal, Participant, Problem, RequestId
from treffen.scheduling import Limits, schedule
from treffen.solvers.base import build_model
from treffen.solvers.relaxation.selection import bound_selection
from treffen.timetable import Move, Timetable

MARGIN = 0.15  # by which a wish has to exceed prices, as a share of its value
SURE, BELOW = 0.3, 0.1  # the same where others are declined, and by how much those fall short
ROUND_WORK = 20_000  # ways to hold a meeting that the search for the best set of a round looks at
LEARNT = 0.1  # share of the wishes that has to be known before prices say anything


class Policy(StrEnum):
    """When a mutual wish is answered."""

    AT_ONCE = "at_once"
    PRICED = "priced"
    BOTH_WAYS = "both_ways"
    ROUNDS = "rounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAnswers:
    """The answers to several requests under a policy, and the new witness.

    `waiting` are answered in a round; `declined` are not held, because what they would take up is worth
    more to others: that is no proof that they cannot be. Whoever calls the round leaves them out of it, so
    that what was said stays said.
    """

    answers: tuple[Answer, ...]
    waiting: tuple[RequestId, ...]
    declined: tuple[RequestId, ...] = ()
    witness: Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The answers of one round: a witness of everything accepted so far and now, and who waits on."""

    witness: Timetable
    admitted: tuple[RequestId, ...]
    waiting: tuple[RequestId, ...]


def gains(problem: Problem, known: Iterable[RequestId], *, share: float = 1.0) -> Mapping[RequestId, float]:
    """What each known request is worth beyond the prices of what it takes up (same unit as its value).

    `share` says how much of all wishes is known so far, between 0 and 1: everybody's meetings are
    counted as scarce accordingly. Empty as long as too few are known, or where the relaxation was
    not solved.
    """
    if share < LEARNT:
        return {}
    part = only(problem, known)
    scaled = tuple(_scaled(p, len(problem.slots), share) for p in part.participants)
    part = replace(
        part, participants=scaled, frozen=(), requests=tuple(replace(r, must=False) for r in part.requests)
    )
    bound = bound_selection(build_model(part), Goal.VALUE)
    if bound is None:
        return {}
    return {r.id: float(gain) for r, gain in zip(part.requests, bound.reduced, strict=True)}


def _scaled(person: Participant, n_slots: int, share: float) -> Participant:
    most = len(person.free) if person.free is not None else n_slots
    if person.maximum is not None:
        most = min(most, person.maximum)
    return replace(person, maximum=max(1, math.ceil(most * min(max(share, 0.0), 1.0))))


def is_answered_at_once(policy: Policy, *, value: int, gain: float | None) -> bool:
    """Whether the engine is asked now about a wish of that value and gain (None: not known yet).

    Prices learnt from a part of the wishes are too low, so a wish has to exceed them by a share of its value.
    """
    if policy in (Policy.PRICED, Policy.BOTH_WAYS):
        margin = MARGIN if policy is Policy.PRICED else SURE
        return gain is not None and gain >= margin * value
    return policy is Policy.AT_ONCE


def is_declined_at_once(policy: Policy, *, value: int, gain: float | None) -> bool:
    """Whether a wish is declined now, for it is worth clearly less than what it would take up."""
    return policy is Policy.BOTH_WAYS and gain is not None and gain <= -BELOW * value


def answer_round(
    problem: Problem, witness: Timetable, *, waiting: Sequence[RequestId], limits: Limits | None = None
) -> Round:
    """Accept the most valuable set of the waiting requests that fits beside everything accepted.

    Everything in `witness` stays accepted; its meetings may move unless they are frozen. Without
    `limits` the search for the best set ends after a measure of work, not of time, so that the same question
    gets the same answer on every machine; what it holds by then is accepted.
    """
    accepted = {m.request for m in witness.meetings}
    asked = only(problem, {*accepted, *waiting})
    musts = tuple(replace(r, must=r.id in accepted) for r in asked.requests)
    limits = limits or Limits(work=ROUND_WORK)
    plan = schedule(replace(asked, requests=musts), limits=limits, goals=(Goal.VALUE,))
    held = {m.request for m in plan.timetable.meetings}
    if not accepted <= held:
        return Round(witness=witness, admitted=(), waiting=tuple(waiting))
    return Round(
        witness=plan.timetable,
        admitted=tuple(r for r in waiting if r in held),
        waiting=tuple(r for r in waiting if r not in held),
    )


def answer_requests(
    problem: Problem,
    witness: Timetable,
    *,
    requests: Sequence[RequestId],
    policy: Policy = Policy.AT_ONCE,
    budget: Budget | None = None,
) -> PolicyAnswers:
    """Answer requests as a policy says: in this order, only the most valuable now, or all as one round.

    Prices are those of everything accepted and asked for. After a round the others get their answer,
    too. The guarantee is the same under each. Raises as `AdmissionController` does.
    """
    desk, first = AdmissionController(problem, witness), list(requests)
    won: tuple[RequestId, ...] = ()
    waiting: tuple[RequestId, ...] = ()
    declined: tuple[RequestId, ...] = ()
    if policy in (Policy.PRICED, Policy.BOTH_WAYS):
        first, declined = _sorted_by_prices(desk, requests, policy)
        waiting = tuple(r for r in requests if r not in {*first, *declined})
    if policy is Policy.ROUNDS:
        answered = answer_round(problem, witness, waiting=requests)
        won, first = answered.admitted, list(answered.waiting)
        desk = AdmissionController(problem, answered.witness)
    round_ = [_of_round(r, witness, desk.witness, is_first=r == won[0]) for r in won]
    answers = [*round_, *(desk.admit(r, budget=budget) for r in first)]
    return PolicyAnswers(answers=tuple(answers), waiting=waiting, declined=declined, witness=desk.witness)


def _sorted_by_prices(
    desk: AdmissionController, requests: Sequence[RequestId], policy: Policy
) -> tuple[list[RequestId], tuple[RequestId, ...]]:
    """Whom the engine is asked about now, and who is declined; the others wait."""
    known = {m.request for m in desk.witness.meetings}
    worth = gains(desk.problem, {*known, *requests})
    value = {r.id: r.value for r in desk.problem.requests}
    lost = {p.request for p in desk.possible(requests) if p.chance is Chance.IMPOSSIBLE}
    first, declined = [], []
    for r in requests:
        if r in lost or is_answered_at_once(policy, value=value[r], gain=worth.get(r)):
            first.append(r)
        elif r not in known and is_declined_at_once(policy, value=value[r], gain=worth.get(r)):
            declined.append(r)
    return first, tuple(declined)


def _of_round(request: RequestId, before: Timetable, after: Timetable, *, is_first: bool) -> Admitted:
    """The yes of a round; what moves for all of them together stands with the first."""
    old, new = before.by_request(), after.by_request()
    moved = [(old[r], new[r]) for r in old if new[r] != old[r]] if is_first else []
    moves = tuple(Move(before=a, after=b) for a, b in moved)
    return Admitted(request=request, meetings=(new[request], *(m.after for m in moves)), moved=moves)
