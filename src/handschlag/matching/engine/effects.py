"""What becomes of the agreed meetings when people, times or places change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.problem import problem_of, witness_of
from handschlag.matching.queries.engine_input import EngineInput
from treffen.admission import Admitted, Budget, broken_rules, effect_of
from treffen.admission.controller import AdmissionController
from treffen.problem import Meeting, Problem, RequestId
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
        if one.request in agreed and engine_ids.request_id(one.request) not in known
    )


def repaired(facts: EngineInput, *, promised: Collection[int]) -> _Outcome:
    """As many of the agreed meetings as fit, few moved; what was promised moves only where it must."""
    problem = problem_of(facts)
    held = witness_of(facts, problem)
    there = _sound(problem, held)
    astray = {one.request for one in held.meetings} - {one.request for one in there.meetings}
    kept = {engine_ids.key(one.request) for one in there.meetings} & set(promised)
    broken = {request for fault in broken_rules(problem, there) for request in fault.requests}
    kept -= {engine_ids.key(one) for one in broken}
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
        lost=(*gone, *(engine_ids.key(one) for one in lost)),
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
