"""Ways to hold a request: who sits in its seats.

Events have up to a million requests, nearly all of them between two people with nothing special;
those pass through here in arrays, and only the others one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, product
from typing import Any

import numpy as np

from treffen.problem import Problem, Request
from treffen.problem.plain_requests import plain_requests_of
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.model import Array, Small


def _find_seats(problem: Problem, index: Index) -> tuple[Small, Small, Small]:
    """Request [O] and attendees (pointers [O + 1], people) of every option, in order of requests."""
    person, requests = index.person, problem.requests
    plain = plain_requests_of(problem)
    if plain is not None:
        number = np.arange(len(plain), dtype=np.int32)
        return number, np.arange(0, 2 * len(plain) + 1, 2, dtype=np.int32), plain.pairs.flatten()
    chosen = [_seatings(r, index) for r in requests if r.delegates]
    wide = [i for i, r in enumerate(requests) if r.delegates]
    ordinary = [i for i, r in enumerate(requests) if not r.delegates] if wide else range(len(requests))
    named = requests if not wide else [requests[i] for i in ordinary]
    number = np.array([*ordinary, *np.repeat(wide, [len(c) for c in chosen])], np.int32)
    sizes = np.array([*(len(r.participants) for r in named), *(len(s) for c in chosen for s in c)], np.int64)
    seats = [person[p] for r in named for p in r.participants]
    seats.extend(chain.from_iterable(s for c in chosen for s in c))
    order = np.argsort(number, kind="stable")
    begin = np.cumsum(sizes) - sizes
    pointers = np.concatenate([[0], np.cumsum(sizes[order])])
    shift = np.repeat(begin[order] - pointers[:-1], sizes[order])
    people = np.array(seats, np.int32)[shift + np.arange(len(seats))]
    return number[order], pointers.astype(np.int32), people


def _seatings(request: Request, index: Index) -> list[tuple[int, ...]]:
    """The ways to fill the seats of a request that leaves a choice of delegates."""
    person = index.person
    named = tuple(person[p] for p in request.participants)
    frozen = index.frozen.get(request.id)
    chosen = {d.organisation: person[d.participant] for d in frozen.delegates} if frozen else {}
    choices: list[Sequence[int]] = [
        [chosen[o]] if o in chosen else [p for p in index.staff.get(o, []) if p not in named]
        for o in request.delegates
    ]
    return [named + pick for pick in product(*choices)]


def option_arrays(problem: Problem, index: Index) -> dict[str, Any]:
    """What each option is, takes and yields."""
    of_request, pointers, seats = _find_seats(problem, index)
    found: dict[str, Array] = {"option_request": of_request, "seat_ptr": pointers, "seats": seats}
    requests, plain = problem.requests, plain_requests_of(problem)
    if plain is not None:
        found["value"], found["length"] = plain.values.copy(), np.ones(len(plain), np.int32)
        found["must"] = np.zeros(len(plain), bool)
    else:
        found["value"] = np.array([r.value for r in requests], np.int64)[of_request]
        found["length"] = np.array([r.length for r in requests], np.int32)[of_request]
        found["must"] = np.array([r.must for r in requests], bool)[of_request]
    if index.frozen:
        found["must"] |= np.array([r.id in index.frozen for r in requests], bool)[of_request]
    return found | {"group": _groups(problem, of_request, index)}


def _groups(problem: Problem, of_request: Small, index: Index) -> Small:
    """[O] number of the set of options that exclude each other, in order of first appearance."""
    if not problem.pair_once:
        return of_request.copy()
    requests, n_people, person = problem.requests, len(problem.participants), index.person
    plain = plain_requests_of(problem)
    if plain is not None:
        low, high = plain.pairs.min(axis=1).astype(np.int64), plain.pairs.max(axis=1)
        return _numbered(low * n_people + high)
    names: dict[frozenset[tuple[str, str]], int] = {}
    keys = np.empty(len(requests), np.int64)
    for i, r in enumerate(requests):
        if len(r.participants) == 2 and not r.delegates:
            one, other = person[r.participants[0]], person[r.participants[1]]
            keys[i] = one * n_people + other if one < other else other * n_people + one
        else:
            parties = frozenset(
                [("p", str(x)) for x in r.participants] + [("o", str(x)) for x in r.delegates]
            )
            keys[i] = -1 - names.setdefault(parties, len(names))
    return _numbered(keys)[of_request]


def _numbered(keys: Array) -> Small:
    """Equal keys get one number, in order of first appearance."""
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    found: Small = rank[group]
    return found


def before(problem: Problem) -> Small:
    """[K, 2] pairs of requests (earlier, later)."""
    is_plain = plain_requests_of(problem) is not None
    later = [] if is_plain else [(i, r.after) for i, r in enumerate(problem.requests) if r.after]
    if not later:
        return np.empty((0, 2), np.int32)
    number = {r.id: i for i, r in enumerate(problem.requests)}
    pairs = {(number[a], i) for i, after in later for a in after}
    return np.array(sorted(pairs), np.int32)


def reduce_seats(operation: np.ufunc, values: Array, pointers: Small) -> Array:
    """One result an option of an operation over its attendees' values (every option has attendees)."""
    return operation.reduceat(values, pointers[:-1]) if len(pointers) > 1 else values[:0]
