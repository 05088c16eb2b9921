"""Events in which everything must be held: what is asked for comes from a timetable that exists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from treffen.generation.families import tight
from treffen.problem import Goal, ParticipantId, Problem, Request, SlotId

_ALL_MUST = 6


def all_must(people: int, seed: int) -> Problem:
    """The requests of a tight event that fit into one timetable, all of which must be held.

    Each request, in the order of the tight event, takes the first slot of a random order in which both
    people and a table are free, and is left out where there is none. Values are 1; a few breaks and
    little idle time are the goals. A timetable exists for every seed.

    >>> problem = all_must(40, seed=1)
    >>> len(problem.requests), all(request.must for request in problem.requests)
    (161, True)
    """
    event, rng = tight(people, seed), np.random.default_rng([seed, _ALL_MUST, people])
    slots = [slot.id for slot in event.slots]
    free = {person.id: set(person.free or slots) for person in event.participants}
    tables = dict.fromkeys(slots, len(event.places))
    held = [
        request for request in event.requests if _enter(request, slots, free=free, tables=tables, rng=rng)
    ]
    return replace(
        event,
        requests=tuple(replace(request, must=True, value=1) for request in held),
        goals=(Goal.BREAKS, Goal.IDLE),
        title=f"invented: all must be held, {people} people",
    )


def _enter(
    request: Request,
    slots: list[SlotId],
    *,
    free: dict[ParticipantId, set[SlotId]],
    tables: dict[SlotId, int],
    rng: np.random.Generator,
) -> bool:
    """Whether a slot was found, which is then taken."""
    one, other = request.participants
    for at in rng.permutation(len(slots)).tolist():
        slot = slots[at]
        if tables[slot] and slot in free[one] and slot in free[other]:
            tables[slot] -= 1
            free[one].remove(slot)
            free[other].remove(slot)
            return True
    return False
