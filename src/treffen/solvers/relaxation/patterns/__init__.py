"""A bound on breaks or idle slots of an all-must event, from prices of slots: a certificate, not a search.

Every person's day is a path (see `days`), every request takes one slot, places are scarce. The
linear program over paths couples them; its dual values are the prices. Whatever a floating-point
solver answered, the bound is recomputed from rounded prices in integers (Lagrangian relaxation:
A. M. Geoffrion, Mathematical Programming Study 2, 1974), so that it holds exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treffen.problem import Goal, SlotId
from treffen.solvers.base import Model
from treffen.solvers.base.model import Array, Ints
from treffen.solvers.relaxation.patterns.days import Days, cheapest_days, days_of
from treffen.solvers.relaxation.patterns.program import slot_prices
from treffen.timetable import AssignmentCertificate, SlotPrice

SCALE = 10_000
MOST_NODES = 4_000  # a quarter of a second; the time grows faster than the program


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A certificate and the bound that it proves."""

    certificate: AssignmentCertificate
    bound: int


def is_priceable(model: Model) -> bool:
    """Whether prices of slots prove anything here: all must be held, in one slot, by known people."""
    one_way = model.n_options == model.n_requests and bool((model.length == 1).all())
    return model.is_all_must and one_way and not len(model.like_person)


def price_slots(
    model: Model,
    *,
    goal: Goal = Goal.BREAKS,
    enough: int | None = None,
    seconds: float = 1e9,
    seed: int = 0,
    most_nodes: int = MOST_NODES,
) -> Priced | None:
    """The best prices found for the goal BREAKS or IDLE, or None where nothing can be proved so.

    Without any prices everybody's own fewest add up; where that is `enough`, or the days
    have more than `most_nodes` states in all, no linear program is solved.
    """
    if not is_priceable(model):
        return None
    domain = _domains(model)
    days = days_of(model, domain, goal=goal)
    if days is None:
        return None
    people, places = np.zeros((model.n_people, model.n_slots), np.int64), np.zeros(model.n_slots, np.int64)
    free = _priced(model, days, goal, domain=domain, people=people, places=places)
    if days.n_nodes > most_nodes or (enough is not None and free.bound >= enough):
        return free
    found = slot_prices(model, days, domain=domain, seconds=seconds, seed=seed)
    if found is None:
        return free
    people, places = (np.rint(x * SCALE).astype(np.int64) for x in found)
    best = _priced(model, days, goal, domain=domain, people=people, places=places)
    return best if best.bound > free.bound else free


def _priced(model: Model, days: Days, goal: Goal, *, domain: Array, people: Ints, places: Ints) -> Priced:
    bound = -(-_bound(model, days, domain=domain, people=people, places=places) // SCALE)
    return Priced(certificate=_certificate(model, goal, people=people, places=places), bound=max(0, bound))


def _domains(model: Model) -> Array:
    """[O, T] slots allowed by the request and free for its attendees, whatever the places."""
    requests, ids = model.problem.requests, [s.id for s in model.problem.slots]
    frozen = {m.request: m.slot for m in model.problem.frozen}
    domain = np.ones((model.n_options, model.n_slots), bool)
    for o in range(model.n_options):
        request = requests[model.option_request[o]]
        for person in model.attendees(o).tolist():
            domain[o] &= model.free[person]
        if request.slots is not None:
            domain[o] &= np.array([s in request.slots for s in ids])
        for fixed in (request.slot, frozen.get(request.id)):
            if fixed is not None:
                domain[o] &= np.array([s == fixed for s in ids])
    return domain


def _bound(model: Model, days: Days, *, domain: Array, people: Ints, places: Ints) -> int:
    """Scaled: the cheapest days, the cheapest slots of the requests, less what places earn."""
    cost = np.zeros((model.n_options, model.n_slots), np.int64) + places
    which = np.repeat(np.arange(model.n_options), np.diff(model.seat_ptr))
    np.add.at(cost, which, people[model.seats])
    dear = int(np.abs(cost).sum()) + 1
    cheapest = np.where(domain, cost, dear).min(axis=1)
    earned = int((places * model.capacity[0]).sum()) if len(model.capacity) else 0
    return int(cheapest_days(days, people, scale=SCALE).sum()) + int(cheapest.sum()) - earned


def _certificate(model: Model, goal: Goal, *, people: Ints, places: Ints) -> AssignmentCertificate:
    slots: list[SlotId] = [s.id for s in model.problem.slots]
    prices = [SlotPrice(slot=slots[t], price=int(places[t])) for t in np.flatnonzero(places).tolist()]
    for p, t in np.argwhere(people).tolist():
        person = model.problem.participants[p].id
        prices.append(SlotPrice(slot=slots[t], price=int(people[p, t]), participant=person))
    return AssignmentCertificate(goal=goal, scale=SCALE, prices=tuple(prices))


__all__ = ["MOST_NODES", "Priced", "is_priceable", "price_slots"]
