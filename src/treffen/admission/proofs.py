"""Cheap proofs of a no: what can be counted, without a search.

Each names the requests that stand in each other's way; that they do is confirmed by the verifier's
own reading (`confirm`), which shares no code with what is counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from treffen.admission.saturation import SaturatedRow, saturated_row_against
from treffen.admission.state import AdmissionState
from treffen.problem import OrganisationId, Participant, Place, Problem, Request, RequestId, SlotId
from treffen.timetable import Core, CoreKind, Reason
from treffen.verification.bounds.problem_index import BoundIndex
from treffen.verification.core import CoreVerdict, check_core
from treffen.verification.index import ProblemIndex
from treffen.verification.saturation import is_overbooked

STEPS = 50_000
FURTHEST = (
    Reason.NO_COMMON_SLOT,
    Reason.NO_SUITABLE_PLACE,
    Reason.PAIR_HELD,
    Reason.PERSON_FULL,
    Reason.PLACES_FULL,
    Reason.INTERPRETERS_FULL,
)
MOST_NAMED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why an option cannot be held, and with whom it collides."""

    reason: Reason
    kind: CoreKind
    options: tuple[int, ...]
    people: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()
    heap: SaturatedRow | None = None  # further options, counted once for all


def count_against(state: AdmissionState, option: int) -> Finding | None:
    """What counting proves against an option; None says nothing."""
    return _alone(state, option) or _people(state, option) or _rows(state, option)


def _alone(state: AdmissionState, option: int) -> Finding | None:
    """The pair is held already, or there is no slot at all."""
    model, slot = state.model, state.board.slot
    if state.board.is_group_held(option):
        twins = np.flatnonzero((model.group == model.group[option]) & (slot >= 0))
        pair = (int(twins[0]), option)
        return Finding(reason=Reason.PAIR_HELD, kind=CoreKind.TOGETHER, options=pair)
    if model.start_ok[option].any():
        return None
    who = tuple(model.attendees(option).tolist())
    free = model.free[list(who)].all(axis=0)
    is_theirs = not free.any() or int(model.length[option]) > 1
    reason = Reason.NO_COMMON_SLOT if is_theirs else Reason.NO_SUITABLE_PLACE
    return Finding(reason=reason, kind=CoreKind.SLOTS_OF_PARTICIPANT, options=(option,), people=who)


def _people(state: AdmissionState, option: int) -> Finding | None:
    """Somebody has their maximum, or all their meetings and this one have too few slots together."""
    model, count = state.model, state.board.meetings()
    for p in model.attendees(option).tolist():
        if count[p] >= model.maximum[p]:
            held = state.meetings_of(p)
            return Finding(
                reason=Reason.PERSON_FULL,
                kind=CoreKind.SLOTS_OF_PARTICIPANT,
                options=(*held, option),
                people=(p,),
            )
    for p in model.attendees(option).tolist():
        found = _closure(state, option, p)
        if found is not None:
            held, slots = found
            return Finding(
                reason=Reason.PERSON_FULL,
                kind=CoreKind.SLOTS_OF_PARTICIPANT,
                options=(*held, option),
                people=(p,),
                slots=slots,
            )
    return None


def _closure(state: AdmissionState, option: int, person: int) -> tuple[list[int], tuple[int, ...]] | None:
    """The slots that a person's meetings can reach from those of the option, if all are taken (Hall)."""
    model = state.model
    occupied = state.board.occupied()[person]
    if model.length[option] > 1 or (model.length[np.unique(occupied[occupied >= 0])] > 1).any():
        return None
    reached = model.start_ok[option].copy()
    seen: set[int] = set()
    while True:
        here = np.flatnonzero(reached)
        users = occupied[here]
        if (users < 0).any():
            return None
        new = {int(o) for o in users} - seen
        if not new:
            return sorted(seen), tuple(here.tolist())
        seen |= new
        reached |= model.start_ok[list(new)].any(axis=0)


def _rows(state: AdmissionState, option: int) -> Finding | None:
    """All places (or interpreters) that suit are taken wherever those who use them could go."""
    heap = saturated_row_against(state, option)
    if heap is None:
        return None
    return Finding(
        reason=Reason.PLACES_FULL if heap.is_of_places else Reason.INTERPRETERS_FULL,
        kind=CoreKind.PLACES if heap.is_of_places else CoreKind.INTERPRETERS,
        options=(option,),
        slots=tuple(np.flatnonzero(heap.slots).tolist()),
        heap=heap,
    )


