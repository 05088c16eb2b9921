"""The slot model: one variable for each request and slot, solved as it stands.

Both solvers get the same model: a request is held at most once, a person meets at most once in a
slot, tables bound the meetings of a slot; the value held is maximised. Idle time is no part of it.
"""

from __future__ import annotations

import numpy as np

from benchmarks.answer import Answer, Missing, TooLarge
from benchmarks.plain import Array, Plain, plain
from benchmarks.task import Task
from treffen.problem import Problem

MOST_COLUMNS = 400_000


def _columns(event: Plain) -> tuple[Array, Array]:
    """Request and slot of each variable."""
    free = event.free[event.ends[:, 0]] & event.free[event.ends[:, 1]]
    requests, slots = np.nonzero(free)
    if len(requests) > MOST_COLUMNS:
        raise TooLarge(f"{len(requests):,} variables, more than {MOST_COLUMNS:,}")
    return requests, slots


def _rows(event: Plain, requests: Array, slots: Array) -> Array:
    """[columns, 4] the rows of each variable: its request, both people's slots, the slot's tables."""
    n_requests, (n_people, n_slots) = len(event.ends), event.free.shape
    one, other = (n_requests + event.ends[requests, end] * n_slots + slots for end in (0, 1))
    return np.stack([requests, one, other, n_requests + n_people * n_slots + slots], axis=1)


def highs(problem: Problem, task: Task) -> Answer:
    """HiGHS's mixed-integer solver."""
    try:
        import highspy
    except ImportError as error:
        raise Missing("highspy") from error
    event = plain(problem)
    requests, slots = _columns(event)
    rows = _rows(event, requests, slots)
    n, n_slots = len(requests), event.free.shape[1]
    limits = np.ones(len(event.ends) + event.free.size + n_slots)
    limits[len(limits) - n_slots :] = event.tables
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(limits)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = event.value[requests].astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(n), np.ones(n)
    lp.row_lower_, lp.row_upper_ = np.full(len(limits), -highspy.kHighsInf), limits
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 4 * n + 1, 4, dtype=np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = rows.ravel().astype(np.int32), np.ones(4 * n)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * n
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # has no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", task.threads)
    solver.setOptionValue("random_seed", task.seed)
    solver.setOptionValue("mip_rel_gap", 0.0)
    if task.seconds is not None:
        solver.setOptionValue("time_limit", float(task.seconds))
    solver.passModel(lp)
    solver.run()
    return _from_highs(event, solver, (requests, slots))


def _from_highs(event: Plain, solver: object, columns: tuple[Array, Array]) -> Answer:
    import highspy

    info, status = solver.getInfo(), solver.getModelStatus()  # type: ignore[attr-defined]
    word = "optimal" if status == highspy.HighsModelStatus.kOptimal else "feasible"
    if status == highspy.HighsModelStatus.kNotset:
        raise RuntimeError("HiGHS did not run")
    dual = info.mip_dual_bound
    bound = int(np.floor(dual + 1e-6)) if abs(dual) < highspy.kHighsInf else None
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(timetable=None, status="nothing found", bound=bound)
    chosen = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)  # type: ignore[attr-defined]
    held = zip(columns[0][chosen].tolist(), columns[1][chosen].tolist(), strict=True)
    return Answer(timetable=event.timetable(held), status=word, bound=bound)


def cp_sat(problem: Problem, task: Task) -> Answer:
    """OR-Tools' CP-SAT."""
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise Missing("ortools") from error
    event = plain(problem)
    requests, slots = _columns(event)
    rows = _rows(event, requests, slots)
    model = cp_model.CpModel()
    held = [model.new_bool_var("") for _ in range(len(requests))]
    members: dict[int, list[int]] = {}
    for column, of in enumerate(rows.tolist()):
        for row in of:
            members.setdefault(row, []).append(column)
    first_table_row = len(event.ends) + event.free.size
    for row, columns in members.items():
        literals = [held[c] for c in columns]
        if row >= first_table_row:
            model.add(cp_model.LinearExpr.sum(literals) <= event.tables)
        elif len(literals) > 1:
            model.add_at_most_one(literals)
    model.maximize(cp_model.LinearExpr.weighted_sum(held, event.value[requests].tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task.threads
    solver.parameters.random_seed = task.seed
    if task.seconds is not None:
        solver.parameters.max_time_in_seconds = float(task.seconds)
    status = solver.solve(model)
    bound = int(np.floor(solver.best_objective_bound + 1e-6))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(timetable=None, status="nothing found", bound=bound)
    chosen = [c for c, variable in enumerate(held) if solver.boolean_value(variable)]
    word = "optimal" if status == cp_model.OPTIMAL else "feasible"
    pairs = zip(requests[chosen].tolist(), slots[chosen].tolist(), strict=True)
    return Answer(timetable=event.timetable(pairs), status=word, bound=bound)
