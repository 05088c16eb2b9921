"""Four solvers on one weighted formula: two know clauses alone, two get its counts as rows of numbers.

Each ends by itself when its processor seconds are over, and says what it has: the best model, and the
bound that it proved. RC2 has no model before the end, and says its bound whenever it has risen; HiGHS, which
may notice late that its time is over, says bound and model.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.answer import Missing
from benchmarks.peers.breaks_formula import Formula

POLL_SECONDS = 0.05


class _Late(Exception):
    """The processor seconds are over."""


def _nobody(_found: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The moment of this process's processor time at which to end; who is told a bound, and shown a model."""

    deadline: float = math.inf
    tell: Callable[[int], None] = _nobody
    show: Callable[[list[int]], None] = _nobody

    def is_over(self) -> bool:
        """Whether it is time to end."""
        return time.process_time() > self.deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A model as true and false literals (or none), the solver's word, and its bound of the cost."""

    status: str
    model: list[int] | None = None
    bound: int | None = None


def cost_of(formula: Formula, model: list[int]) -> int:
    """The weights of the soft literals that a model leaves false."""
    true = set(model)
    return sum(weight for literal, weight in formula.soft if literal not in true)


def _proved(formula: Formula, model: list[int] | None) -> Found:
    if model is None:
        return Found(status="infeasible")
    return Found(status="optimal", model=model, bound=cost_of(formula, model))


def uwrmaxsat(formula: Formula, limit: Limit) -> Found:
    """UWrMaxSAT (M. Piotrow) as built in the package `hermax`; no bound before the end."""
    try:
        from hermax.core.ipamir_solver_interface import SolveStatus  # type: ignore[import-untyped]
        from hermax.incremental import UWrMaxSAT  # type: ignore[import-untyped]  # has no types
    except ImportError as error:
        raise Missing("hermax") from error
    clauses = formula.clauses()
    if [] in clauses:
        return Found(status="infeasible")
    solver = UWrMaxSAT()
    while solver.new_var() < formula.variables:
        pass
    for clause in clauses:
        solver.add_clause(clause)
    for literal, weight in formula.soft:
        solver.set_soft(literal, weight)
    solver.set_terminate(lambda: int(limit.is_over()))
    solver.solve()
    status = solver.get_status()
    if status in (SolveStatus.OPTIMUM, SolveStatus.UNSAT):
        return _proved(formula, solver.get_model() if status == SolveStatus.OPTIMUM else None)
    if status == SolveStatus.INTERRUPTED_SAT:
        return Found(status="feasible", model=solver.get_model())
    return Found(status="nothing found")


def rc2(formula: Formula, limit: Limit) -> Found:
    """RC2 (A. Ignatiev, A. Morgado, J. Marques-Silva) of python-sat, with its usual improvements."""
    try:
        from pysat.examples.rc2 import RC2Stratified
        from pysat.formula import WCNF
    except ImportError as error:
        raise Missing("python-sat") from error

    class Telling(RC2Stratified):  # type: ignore[misc]  # has no types
        """Says its bound with every core, and ends in time."""

        def get_core(self) -> None:
            limit.tell(self.cost)
            if limit.is_over():
                raise _Late
            super().get_core()

    limit.tell(0)  # no cost is less, and the first core may take longer than there is time
    clauses = formula.clauses()
    if [] in clauses:
        return Found(status="infeasible")
    weighted = WCNF()
    weighted.nv = formula.variables
    for clause in clauses:
        weighted.append(clause)
    for literal, weight in formula.soft:
        weighted.append([literal], weight=weight)
    with Telling(weighted, solver="g4", adapt=True, exhaust=True, minz=True) as solver:
        try:
            return _proved(formula, solver.compute())
        except _Late:
            return Found(status="nothing found", bound=solver.cost)


