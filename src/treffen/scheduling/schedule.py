"""The scheduler: one problem in, one verified plan out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from treffen.errors import InvalidProblem, RefusedPlan
from treffen.problem import Goal, Problem
from treffen.problem.sweeping import unswept
from treffen.scheduling import assemble, kept_promises, select
from treffen.scheduling.bounds import PLACING, trivial
from treffen.scheduling.promises import promises_of
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.times import find_times
from treffen.solvers.base import Assignment, Limits, OnProgress, Stop, build_model
from treffen.solvers.colouring import PartialTimetable
from treffen.solvers.placement import Placement, assign_places
from treffen.timetable import Plan, PlanStatus, Timetable
from treffen.verification import verify

MOST_REMEDIES = 5_000  # up to so many requests, each that is not held gets a remedy
FEW_REMEDIES = 200  # else so many
SEARCH_SHARE = 0.8  # of the limit at least, and all but
SETTLING, SETTLING_EACH = 2.0, 1e-3  # seconds, and so many for each request
SECONDS_AFTER = 2e-5  # for each request, when the search is over


def schedule(
    problem: Problem,
    *,
    limits: Limits | None = None,
    goals: Sequence[Goal] | None = None,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The best timetable that could be found, with a proof of how good it is.

    `goals` in order of importance (default: the problem's own); VALUE is added at the end where
    it is missing. `stop` may be asked to stop at any moment; the best plan so far comes back,
    honestly marked. A plan is verified before it leaves. Raises InvalidProblem with all faults,
    RefusedPlan if the verifier refuses what the solvers made.

    >>> from treffen.problem import Participant, Place, Request, Slot
    >>> plan = schedule(Problem(
    ...     slots=(Slot(id="10:00"), Slot(id="10:20")),
    ...     places=(Place(id="table 1"),),
    ...     participants=(Participant(id="ada"), Participant(id="bo"), Participant(id="cy")),
    ...     requests=(
    ...         Request(id="1", participants=("ada", "bo"), value=3),
    ...         Request(id="2", participants=("ada", "cy"), value=2),
    ...     ),
    ... ))
    >>> plan.goals[0].goal, plan.goals[0].value, plan.goals[0].bound
    (<Goal.VALUE: 'value'>, 5, 5)
    """
    limits = limits or Limits()
    stop = (stop or Stop()).within(_working_time(problem, limits.seconds))
    run = start(problem, limits=limits, goals=goals, on_progress=on_progress, stop=stop)
    find_times(run)
    if run.is_infeasible:
        if run.core is None:
            from treffen.scheduling import contradiction

            contradiction.name_core(run)
        return _checked(problem, assemble.without_timetable(run, PlanStatus.INFEASIBLE))
    if run.missing() or run.over_limit():
        return _checked(problem, assemble.without_timetable(run, PlanStatus.UNKNOWN))
    with unswept():
        plan = _plan(run)
        del run  # its arrays are no longer needed, and the verifier needs room of its own
        return _checked(problem, plan)


def _working_time(problem: Problem, seconds: float | None) -> float | None:
    """The limit, less what reasons, places and the verifier take of a large event."""
    if seconds is None:
        return None
    return seconds - min(0.5 * seconds, len(problem.requests) * SECONDS_AFTER)


def _search_time(problem: Problem, seconds: float | None) -> float | None:
    """What the search for what is held may take: when it is held comes after it."""
    if seconds is None:
        return None
    return max(SEARCH_SHARE * seconds, seconds - SETTLING - SETTLING_EACH * len(problem.requests))


def start(
    problem: Problem,
    *,
    limits: Limits,
    goals: Sequence[Goal] | None,
    on_progress: OnProgress | None,
    stop: Stop,
) -> SchedulerState:
    """A run on a sound problem; raises InvalidProblem with all faults of another one."""
    wanted = tuple(problem.goals if goals is None else goals)
    faults = problem.faults() or (() if goals is None else replace(problem, goals=wanted).faults())
    if faults:
        raise InvalidProblem(faults)
    model = build_model(problem)
    if Goal.VALUE not in wanted and not model.is_all_must:
        wanted += (Goal.VALUE,)
    known = {g: trivial(problem, g) for g in (*wanted, Goal.VALUE)}
    board = PartialTimetable(model)
    return SchedulerState(
        model=model,
        goals=wanted,
        limits=limits,
        stop=stop,
        search_stop=stop.within(_search_time(problem, limits.seconds)),
        on_progress=on_progress,
        board=board,
        promises=promises_of(model, wanted),
        known=known,
    )


def _place(run: SchedulerState) -> Placement:
    """Places for the times found; goals of places are searched for only where they are asked for."""
    goals = [g for g in run.goals if g in PLACING]
    assignment = Assignment(run.board.slot.copy())
    placement = assign_places(
        run.model,
        assignment,
        goals=goals,
        stop=run.placing_time(),
        seed=run.limits.seed,
        on_progress=run.on_progress,
    )
    placement = replace(placement, place=kept_promises.kept_places(run, assignment, placement))
    for option in {*placement.unplaced, *placement.unserved}:
        run.board.drop(option)
    return placement


def _plan(run: SchedulerState) -> Plan:
    problem = run.model.problem
    assignment = Assignment(run.board.slot.copy())
    placement = _place(run)
    timetable = assemble.meetings(run.model, assignment, placement)
    if run.missing():
        return assemble.without_timetable(run, PlanStatus.UNKNOWN)
    select.renew_bounds(run, timetable)
    results = assemble.goal_results(problem, run, timetable)
    status = assemble.status_of(results)
    return Plan(
        problem=problem.digest(),
        status=status,
        goals=results,
        timetable=timetable,
        unscheduled=_unscheduled(run, timetable),
        stopped=assemble.stop_reason(run.stop, status),
        seconds=round(run.stop.elapsed(), 3),
        seed=run.limits.seed,
        threads=run.limits.threads,
        versions=assemble.versions(),
    )


def _unscheduled(run: SchedulerState, timetable: Timetable) -> tuple:  # type: ignore[type-arg]
    if len(timetable.meetings) == run.model.n_requests:
        return ()
    from treffen.scheduling.whynot import explain

    assignment = Assignment(run.board.slot.copy())
    limit = MOST_REMEDIES if run.model.n_requests <= MOST_REMEDIES else FEW_REMEDIES
    return explain(run.model.problem, run.model, assignment=assignment, timetable=timetable, limit=limit)


def _checked(problem: Problem, plan: Plan) -> Plan:
    """The plan, if the verifier has nothing to object to."""
    report = verify(problem, plan)
    if not report.is_accepted:
        raise RefusedPlan([*report.objections, *report.violations])
    return plan
