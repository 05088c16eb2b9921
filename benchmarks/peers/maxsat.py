"""MaxSAT solvers on the published formulation. Both prove what they find, and find nothing before."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.answer import Answer, Missing
from benchmarks.peers.breaks_formula import Formula, breaks_formula
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


def _answer(problem: Problem, formula: Formula, model: list[int] | None) -> Answer:
    if model is None:
        return Answer(timetable=None, status="infeasible")
    true = set(model)
    cost = sum(literal not in true for literal in formula.soft)
    return Answer(timetable=_timetable(problem, formula, model), status="optimal", bound=cost)


def uwrmaxsat(problem: Problem, _task: Task) -> Answer:
    """UWrMaxSAT (M. Piotrow) as built in the package `hermax`."""
    try:
        from hermax.incremental import UWrMaxSAT  # type: ignore[import-untyped]  # has no types
    except ImportError as error:
        raise Missing("hermax") from error
    formula = breaks_formula(problem)
    if [] in formula.hard:
        return Answer(timetable=None, status="infeasible")
    solver = UWrMaxSAT()
    while solver.new_var() < formula.variables:
        pass
    for clause in formula.hard:
        solver.add_clause(clause)
    for literal in formula.soft:
        solver.set_soft(literal, 1)
    return _answer(problem, formula, solver.get_model() if solver.solve() else None)


def rc2(problem: Problem, _task: Task) -> Answer:
    """RC2 (A. Ignatiev, A. Morgado, J. Marques-Silva) of python-sat, with its usual improvements."""
    try:
        from pysat.examples.rc2 import RC2
        from pysat.formula import WCNF
    except ImportError as error:
        raise Missing("python-sat") from error
    formula = breaks_formula(problem)
    if [] in formula.hard:
        return Answer(timetable=None, status="infeasible")
    weighted = WCNF()
    weighted.nv = formula.variables
    for clause in formula.hard:
        weighted.append(clause)
    for literal in formula.soft:
        weighted.append([literal], weight=1)
    with RC2(weighted, solver="g4", adapt=True, exhaust=True, minz=True) as solver:
        return _answer(problem, formula, solver.compute())
