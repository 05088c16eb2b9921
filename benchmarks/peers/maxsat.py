"""MaxSAT solvers on the published formulation. Both prove what they find, and find nothing before."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.answer import Answer
from benchmarks.peers import weighted
from benchmarks.peers.breaks_formula import Formula, breaks_formula
from benchmarks.peers.weighted import Found, Limit
from benchmarks.task import Task
from treffen.problem import Meeting, Problem
from treffen.timetable import Timetable


def _timetable(problem: Problem, formula: Formula, model: Iterable[int]) -> Timetable:
    true = {literal for literal in model if literal > 0}
    used = [0] * len(problem.slots)
    meetings = []
    for (m, t), held in formula.meeting.items():
        if held in true:
            place = problem.places[used[t]].id
            used[t] += 1
            meetings.append(Meeting(request=problem.requests[m].id, slot=problem.slots[t].id, place=place))
    return Timetable(tuple(meetings))


def answer_of(problem: Problem, formula: Formula, found: Found) -> Answer:
    """What a solver found, as a timetable."""
    timetable = None if found.model is None else _timetable(problem, formula, found.model)
    return Answer(timetable=timetable, status=found.status, bound=found.bound)


def uwrmaxsat(problem: Problem, _task: Task) -> Answer:
    """UWrMaxSAT on the breaks of the event, without a limit of its own."""
    formula = breaks_formula(problem)
    return answer_of(problem, formula, weighted.uwrmaxsat(formula, Limit()))


def rc2(problem: Problem, _task: Task) -> Answer:
    """RC2 on the breaks of the event, without a limit of its own."""
    formula = breaks_formula(problem)
    return answer_of(problem, formula, weighted.rc2(formula, Limit()))