def describe(state: AdmissionState, options: Sequence[int]) -> Finding:
    """What a core that a search found runs out of, and whose and which slots it concerns."""
    model = state.model
    slots = model.start_ok[list(options)].any(axis=0)
    where = tuple(np.flatnonzero(slots).tolist())
    attend = [set(model.attendees(o).tolist()) for o in options]
    for p in sorted(set.intersection(*attend)):
        return Finding(
            reason=Reason.PERSON_FULL,
            kind=CoreKind.SLOTS_OF_PARTICIPANT,
            options=tuple(options),
            people=(p,),
            slots=where,
        )
    rows = [set(model.rows[model.row_ptr[o] : model.row_ptr[o + 1]].tolist()) for o in options]
    for row in sorted(set.intersection(*rows)):
        if int(model.capacity[row][slots].sum()) < len(options):
            is_place = row < model.n_place_rows
            return Finding(
                reason=Reason.PLACES_FULL if is_place else Reason.INTERPRETERS_FULL,
                kind=CoreKind.PLACES if is_place else CoreKind.INTERPRETERS,
                options=tuple(options),
                slots=where,
            )
    people = tuple(sorted(set.union(*attend)))
    return Finding(
        reason=Reason.PERSON_FULL, kind=CoreKind.TOGETHER, options=tuple(options), people=people, slots=where
    )


# --- naming and confirming ------------------------------------------------------------------------


def furthest_first(findings: Sequence[Finding]) -> list[Finding]:
    """What is found against all ways to hold a request, that of the way that gets furthest first."""
    return sorted(findings, key=lambda f: -FURTHEST.index(f.reason))


def core_of(state: AdmissionState, findings: Sequence[Finding]) -> Core:
    """Findings against all ways in ids. Of a heap too large to be told one by one nobody is named."""
    problem, first = state.problem, findings[0]
    requests = dict.fromkeys(state.request_of(o).id for f in findings for o in f.options)
    in_the_way: dict[RequestId, None] = {}
    for heap in (f.heap for f in findings):
        if heap is not None and len(heap.options) <= MOST_NAMED:
            in_the_way |= dict.fromkeys(heap.requests)
    is_one = len({(f.kind, f.people, f.slots) for f in findings}) == 1
    return Core(
        kind=first.kind if is_one else CoreKind.TOGETHER,
        requests=tuple(in_the_way | requests),
        participants=tuple(problem.participants[p].id for p in first.people) if is_one else (),
        slots=tuple(SlotId(problem.slots[t].id) for t in first.slots) if is_one else (),
    )


def confirm(state: AdmissionState, core: Core, *, steps: int = STEPS) -> bool:
    """Whether the verifier, too, finds that the requests of a core cannot all be held.

    Somebody's day is counted; all else is searched.
    """
    is_of_one = core.kind is CoreKind.SLOTS_OF_PARTICIPANT and len(core.participants) == 1
    if is_of_one and is_overbooked(state.frame, core.participants[0], core.requests):
        return True
    problem = excerpt(state, core.requests)
    frame = BoundIndex(ProblemIndex(problem))
    return (
        check_core(frame, Core(kind=core.kind, requests=core.requests), steps=steps) is CoreVerdict.CONFIRMED
    )


def excerpt(state: AdmissionState, requests: Iterable[RequestId]) -> Problem:
    """Some requests that must be held, with the people they concern; limits on breaks left out.

    Of places that are alike only as many are left as there are requests: more could not be used.
    """
    kept = [state.request[r] for r in requests]
    ids = {r.id for r in kept}
    organisations = {o for r in kept for o in r.delegates}
    named = {p for r in kept for p in r.participants}
    people = [p for p in _people_of(state, organisations) if p.id not in named] + [
        state.participant[p] for p in sorted(named)
    ]
    return replace(
        state.problem,
        places=tuple(_places_for(state, kept)),
        participants=tuple(replace(p, most_breaks=None, home=None) for p in people),
        requests=tuple(replace(r, must=True, after=tuple(a for a in r.after if a in ids)) for r in kept),
        frozen=tuple(m for m in state.problem.frozen if m.request in ids),
        most_breaks=None,
        break_spread=None,
    )


def _people_of(state: AdmissionState, organisations: set[OrganisationId]) -> list[Participant]:
    if not organisations:
        return []
    return [p for p in state.problem.participants if p.organisation in organisations]


def _places_for(state: AdmissionState, requests: Sequence[Request]) -> Iterator[Place]:
    named = {p for r in requests for p in (*(r.places or ()), r.place) if p is not None}
    ids = {r.id for r in requests}
    named |= {m.place for m in state.problem.frozen if m.request in ids}
    for kind in state.alike:
        yield from islice((p for p in kind if p.id not in named), len(requests))
    yield from (state.place[p] for p in sorted(named))
