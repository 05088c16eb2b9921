"""Why not all requests can be held, without a search: propagation, and a small core of it.

The core is narrowed by leaving tasks out as long as propagation still refutes the rest
(deletion filter: J. Chinneck and E. Dravnieks, ORSA Journal on Computing 3, 1991).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from treffen.solvers.base import Model, Stop
from treffen.solvers.base.capacity import hall_family
from treffen.solvers.base.model import Array
from treffen.solvers.satisfiability.formula import Formula
from treffen.solvers.satisfiability.instance import Instance, bits, instance_of, subset
from treffen.solvers.satisfiability.limits import break_limits
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.outcome import CoreFinding
from treffen.solvers.satisfiability.propagation import Conflict, Propagator
from treffen.timetable import CoreKind

WORK = 40_000  # tasks propagated while a core is narrowed
SMALL = 40  # cores up to this size are tried request by request for being minimal


def find_conflict(model: Model, *, only: Array | None = None, stop: Stop | None = None) -> CoreFinding | None:
    """A small set of requests that propagation proves impossible to hold together, or None.

    `only` is a mask over options: the requests to be held (by default those that must be). None
    means that nothing was proved, not that a timetable exists.
    """
    return conflict_of(model, instance_of(model, only), stop=stop)


def conflict_of(model: Model, instance: Instance, *, stop: Stop | None = None) -> CoreFinding | None:
    """The same for a view already made."""
    core = refute(instance, (1 << instance.n_tasks) - 1)
    if core is None:
        return None
    core = _narrowed(instance, core, stop)
    return _finding(model, instance, core)


@lru_cache(1)  # asked of an event before it is solved, and by who solves it
def refute(instance: Instance, active: int) -> int | None:
    """Tasks among `active` that propagation proves impossible to hold together."""
    try:
        Propagator(instance, active=active, limits=break_limits(instance)).run()
    except Conflict as conflict:
        return conflict.tasks & active
    return None


def _narrowed(instance: Instance, core: int, stop: Stop | None) -> int:
    """Leave out large portions first, then small ones, then single tasks."""
    work, size = WORK, max(1, core.bit_count() // 2)
    while True:
        tasks = list(bits(core))
        for i in range(0, len(tasks), size):
            part = sum(1 << m for m in tasks[i : i + size]) & core
            if not part or part == core:
                continue
            work -= core.bit_count()
            if work < 0 or (stop is not None and stop.is_reached()):
                return core
            smaller = refute(instance, core & ~part)
            if smaller is not None:
                core = smaller
        if size == 1 and len(tasks) == core.bit_count():
            return core
        size = max(1, size // 2)


# --- naming -----------------------------------------------------------------------------------


def _finding(model: Model, instance: Instance, core: int) -> CoreFinding:
    tasks = list(bits(core))
    kind, people, slots = _kind(model, instance, tasks)
    return CoreFinding(
        kind=kind,
        options=tuple(instance.option[m] for m in tasks),
        people=tuple(people),
        slots=tuple(bits(slots)),
        is_minimal=_is_minimal(instance, core),
    )


def _kind(model: Model, instance: Instance, tasks: list[int]) -> tuple[CoreKind, list[int], int]:
    """What the core runs out of, and whose and which slots that concerns."""
    slots = 0
    for m in tasks:
        slots |= instance.domain[m]
    people = _people(instance, tasks)
    if len(tasks) == 1 and not slots:
        kind = CoreKind.FIXED if _is_fixed(model, instance, tasks[0]) else CoreKind.SLOTS_OF_PARTICIPANT
        return kind, sorted(instance.people[tasks[0]]), 0
    common = set.intersection(*(set(instance.people[m]) for m in tasks))
    for p in sorted(common):
        if min(slots.bit_count(), instance.maximum[p]) < len(tasks):
            return CoreKind.SLOTS_OF_PARTICIPANT, [p], slots
    for row, members in enumerate(instance.rows):
        room = sum(instance.capacity[row][t] for t in bits(slots))
        if set(tasks) <= set(members) and room < len(tasks):
            return (CoreKind.PLACES if _is_of_places(model, row) else CoreKind.INTERPRETERS), [], slots
    core = sum(1 << m for m in tasks)
    if refute(replace(instance, has_breaks=False), core) is None:
        return CoreKind.BREAKS, [p for p in people if set(instance.tasks[p]) <= set(tasks)], slots
    if instance.before and refute(replace(instance, before=()), core) is None:
        return CoreKind.ORDER, people, slots
    return CoreKind.TOGETHER, people, slots


def _people(instance: Instance, tasks: list[int]) -> list[int]:
    """Those who attend at least two of the tasks."""
    seen: dict[int, int] = {}
    for m in tasks:
        for p in instance.people[m]:
            seen[p] = seen.get(p, 0) + 1
    return sorted(p for p, n in seen.items() if n > 1)


def _is_fixed(model: Model, instance: Instance, task: int) -> bool:
    request = model.problem.requests[model.option_request[instance.option[task]]]
    return request.slot is not None or any(f.request == request.id for f in model.problem.frozen)


def _is_of_places(model: Model, row: int) -> bool:
    """Whether a capacity row counts places: their rows come first."""
    family, _ = hall_family(frozenset(s) for s in model.place_sets)
    return row < len(family)


# --- minimal ----------------------------------------------------------------------------------


def _is_minimal(instance: Instance, core: int) -> bool:
    """Whether any single request left out would let the others be held, breaks apart."""
    if instance.is_relaxed or core.bit_count() > SMALL:
        return False
    return all(_can_hold(instance, core & ~(1 << m)) for m in bits(core))


def _can_hold(instance: Instance, tasks: int) -> bool:
    part = subset(instance, tasks)
    known = Propagator(part)
    try:
        known.run()
    except Conflict:
        return False
    formula = Formula(known)
    with Oracle(stop=Stop()) as oracle:
        oracle.add(formula.clauses.take())
        return oracle.solve() is True
