"""The newer objectives as one weighted formula, for solvers that know weights but no order of goals.

Breaks, range of idle time and idle time in their order: each goal weighs more than all that those after
it can cost together. Idle time is written without counters: somebody with n meetings waits k slots or more
if and only if, whenever they have begun by slot t, they are not yet finished at slot t + n + k - 1.
The range of it is the number of k for which somebody waits k slots or more, and not everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.breaks_formula import Formula, all_held, begun_by, even, holes_of
from treffen.problem import Goal, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """A formula, and what one of each goal weighs in it, in their order."""

    formula: Formula
    weights: tuple[int, ...]

    def values(self, cost: int) -> list[int]:
        """The goals' values that add up to this cost; of a lower bound, the least values in their order."""
        found = []
        for weight in self.weights:
            found.append(cost // weight)
            cost %= weight
        return found


def objective_formula(problem: Problem, goals: Sequence[Goal]) -> Weighted:
    """All requests held; the goals of `goals`, each with all its weight before those after it."""
    formula, busy = all_held(problem)
    begun = [begun_by(formula, row) for row in busy]
    literals: dict[Goal, list[int]] = {}
    if Goal.BREAKS in goals:
        holes = [holes_of(formula, row, by) for row, by in zip(busy, begun, strict=True)]
        literals[Goal.BREAKS] = [hole for mine in holes for hole in mine]
        if problem.break_spread is not None:
            even(formula, holes, problem.break_spread)
    if {Goal.IDLE, Goal.IDLE_RANGE} & set(goals):
        meetings = [sum(p.id in r.participants for r in problem.requests) for p in problem.participants]
        everybody = zip(busy, begun, meetings, strict=True)
        waits = [_waits(formula, row, by, n) for row, by, n in everybody if n > 1]
        literals[Goal.IDLE] = [wait for mine in waits for wait in mine]
        if Goal.IDLE_RANGE in goals:
            literals[Goal.IDLE_RANGE] = _range(formula, waits)
    weights, weight = [], 1
    for goal in reversed(goals):
        weights.append(weight)
        formula.soft += [(-literal, weight) for literal in literals[goal]]
        weight *= 1 + len(literals[goal])
    return Weighted(formula=formula, weights=tuple(reversed(weights)))


def _waits(formula: Formula, busy: Sequence[int], begun: Sequence[int], n: int) -> list[int]:
    """The literals "this person waits k slots or more" for k from 1, both ways."""
    last = len(busy) - 1
    open_until = begun_by(formula, busy[::-1])[::-1]
    waits: list[int] = []
    for k in range(1, len(busy) - n + 1):
        wait, length = formula.new(), n + k - 1
        for t in range(len(busy) - length):
            formula.hard.append([-begun[t], -open_until[t + length], wait])
        for t in range(len(busy)):
            early = [begun[t - 1]] if t else []
            late = [open_until[t + length]] if t + length <= last else []
            formula.hard.append([-wait, *early, *late])
        formula.hard += [[-wait, less] for less in waits[-1:]]
        waits.append(wait)
    return waits


def _range(formula: Formula, waits: Sequence[Sequence[int]]) -> list[int]:
    """The literals "somebody waits k slots or more, and not everybody" for k from 1."""
    found = []
    for k in range(max(map(len, waits), default=0)):
        everybody, differs = formula.new(), formula.new()
        for mine in waits:
            formula.hard.append([-everybody, *mine[k : k + 1]])
            formula.hard += [[-wait, everybody, differs] for wait in mine[k : k + 1]]
        found.append(differs)
    return found
