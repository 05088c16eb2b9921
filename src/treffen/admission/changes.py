"""What a change would endanger, before it is confirmed: less time, a talk more, a place less.

The meetings that no longer stand where they are are moved, if they can be; the rest is endangered: it
would have to be given up. The changed problem and its new witness are what to continue with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from treffen.admission.answers import Admitted
from treffen.admission.budget import Budget
from treffen.admission.controller import AdmissionController
from treffen.problem import Meeting, ParticipantId, Problem, RequestId
from treffen.timetable import Move, Timetable
from treffen.verification import find_violations


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """After a change: the witness of what can be kept, what moves for it, and what cannot be kept."""

    witness: Timetable
    moved: tuple[Move, ...] = ()
    endangered: tuple[RequestId, ...] = ()


def effect_of(changed: Problem, witness: Timetable, *, budget: Budget | None = None) -> Effect:
    """What becomes of the accepted meetings if the problem were `changed`.

    Meetings of requests that are no longer there are left out. Of those in the way the most valuable
    are kept first; musts before all. Each one endangered was refused beside all that is kept.
    """
    known = {r.id: r for r in changed.requests}
    here = [m for m in witness.meetings if m.request in known]
    lost = _broken(changed, here)
    kept = Timetable(tuple(m for m in here if m.request not in lost))
    desk = AdmissionController(changed, kept)
    order = sorted(lost, key=lambda r: (not known[r].must, -known[r].value, r))
    quick = replace(budget or Budget(), ways=0)
    endangered = [r for r in order if not isinstance(desk.admit(r, budget=quick), Admitted)]
    old = {m.request: m for m in here}
    moved = [Move(before=old[m.request], after=m) for m in desk.witness.meetings if old[m.request] != m]
    return Effect(witness=desk.witness, moved=tuple(moved), endangered=tuple(endangered))


def _broken(problem: Problem, meetings: Sequence[Meeting]) -> set[RequestId]:
    """The fewest meetings found whose leaving makes the others a timetable: those that break a rule."""
    left = list(meetings)
    lost: set[RequestId] = set()
    while True:
        ids = {m.request for m in left}
        requests = tuple(
            replace(r, after=tuple(a for a in r.after if a in ids)) for r in problem.requests if r.id in ids
        )
        part = replace(
            problem, requests=requests, frozen=tuple(m for m in problem.frozen if m.request in ids)
        )
        found = list(find_violations(part, Timetable(tuple(left))))
        if not found:
            return lost
        wrong = {v.requests[-1] for v in found if v.requests}
        crowded = {p for v in found if not v.requests for p in v.participants}
        lost |= wrong or {_last(problem, left, p) for p in crowded}
        left = [m for m in left if m.request not in lost]


def _last(problem: Problem, meetings: Sequence[Meeting], person: ParticipantId) -> RequestId:
    """The last meeting of a person whose breaks are too many."""
    number = {s.id: i for i, s in enumerate(problem.slots)}
    attends = {r.id: r.participants for r in problem.requests}
    own = [m for m in meetings if person in (*attends[m.request], *(d.participant for d in m.delegates))]
    return max(own, key=lambda m: number[m.slot]).request
