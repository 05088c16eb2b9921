"""From the nouns of a problem to arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from treffen.problem import Delegation, Problem
from treffen.solvers.base.build.demand import suitable_interpreters, suitable_places
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.build.options import before, option_arrays
from treffen.solvers.base.build.people import likes, limits, presence, talks
from treffen.solvers.base.build.starts import starts
from treffen.solvers.base.build.supply import row_lists, supply
from treffen.solvers.base.model import Model, Small


def delegations(problem: Problem, model: Model, option: int) -> tuple[Delegation, ...]:
    """Whom an option sends for each organisation of its request."""
    request = problem.requests[model.option_request[option]]
    if not request.delegates:
        return ()
    people = model.attendees(option)[len(request.participants) :]
    return tuple(
        Delegation(organisation=o, participant=problem.participants[p].id)
        for o, p in zip(request.delegates, people, strict=True)
    )


def _block(problem: Problem) -> Small:
    names: dict[str, int] = {}
    return np.array([names.setdefault(s.block, len(names)) for s in problem.slots], np.int32)


def build_model(problem: Problem) -> Model:
    """The arrays of a problem that has no faults."""
    index = Index(problem)
    in_talk = talks(problem, index)
    free = presence(problem, index) & ~in_talk
    arrays: dict[str, Any] = {"block": _block(problem), "free": free, "in_talk": in_talk}
    arrays |= option_arrays(problem, index) | limits(problem, free)
    demand = suitable_places(problem, index, arrays)
    rooms = supply(demand, open=[p.open for p in problem.places], index=index)
    wanted = suitable_interpreters(problem, arrays)
    staff = supply(wanted, open=[i.free for i in problem.interpreters], index=index)
    arrays["start_ok"] = starts(problem, index, arrays, (rooms, staff))
    arrays["row_ptr"], arrays["rows"] = row_lists(rooms, staff)
    arrays["like_person"], arrays["like_slots"], arrays["like_price"] = likes(problem, index)
    return Model(
        problem=problem,
        capacity=np.concatenate([rooms.capacity(), staff.capacity()]).astype(np.int32),
        row_sets=tuple(tuple(sorted(s)) for s in rooms.family + staff.family),
        n_place_rows=len(rooms.family),
        has_exact_places=rooms.is_exact and staff.is_exact,
        place_sets=tuple(tuple(sorted(s)) for s in rooms.sets),
        place_set=rooms.of_option,
        interpreter_sets=tuple(tuple(sorted(s)) for s in staff.sets),
        interpreter_set=staff.of_option,
        before=before(problem),
        **arrays,
    )


__all__ = ["build_model", "delegations"]
