"""What a plan claims on a search's word, refuted step by step for a checker that trusts nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from treffen.problem import Goal, Problem
from treffen.scheduling.required import MOST_IDLE_NODES
from treffen.solvers import satisfiability
from treffen.solvers.base import Model, Stop, build_model
from treffen.solvers.base.model import Array
from treffen.solvers.satisfiability import Refutation, Unrefuted
from treffen.timetable import AssignmentCertificate, Plan, PlanStatus, ProofKind
from treffen.verification import BoundVerdict, verify

CORE = "core"
LONGEST = 1e9  # seconds
COUNTED = (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """One claim of a plan, by its goal or `core`: its refutation, or why it stays on trust."""

    name: str
    refutation: Refutation | Unrefuted


def prove(problem: Problem, plan: Plan, *, stop: Stop | None = None) -> Iterator[Proved]:
    """A refutation of everything better than what the plan says cannot be better, where search said so.

    Claims that the verifier checks without a search are left out.
    """
    model = build_model(problem)
    stop = stop or Stop()
    prices = cache(lambda: _idle_prices(model, stop))
    is_known = satisfiability.is_supported(model) and not problem.interpreters
    for name, options, limits in _claims(model, plan):
        if not is_known:
            yield Proved(name=name, refutation=Unrefuted.KIND)
            continue
        found = satisfiability.refute(model, options, limits=limits, stop=stop, prices=prices)
        yield Proved(name=name, refutation=found)
    for check in verify(problem, plan).goals:
        if check.verdict is BoundVerdict.ON_TRUST and check.goal not in COUNTED:
            yield Proved(name=check.goal.value, refutation=Unrefuted.GOAL)


def _idle_prices(model: Model, stop: Stop) -> AssignmentCertificate | None:
    """Prices of idle time that narrow a claim, where there are any: seconds of work, less if time ends it."""
    from treffen.solvers.relaxation.patterns import price_slots  # takes long to import

    seconds = stop.remaining(LONGEST)
    found = price_slots(model, goal=Goal.IDLE, seconds=seconds, most_nodes=MOST_IDLE_NODES)
    return found.certificate if found is not None and found.certificate.prices else None


def _claims(model: Model, plan: Plan) -> Iterator[tuple[str, Array, Mapping[Goal, int]]]:
    everything = np.ones(model.n_options, bool)
    if plan.status is PlanStatus.INFEASIBLE:
        named = set(plan.core.requests) if plan.core is not None else set()
        ids = [model.problem.requests[r].id for r in model.option_request]
        is_named = np.array([id in named for id in ids], bool)
        yield CORE, is_named if is_named.any() else everything, {}
    given: dict[Goal, int] = {}
    for result in plan.goals:
        if result.goal not in COUNTED:
            continue
        if result.proof is ProofKind.SEARCH and result.bound > 0:
            yield result.goal.value, everything, {**given, result.goal: result.bound - 1}
        given[result.goal] = result.value
