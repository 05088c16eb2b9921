"""The one door to HiGHS: a linear or mixed-integer program in, arrays out, every status checked.

HiGHS keeps one global thread pool; changing its size within a process makes a run end with
nothing done, so every instance here asks for one thread and callers run instances side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.errors import SolverFailure
from treffen.solvers.relaxation.compressed import CompressedMatrix

INFINITY = float("inf")  # which is HiGHS's own
_Floats = NDArray[np.float64]
NEAR = 1e-6  # how far an objective may be from that of its choice, relative
MOST_PIVOTS = 100_000  # of the simplex method, before it is not worth the rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Minimise cost @ x subject to row_lower <= matrix @ x <= row_upper and column bounds.

    `matrix` is [rows, columns], compressed or scipy's; `is_integer` None means a linear program.
    """

    cost: _Floats
    matrix: Any
    row_lower: _Floats
    row_upper: _Floats
    lower: _Floats
    upper: _Floats
    is_integer: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverResult:
    """`x` is None where nothing was found. `row_dual` only for linear programs."""

    x: _Floats | None
    objective: float
    bound: float
    is_optimal: bool
    is_infeasible: bool
    row_dual: _Floats | None = None


@cache
def _library() -> Any:
    """HiGHS, which an event that needs no program does not load."""
    import highspy

    return highspy


@cache
def _silent() -> Any:
    """HiGHS that never prints: it would greet on standard output while it is being made."""

    class Silent(_library().Highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802 - the library calls it so, first of all
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Silent


def _instance(seconds: float, seed: int, gap: float, options: Mapping[str, float | str]) -> Any:
    highs = _silent()()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed % 2**31)
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", 0.999 if gap == 0 else 1e-6)
    if seconds < 1e9:
        highs.setOptionValue("time_limit", max(seconds, 0.001))
    for name, value in options.items():
        highs.setOptionValue(name, value)
    return highs


def _load(highs: Any, program: Program) -> None:
    highspy, matrix = _library(), _compressed(program.matrix)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.shape[1], matrix.shape[0]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.start, matrix.row, matrix.weight
    if program.is_integer is not None:
        kinds = [highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger]
        lp.integrality_ = [kinds[int(i)] for i in program.is_integer]
    if highs.passModel(lp) == highspy.HighsStatus.kError:
        raise SolverFailure("HiGHS refused a model")


def _compressed(matrix: Any) -> CompressedMatrix:
    if isinstance(matrix, CompressedMatrix):
        return matrix
    from scipy import sparse  # takes long to import

    of_scipy = sparse.csc_matrix(matrix)
    weight = of_scipy.data.astype(np.float64)
    return CompressedMatrix(shape=of_scipy.shape, start=of_scipy.indptr, row=of_scipy.indices, weight=weight)


def solve(
    program: Program,
    *,
    seconds: float = 1e9,
    seed: int = 0,
    gap: float = 0.0,
    start: _Floats | None = None,
    nodes: int | None = None,
    slack: float = 0.0,
    is_interior: bool = False,
) -> SolverResult:
    """Run HiGHS on one thread for at most `seconds` and `nodes` of the search tree.

    An integer objective is assumed where `gap` is 0; `slack` is a distance from the best at which
    the search may end. `is_interior`: by an interior point method without a basis, for large
    degenerate programs.

    HiGHS 1.16 sometimes returns the start as its choice, with the objective of the best: it is asked again
    without one then. No objective is told that is not that of the choice.
    """
    options: dict[str, float | str] = {"mip_abs_gap": slack} if slack > 0 else {}
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    if is_interior:
        options |= {"solver": "ipm", "run_crossover": "off"}
    highs, failed = _instance(seconds, seed, gap, options), _library().HighsStatus.kError
    if _run(highs, program, start) == failed:
        # what presolve took out could not be put back: the program as it is, then
        highs = _instance(seconds, seed, gap, options | {"presolve": "off"})
        if _run(highs, program, start) == failed:
            raise SolverFailure("HiGHS ended in an error")
    outcome = _outcome(highs, program)
    if outcome.x is None or abs(program.cost @ outcome.x - outcome.objective) <= NEAR * (
        1 + abs(outcome.objective)
    ):
        return outcome
    if start is None:
        return replace(outcome, objective=float(program.cost @ outcome.x), is_optimal=False)
    rest = max(0.0, seconds - highs.getRunTime())
    return solve(program, seconds=rest, seed=seed, gap=gap, nodes=nodes, slack=slack, is_interior=is_interior)