@contextmanager
def _watch(limit: Limit, stop: Callable[[], object]) -> Iterator[None]:
    """Stop a solver from beside when its processor seconds are over."""
    is_over = threading.Event()

    def wait() -> None:
        while not is_over.wait(POLL_SECONDS):
            if limit.is_over():
                stop()
                return

    watcher = threading.Thread(target=wait, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def cp_sat(formula: Formula, limit: Limit) -> Found:
    """OR-Tools' CP-SAT, one thread."""
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise Missing("ortools") from error
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in range(formula.variables + 1)]

    def literal(number: int) -> object:
        return variables[number] if number > 0 else ~variables[-number]

    for clause in formula.hard:
        model.add_bool_or([literal(one) for one in clause])
    for members, least, most in formula.counted:
        if (least, most) == (0, 1):
            model.add_at_most_one([literal(one) for one in members])
        else:
            model.add_linear_constraint(cp_model.LinearExpr.sum([literal(m) for m in members]), least, most)
    kept = [literal(-soft) for soft, _ in formula.soft]
    model.minimize(cp_model.LinearExpr.weighted_sum(kept, [weight for _, weight in formula.soft]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    with _watch(limit, solver.stop_search):
        status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Found(status="infeasible")
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(status="nothing found", bound=max(0, bound))
    chosen = [n if solver.boolean_value(variables[n]) else -n for n in range(1, len(variables))]
    word = "optimal" if status == cp_model.OPTIMAL else "feasible"
    return Found(status=word, model=chosen, bound=bound)


def highs(formula: Formula, limit: Limit) -> Found:
    """HiGHS's mixed-integer solver, one thread."""
    try:
        import highspy
    except ImportError as error:
        raise Missing("highspy") from error
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # has no types
    for name, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}.items():
        solver.setOptionValue(name, value)
    solver.passModel(_programme(formula))
    solver.cbMipInterrupt.subscribe(_listen(limit))
    solver.cbMipImprovingSolution.subscribe(lambda event: limit.show(_model(event.data_out.mip_solution)))
    solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Found(status="infeasible")
    bound = _bound(info.mip_dual_bound)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Found(status="nothing found", bound=bound)
    model = _model(solver.getSolution().col_value)
    word = "optimal" if status == highspy.HighsModelStatus.kOptimal else "feasible"
    return Found(status=word, model=model, bound=bound)


def _model(values: Iterable[float]) -> list[int]:
    return [n if x > 0.5 else -n for n, x in enumerate(values, 1)]


def _bound(dual: float) -> int | None:
    """The least cost at such a bound; none at infinity."""
    return max(0, math.ceil(dual - 1e-6)) if math.isfinite(dual) else None


def _listen(limit: Limit) -> Callable[[Any], None]:
    """Ends HiGHS in time, and tells each bound that is above the last one."""
    last = -1

    def heard(event: Any) -> None:
        nonlocal last
        bound = _bound(event.data_out.mip_dual_bound)
        if bound is not None and bound > last:
            last = bound
            limit.tell(bound)
        event.interrupt(limit.is_over())

    return heard


def _programme(formula: Formula) -> Any:
    """Clauses and counts as rows, each literal "not x" as 1 - x."""
    import highspy
    import numpy as np

    counted = [(clause, 1, len(clause)) for clause in formula.hard] + formula.counted
    start, index, value, lower, upper = [0], [], [], [], []
    for literals, least, most in counted:
        negated = sum(literal < 0 for literal in literals)
        index += [abs(literal) - 1 for literal in literals]
        value += [1.0 if literal > 0 else -1.0 for literal in literals]
        lower.append(least - negated if least else -highspy.kHighsInf)
        upper.append(most - negated if most < len(literals) else highspy.kHighsInf)
        start.append(len(index))
    lp, cost = highspy.HighsLp(), np.zeros(formula.variables)
    for literal, weight in formula.soft:
        cost[abs(literal) - 1] += weight if literal < 0 else -weight
        lp.offset_ += weight * (literal > 0)
    lp.num_col_, lp.num_row_, lp.col_cost_ = formula.variables, len(counted), cost
    lp.col_lower_, lp.col_upper_ = np.zeros(formula.variables), np.ones(formula.variables)
    lp.row_lower_, lp.row_upper_ = np.array(lower, float), np.array(upper, float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(start, np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(index, np.int32), np.array(value)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * formula.variables
    return lp


SOLVERS: dict[str, Callable[[Formula, Limit], Found]] = {
    "UWrMaxSAT": uwrmaxsat,
    "RC2": rc2,
    "CP-SAT": cp_sat,
    "HiGHS": highs,
}
