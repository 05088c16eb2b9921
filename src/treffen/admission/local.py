"""The verifier, asked about the part of a timetable that has just changed.

The part is every meeting of the people in the changed meetings, and every meeting at the same place or
with the same interpreter at the same time. Whatever rule a change could break is broken in there, except
for the spread of breaks, which speaks of everybody: then the whole timetable is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from treffen.admission.state import State, only
from treffen.problem import Meeting, ParticipantId, Problem, RequestId
from treffen.timetable import Timetable
from treffen.verification import Violation, find_violations


def violations_near(state: State, changed: Sequence[Meeting]) -> Iterator[Violation]:
    """Every rule that the changed meetings break."""
    if state.problem.break_spread is not None or state.model.before.size:
        whole = only(state.problem, state.meetings)
        return find_violations(whole, state.witness())
    centre = {p for m in changed for p in _attendees(state, m)}
    ids = _near(state, centre)
    timetable = Timetable(tuple(state.meetings[r] for r in sorted(ids)))
    return find_violations(_part(state, ids, centre), timetable)


def _attendees(state: State, meeting: Meeting) -> list[ParticipantId]:
    return [*state.request[meeting.request].participants, *(d.participant for d in meeting.delegates)]


def _near(state: State, people: set[ParticipantId]) -> set[RequestId]:
    """Requests of the meetings of these people, and of those that share a place or interpreter with one."""
    board, index = state.board, state.person
    options = {int(o) for p in people for o in board.occupied()[index[p]] if o >= 0}
    options |= {other for o in list(options) for other in state.seating.neighbours(o)}
    return {state.request_of(o).id for o in options}


def _part(state: State, ids: set[RequestId], centre: set[ParticipantId]) -> Problem:
    """The problem of these requests; limits on breaks for the people whose meetings are all in it."""
    people = {p for r in ids for p in _attendees(state, state.meetings[r])}
    organisations = {o for r in ids for o in state.request[r].delegates}
    if organisations:
        people |= {p.id for p in state.problem.participants if p.organisation in organisations}
    nobody = len(state.problem.slots)
    participants = tuple(
        state.participant[p] if p in centre else replace(state.participant[p], most_breaks=nobody)
        for p in sorted(people)
    )
    requests = tuple(replace(state.request[r], after=()) for r in sorted(ids))
    frozen = tuple(m for m in state.problem.frozen if m.request in ids)
    return replace(state.problem, participants=participants, requests=requests, frozen=frozen)