def tighten(
    program: Program, lacking: Callable[[_Floats], list[list[int]]], *, rounds: int, seconds: float
) -> tuple[Program, _Floats | None]:
    """The linear program of a 0-1 program again and again, each time with rows that the last solution breaks.

    `lacking` gives odd sets of columns of which less than half can be 1; so does each solution `x` until
    nothing is lacking, or for so many `rounds`. All take at most `seconds`, and each at most `MOST_PIVOTS`
    steps of the simplex method. Returns the program with all rows, and the prices of those rows that were
    there when it was last solved to the end (0: the others), or None if it never was.
    """
    highs, prices = _instance(seconds, 0, 0.0, {"simplex_iteration_limit": MOST_PIVOTS}), None
    _load(highs, replace(program, is_integer=None))
    for turn in range(rounds + 1):
        if highs.run() == _library().HighsStatus.kError:
            break
        outcome = _outcome(highs, replace(program, is_integer=None))
        if outcome.x is None or not outcome.is_optimal:
            break
        prices = outcome.row_dual
        if turn == rounds or not (sets := lacking(outcome.x)):
            break
        program = _with_odd_sets(highs, program, sets)
    if prices is not None:
        prices = np.pad(prices, (0, len(program.row_upper) - len(prices)))
    return program, prices


def _with_odd_sets(highs: Any, program: Program, sets: list[list[int]]) -> Program:
    """The program with a row for each set, of which HiGHS is told, too."""
    from scipy import sparse

    sizes = np.array([len(one) for one in sets])
    ends, columns = np.cumsum([0, *sizes]).astype(np.int32), np.concatenate(sets).astype(np.int32)
    lower, upper = np.full(len(sets), -INFINITY), np.floor(sizes / 2)
    ones = np.ones(len(columns))
    highs.addRows(len(sets), lower, upper, len(columns), ends[:-1], columns, ones)
    rows = sparse.csr_matrix((ones, columns, ends), shape=(len(sets), program.matrix.shape[1]))
    return replace(
        program,
        matrix=sparse.vstack([program.matrix, rows]).tocsc(),
        row_lower=np.concatenate([program.row_lower, lower]),
        row_upper=np.concatenate([program.row_upper, upper]),
    )


def _run(highs: Any, program: Program, start: _Floats | None) -> Any:
    _load(highs, program)
    if start is not None:
        solution = _library().HighsSolution()
        solution.col_value = start
        highs.setSolution(solution)
    return highs.run()


def _outcome(highs: Any, program: Program) -> SolverResult:
    status = highs.getModelStatus()
    kinds = _library().HighsModelStatus
    if status == kinds.kNotset:
        raise SolverFailure("HiGHS did nothing")
    infeasible = status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible)
    info = highs.getInfo()
    is_mip = program.is_integer is not None and bool(program.is_integer.any())
    solution = highs.getSolution()
    found = info.primal_solution_status == 2 and not infeasible
    empty = status == kinds.kModelEmpty
    return SolverResult(
        x=np.asarray(solution.col_value) if found or empty else None,
        objective=float(info.objective_function_value),
        bound=float(info.mip_dual_bound if is_mip else info.objective_function_value),
        is_optimal=status == kinds.kOptimal or empty,
        is_infeasible=infeasible,
        row_dual=None if is_mip else np.asarray(solution.row_dual),
    )
