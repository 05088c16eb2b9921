"""The two questions this room answers for a whole model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from treffen.problem import Goal
from treffen.solvers.base import Assignment, Limits, Model, OnProgress, Stop
from treffen.solvers.satisfiability.closing import Gather, Gatherer
from treffen.solvers.satisfiability.conflict import conflict_of
from treffen.solvers.satisfiability.idle import is_one_day
from treffen.solvers.satisfiability.instance import Instance, instance_of, is_quickly_built, is_supported
from treffen.solvers.satisfiability.limits import largest_minimum
from treffen.solvers.satisfiability.outcome import BreaksOutcome
from treffen.solvers.satisfiability.search import Certify, Search
from treffen.solvers.satisfiability.symmetry import with_order_of_twins
from treffen.solvers.satisfiability.tiers import Ask, TierSearch
from treffen.timetable import AssignmentCertificate, PlanStatus


def solve_breaks(
    model: Model,
    *,
    stop: Stop,
    limits: Limits,
    on_progress: OnProgress | None = None,
    hint: Assignment | None = None,
    certify: Certify | None = None,
) -> BreaksOutcome:
    """The timetable of all requests with the fewest breaks, or why there is none.

    Stops in good order at any moment, with the best timetable and bound so far. `hint` is a
    timetable to start from; `certify` may prove a bound without a search. The model must be
    supported (see `is_supported`).
    """
    core, search = _begin(model, stop=stop, limits=limits, on_progress=on_progress, certify=certify)
    if core is not None:
        return core
    if hint is not None and bool((hint.slot >= 0).all()):
        search.offer([int(hint.slot[o]) for o in search.instance.option])
    is_settled = search.minimise()
    if is_settled and search.best is not None:
        search.learn(search.value)
    if search.bound:
        search.certify()
    return _outcome(model, search, is_settled=is_settled)


def solve_feasible(
    model: Model, *, stop: Stop, limits: Limits, on_progress: OnProgress | None = None
) -> BreaksOutcome:
    """Any timetable of all requests that keeps the hard limits of breaks, or why there is none."""
    core, search = _begin(model, stop=stop, limits=limits, on_progress=on_progress)
    if core is not None:
        return core
    return _outcome(model, search, is_settled=search.first())


def is_for_tiers(model: Model, goals: Sequence[Goal]) -> bool:
    """Whether `solve_tiers` knows these goals in this order, and days as they are here.

    A range that is asked for is searched for in any event; idle time alone, which others lower too, only
    where formulas of the event are built quickly.
    """
    if not set(goals) <= {Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE} or Goal.BREAKS in goals[1:]:
        return False
    if not is_supported(model) or not (Goal.IDLE_RANGE in goals or is_quickly_built(model)):
        return False
    instance = instance_of(model)
    has_clear_limits = instance.spread is None or not largest_minimum(instance)
    return has_clear_limits and is_one_day(instance)


def solve_tiers(
    model: Model,
    *,
    goals: Sequence[Goal],
    stop: Stop,
    limits: Limits,
    on_progress: OnProgress | None = None,
    certify: Certify | None = None,
    certify_idle: Certify | None = None,
    settle: Callable[[Assignment], Assignment] | None = None,
) -> BreaksOutcome:
    """The best timetable of all requests for several goals in order, or why there is none.

    Stops in good order at any moment, as `solve_breaks` does. `certificate` is that of the breaks, where
    they count, `idle_certificate` that of the idle time. `settle` makes a timetable better by other means,
    where answers about idle time are slow. See `is_for_tiers`.
    """
    instance = instance_of(model)
    if (core := conflict_of(model, instance, stop=stop)) is not None:
        return BreaksOutcome(status=PlanStatus.INFEASIBLE, core=core)
    search = TierSearch(
        with_order_of_twins(instance),
        goals=goals,
        stop=stop,
        limits=limits,
        on_progress=on_progress,
        certify=certify,
        certify_idle=certify_idle,
        ask=_ask_of(model, goals, stop=stop, limits=limits, prices=lambda: search.idle_certificate),
        gather=_gather_of(model, stop, seed=limits.seed),
        settle=None if settle is None else lambda slots: _settled(model, instance, slots, settle),
    )
    search.run()
    if search.best is None:
        status = PlanStatus.INFEASIBLE if search.is_infeasible else PlanStatus.UNKNOWN
        return BreaksOutcome(status=status, tiers=tuple(search.tiers))
    return BreaksOutcome(
        status=PlanStatus.OPTIMAL if all(tier.is_settled for tier in search.tiers) else PlanStatus.FEASIBLE,
        assignment=_assignment(model, instance, search.best),
        certified=search.breaks.certified,
        certificate=search.breaks.certificate,
        idle_certified=search.idle_certified,
        idle_certificate=search.idle_certificate,
        tiers=tuple(search.tiers),
    )


def _assignment(model: Model, instance: Instance, slots: Sequence[int]) -> Assignment:
    slot = np.full(model.n_options, -1, np.int32)
    slot[list(instance.option)] = slots
    return Assignment(slot)


def _settled(
    model: Model, instance: Instance, slots: Sequence[int], settle: Callable[[Assignment], Assignment]
) -> list[int]:
    found = settle(_assignment(model, instance, slots))
    return [int(found.slot[o]) for o in instance.option]


def _ask_of(
    model: Model,
    goals: Sequence[Goal],
    *,
    stop: Stop,
    limits: Limits,
    prices: Callable[[], AssignmentCertificate | None],
) -> Ask | None:
    """How the formula of a claim is asked, if there is one about several goals that can be built in no time.

    `prices` are of idle time.
    """
    if len(goals) < 2:
        return None
    from treffen.solvers.satisfiability.refutation.question import Question

    def ask(within: Mapping[Goal, int], lowered: Goal) -> Question:
        return Question(model, within, lowered=lowered, prices=prices(), stop=stop, seed=limits.seed)

    return ask if is_quickly_built(model) else None


def _gather_of(model: Model, stop: Stop, *, seed: int) -> Gather | None:
    """How those who wait are gathered in the same formula."""

    def gather(
        within: Mapping[Goal, int], most: int, best: Sequence[int] | None, offer: Callable[[list[int]], None]
    ) -> Gatherer:
        from treffen.solvers.satisfiability.refutation.gathering import Gathering  # few events need it

        return Gathering(model, within, most=most, best=best, stop=stop, seed=seed, offer=offer)

    return gather if is_quickly_built(model) else None


def _begin(
    model: Model,
    *,
    stop: Stop,
    limits: Limits,
    on_progress: OnProgress | None,
    certify: Certify | None = None,
) -> tuple[BreaksOutcome | None, Search]:
    instance = instance_of(model)
    core = conflict_of(model, instance, stop=stop)
    search = Search(
        with_order_of_twins(instance), stop=stop, limits=limits, on_progress=on_progress, certify=certify
    )
    if core is not None:
        return BreaksOutcome(status=PlanStatus.INFEASIBLE, core=core), search
    return None, search


def _outcome(model: Model, search: Search, *, is_settled: bool) -> BreaksOutcome:
    if search.best is None:
        status = PlanStatus.INFEASIBLE if is_settled else PlanStatus.UNKNOWN
        return BreaksOutcome(
            status=status, bound=search.bound, certified=search.certified, certificate=search.certificate
        )
    return BreaksOutcome(
        status=PlanStatus.OPTIMAL if search.bound >= search.value else PlanStatus.FEASIBLE,
        assignment=_assignment(model, search.instance, search.best),
        value=search.value,
        bound=search.bound,
        certified=search.certified,
        certificate=search.certificate,
    )
