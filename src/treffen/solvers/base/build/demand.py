"""What an option needs of its place and its interpreter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from treffen.problem import Problem
from treffen.problem.plain_requests import plain_requests_of
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.build.options import reduce_seats
from treffen.solvers.base.model import Array, Ints, Small

type Things = frozenset[int]


def suitable_places(problem: Problem, index: Index, options: dict[str, Array]) -> tuple[list[Things], Small]:
    """The distinct sets of suitable places, the set of all first, and the number [O] of each option's."""
    everywhere = frozenset(range(len(problem.places)))
    features = [p.features for p in problem.places]

    def suit(key: tuple[frozenset[str], frozenset[str] | None]) -> Things:
        needs, allowed = key
        among = everywhere if allowed is None else {index.place[p] for p in allowed}
        return frozenset(p for p in among if needs <= features[p])

    picky, keys = _picky(problem, index, options)
    of_option = np.zeros(len(options["option_request"]), np.int32)
    sets, of_option[picky] = _number(keys, suit, (everywhere,))
    return sets, of_option


type _Picky = tuple[list[int], list[tuple[frozenset[str], frozenset[str] | None]]]


def _picky(problem: Problem, index: Index, options: dict[str, Array]) -> _Picky:
    """Options that not every place suits, with their needs and the places they are allowed."""
    people, requests = problem.participants, problem.requests
    of_request, pointers, seats = options["option_request"], options["seat_ptr"], options["seats"]
    special = np.zeros(len(requests), bool)
    if plain_requests_of(problem) is None:
        special[:] = [bool(r.needs) or r.places is not None or r.place is not None for r in requests]
    if index.frozen:
        special |= [r.id in index.frozen for r in requests]
    needy = np.array([bool(p.needs) for p in people], bool)
    of_seats = reduce_seats(np.logical_or, needy[seats], pointers)
    picky: list[int] = np.flatnonzero(special[of_request] | of_seats).tolist()
    keys = []
    for o in picky:
        request = requests[of_request[o]]
        frozen = index.frozen.get(request.id)
        fixed = frozen.place if frozen else request.place
        attendees = seats[pointers[o] : pointers[o + 1]].tolist()
        needs = request.needs.union(*(people[p].needs for p in attendees))
        keys.append((needs, request.places if fixed is None else frozenset([fixed])))
    return picky, keys


def suitable_interpreters(problem: Problem, options: dict[str, Array]) -> tuple[list[Things], Small]:
    """The distinct sets of suitable interpreters, and the number [O] of each option's; -1: none needed."""
    speaks = [i.languages for i in problem.interpreters]

    def suit(tongues: frozenset[frozenset[str]]) -> Things:
        return frozenset(i for i, own in enumerate(speaks) if all(own & t for t in tongues))

    tongues = [p.languages for p in problem.participants]
    pointers, seats = options["seat_ptr"], options["seats"]
    apart = np.flatnonzero(_has_no_common_language(tongues, pointers, seats)).tolist()
    keys = [frozenset(tongues[p] for p in seats[pointers[o] : pointers[o + 1]].tolist()) for o in apart]
    of_option = np.full(len(pointers) - 1, -1, np.int32)
    sets, of_option[apart] = _number(keys, suit, ())
    return sets, of_option


def _has_no_common_language(tongues: Sequence[frozenset[str]], pointers: Small, seats: Small) -> Array:
    """[O] whether all attendees name languages, and none is common to all."""
    bit = {name: 1 << i for i, name in enumerate(sorted(frozenset[str]().union(*tongues)))}
    exact = np.int64 if len(bit) < 63 else object
    masks = np.array([sum(bit[x] for x in own) for own in tongues], exact)
    has_named = reduce_seats(np.logical_and, (masks != 0)[seats], pointers)
    common = reduce_seats(np.bitwise_and, masks[seats], pointers)
    apart: Array = has_named & (common == 0)
    return apart


def _number[Key](
    keys: Sequence[Key], suit: Callable[[Key], Things], known: Sequence[Things]
) -> tuple[list[Things], Ints]:
    """The distinct sets of things that suit some key, after the known ones, and each key's number."""
    numbers = {things: i for i, things in enumerate(known)}
    of_key = {key: numbers.setdefault(suit(key), len(numbers)) for key in dict.fromkeys(keys)}
    return list(numbers), np.array([of_key[key] for key in keys], np.int64)
