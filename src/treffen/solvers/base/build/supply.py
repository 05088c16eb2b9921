"""Places and interpreters: who suits which option, and the capacity rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treffen.problem import Problem
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.build.options import Options
from treffen.solvers.base.capacity import hall_family, rows_of
from treffen.solvers.base.model import Array, Flags, Small


@dataclass(slots=True)
class Supply:
    """Distinct sets of suitable places (or interpreters), which set each option has, capacity rows."""

    sets: list[frozenset[int]]
    of_option: Small
    family: list[frozenset[int]]
    rows: list[list[int]]
    is_exact: bool
    open: Flags  # [things, T]

    def capacity(self) -> Array:
        """[rows, T] how many things of each row are open in each slot."""
        counts = [self.open[sorted(row)].sum(axis=0) for row in self.family]
        return np.array(counts, np.int32).reshape(-1, self.open.shape[1])

    def can_serve(self) -> Flags:
        """[sets, T] whether some thing of the set is open."""
        flags = [self.open[sorted(s)].any(axis=0) for s in self.sets]
        return np.array(flags, bool).reshape(-1, self.open.shape[1])


def places(problem: Problem, index: Index, options: Options) -> Supply:
    features = [p.features for p in problem.places]
    everywhere = frozenset(range(len(problem.places)))
    cache: dict[tuple[frozenset[str], frozenset[str] | None], frozenset[int]] = {}
    numbers: dict[frozenset[int], int] = {everywhere: 0}
    of_option = np.zeros(len(options.request), np.int32)
    for o, number in enumerate(options.request):
        request = problem.requests[number]
        frozen = index.frozen.get(request.id)
        fixed = frozen.place if frozen else request.place
        allowed = frozenset([fixed]) if fixed is not None else request.places
        key = (options.needs[o], allowed)
        if key not in cache:
            among = everywhere if allowed is None else {index.place[p] for p in allowed}
            cache[key] = frozenset(p for p in among if options.needs[o] <= features[p])
        of_option[o] = numbers.setdefault(cache[key], len(numbers))
    open_ = np.array([index.slots(p.open) for p in problem.places], bool)
    return _supply(list(numbers), of_option, open_.reshape(-1, len(problem.slots)))


def interpreters(problem: Problem, index: Index, options: Options) -> Supply:
    numbers: dict[frozenset[int], int] = {}
    of_option = np.full(len(options.request), -1, np.int32)
    for o, who in enumerate(options.interpreters):
        if who is not None:
            of_option[o] = numbers.setdefault(who, len(numbers))
    open_ = np.array([index.slots(x.free) for x in problem.interpreters], bool)
    return _supply(list(numbers), of_option, open_.reshape(-1, len(problem.slots)))


def _supply(sets: list[frozenset[int]], of_option: Small, open_: Flags) -> Supply:
    family, is_exact = hall_family(sets)
    return Supply(sets, of_option, family, rows_of(sets, family), is_exact, open_)


def row_lists(places: Supply, helpers: Supply) -> tuple[Small, Small]:
    """Capacity rows of each option, as pointers and indices."""
    shift = len(places.family)
    with_places = [np.array(r, np.int32) for r in places.rows]
    with_helpers = [np.array(r, np.int32) + shift for r in helpers.rows] + [np.empty(0, np.int32)]
    lists: dict[tuple[int, int], Small] = {}
    pairs = list(zip(places.of_option.tolist(), helpers.of_option.tolist(), strict=True))
    for p, h in set(pairs):
        lists[p, h] = np.concatenate([with_places[p], with_helpers[h]])
    sizes = np.fromiter((len(lists[pair]) for pair in pairs), np.int32, len(pairs))
    pointers = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    rows = np.concatenate([lists[pair] for pair in pairs]) if pairs else np.empty(0)
    return pointers, rows.astype(np.int32)
