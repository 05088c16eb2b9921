"""From the nouns of a problem to arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from treffen.problem import Delegation, Problem, Request
from treffen.solvers.base.capacity import hall_family, rows_of
from treffen.solvers.base.model import Array, Flags, Model, Small


class _Index:
    """Numbers for ids, and sets of ids as rows of flags."""

    def __init__(self, problem: Problem) -> None:
        self.slot = {s.id: i for i, s in enumerate(problem.slots)}
        self.place = {p.id: i for i, p in enumerate(problem.places)}
        self.person = {p.id: i for i, p in enumerate(problem.participants)}
        self.request = {r.id: i for i, r in enumerate(problem.requests)}
        self.talk = {t.id: [self.slot[s] for s in t.slots] for t in problem.talks}
        self.frozen = {m.request: m for m in problem.frozen}
        self.staff: dict[str, list[int]] = {}
        for i, person in enumerate(problem.participants):
            if person.organisation is not None:
                self.staff.setdefault(person.organisation, []).append(i)

    def slots(self, ids: frozenset[str] | None) -> Array:
        """Flags over slots; None means all."""
        flags = np.full(len(self.slot), ids is None)
        for id in ids or ():
            flags[self.slot[id]] = True  # type: ignore[index]  # ids were checked by faults()
        return flags


def _block(problem: Problem) -> Small:
    names: dict[str, int] = {}
    return np.array([names.setdefault(s.block, len(names)) for s in problem.slots], np.int32)


def _talks(problem: Problem, index: _Index) -> Flags:
    flags = np.zeros((len(problem.participants), len(problem.slots)), bool)
    for i, person in enumerate(problem.participants):
        for talk in person.must_attend:
            flags[i, index.talk[talk]] = True
    return flags


def _presence(problem: Problem, index: _Index) -> Flags:
    flags = np.ones((len(problem.participants), len(problem.slots)), bool)
    for i, person in enumerate(problem.participants):
        if person.free is not None:
            flags[i] = index.slots(person.free)
    return flags


def _likes(problem: Problem, index: _Index) -> tuple[Small, Flags, Array]:
    found = [(i, x) for i, p in enumerate(problem.participants) for x in p.likes]
    slots = np.zeros((len(found), len(problem.slots)), bool)
    for row, (_, like) in enumerate(found):
        slots[row, index.talk[like.talk]] = True
    people = np.array([i for i, _ in found], np.int32)
    return people, slots, np.array([x.price for _, x in found], np.int64)


# --- options ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Options:
    """Options while they are collected, one entry each."""

    request: list[int]
    seats: list[tuple[int, ...]]
    needs: list[frozenset[str]]
    interpreters: list[frozenset[int] | None]


def _options(problem: Problem, index: _Index) -> _Options:
    options = _Options([], [], [], [])
    person = index.person
    speak = [p.languages for p in problem.participants]
    helpers = [(i, x.languages) for i, x in enumerate(problem.interpreters)]
    has_languages = any(speak)
    needs = [p.needs for p in problem.participants]
    has_needs = any(needs)
    for number, request in enumerate(problem.requests):
        for seats in _seatings(request, index, person):
            options.request.append(number)
            options.seats.append(seats)
            wanted = request.needs.union(*(needs[p] for p in seats)) if has_needs else request.needs
            options.needs.append(wanted)
            tongues = [speak[p] for p in seats] if has_languages else []
            options.interpreters.append(_interpreters(tongues, helpers))
    return options


def _seatings(request: Request, index: _Index, person: dict) -> Iterable[tuple[int, ...]]:  # type: ignore[type-arg]
    """The ways to fill the seats of a request: one, unless delegates may be chosen."""
    named = tuple(person[p] for p in request.participants)
    if not request.delegates:
        return (named,)
    frozen = index.frozen.get(request.id)
    chosen = {d.organisation: person[d.participant] for d in frozen.delegates} if frozen else {}
    choices: list[Sequence[int]] = [
        [chosen[o]] if o in chosen else [p for p in index.staff.get(o, []) if p not in named]
        for o in request.delegates
    ]
    return [named + pick for pick in product(*choices)]


def _interpreters(
    tongues: list[frozenset[str]], helpers: list[tuple[int, frozenset[str]]]
) -> frozenset[int] | None:
    """Which interpreters could serve; None where none is needed (a shared or an unknown language)."""
    if not tongues or not all(tongues) or frozenset.intersection(*tongues):
        return None
    return frozenset(i for i, speaks in helpers if all(speaks & t for t in tongues))


def delegations(problem: Problem, model: Model, option: int) -> tuple[Delegation, ...]:
    """Whom an option sends for each organisation of its request."""
    request = problem.requests[model.option_request[option]]
    people = model.attendees(option)[len(request.participants) :]
    return tuple(
        Delegation(organisation=o, participant=problem.participants[p].id)
        for o, p in zip(request.delegates, people, strict=True)
    )


# --- groups, precedence -----------------------------------------------------------------------


def _groups(problem: Problem, option_request: Small) -> Small:
    if not problem.pair_once:
        return option_request.copy()
    names: dict[frozenset[tuple[str, str]], int] = {}
    of_request = np.empty(len(problem.requests), np.int32)
    for i, r in enumerate(problem.requests):
        parties = frozenset([("p", str(x)) for x in r.participants] + [("o", str(x)) for x in r.delegates])
        of_request[i] = names.setdefault(parties, len(names))
    return of_request[option_request]


def _before(problem: Problem, index: _Index) -> Small:
    pairs = [(index.request[a], i) for i, r in enumerate(problem.requests) for a in r.after]
    return np.array(sorted(set(pairs)), np.int32).reshape(-1, 2)


# --- places and interpreters ------------------------------------------------------------------


@dataclass(slots=True)
class _Supply:
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


def _places(problem: Problem, index: _Index, options: _Options) -> _Supply:
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


def _helpers(problem: Problem, index: _Index, options: _Options) -> _Supply:
    numbers: dict[frozenset[int], int] = {}
    of_option = np.full(len(options.request), -1, np.int32)
    for o, who in enumerate(options.interpreters):
        if who is not None:
            of_option[o] = numbers.setdefault(who, len(numbers))
    open_ = np.array([index.slots(x.free) for x in problem.interpreters], bool)
    return _supply(list(numbers), of_option, open_.reshape(-1, len(problem.slots)))


def _supply(sets: list[frozenset[int]], of_option: Small, open_: Flags) -> _Supply:
    family, is_exact = hall_family(sets)
    return _Supply(sets, of_option, family, rows_of(sets, family), is_exact, open_)


def _row_lists(places: _Supply, helpers: _Supply) -> tuple[Small, Small]:
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


# --- where an option may start ----------------------------------------------------------------


def _starts(problem: Problem, index: _Index, model: dict[str, Any], supplies: Sequence[_Supply]) -> Flags:
    """[O, T] whether the option may start there, seen alone."""
    n_options, n_slots = len(model["option_request"]), len(problem.slots)
    running = np.ones((n_options, n_slots), bool)
    pointers, seats = model["seat_ptr"], model["seats"]
    for seat in range(int(np.diff(pointers).max(initial=0))):
        has = np.flatnonzero(np.diff(pointers) > seat)
        running[has] &= model["free"][seats[pointers[has] + seat]]
    for supply in supplies:
        served = np.flatnonzero(supply.of_option >= 0)
        if len(served) and len(supply.sets):
            running[served] &= supply.can_serve()[supply.of_option[served]]
    requests = problem.requests
    special = [
        o
        for o, r in enumerate(model["option_request"].tolist())
        if requests[r].slots is not None or requests[r].slot is not None or requests[r].id in index.frozen
    ]
    starts = running.copy()
    for o in special:
        _restrict(requests[model["option_request"][o]], index, running[o], starts[o])
    for o in np.flatnonzero(model["length"] > 1).tolist():
        starts[o] &= _runs(running[o], model["block"], int(model["length"][o]))
    return starts


def _restrict(request: Request, index: _Index, running: Array, starts: Array) -> None:
    """Narrow one option's rows in place to the slots that its request allows or fixes."""
    running &= index.slots(request.slots)
    starts &= running
    frozen = index.frozen.get(request.id)
    fixed = frozen.slot if frozen else request.slot
    if fixed is not None:
        starts &= index.slots(frozenset([fixed]))


def _runs(running: Array, block: Small, length: int) -> Array:
    """Starts from which `length` slots of one block all are open."""
    n = len(running)
    flags = np.zeros(n, bool)
    for t in range(n - length + 1):
        flags[t] = running[t : t + length].all() and block[t] == block[t + length - 1]
    return flags


# --- the model --------------------------------------------------------------------------------


def _limits(problem: Problem, free: Flags) -> dict[str, Any]:
    people, n_slots = problem.participants, len(problem.slots)
    most = n_slots if problem.most_breaks is None else problem.most_breaks
    maximum = [n_slots if p.maximum is None else min(p.maximum, n_slots) for p in people]
    breaks = [most if p.most_breaks is None else min(p.most_breaks, n_slots) for p in people]
    return {
        "maximum": np.minimum(np.array(maximum, np.int32), free.sum(axis=1).astype(np.int32)),
        "minimum": np.array([p.minimum for p in people], np.int32),
        "most_breaks": np.array(breaks, np.int32),
    }


def _option_arrays(problem: Problem, index: _Index, options: _Options) -> dict[str, Any]:
    requests = [problem.requests[r] for r in options.request]
    sizes = np.fromiter((len(s) for s in options.seats), np.int32, len(options.seats))
    seats = [p for s in options.seats for p in s]
    return {
        "option_request": np.array(options.request, np.int32),
        "seat_ptr": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "seats": np.array(seats, np.int32),
        "value": np.fromiter((r.value for r in requests), np.int64, len(requests)),
        "length": np.fromiter((r.length for r in requests), np.int32, len(requests)),
        "must": np.fromiter((r.must or r.id in index.frozen for r in requests), bool, len(requests)),
    }


def build_model(problem: Problem) -> Model:
    """The arrays of a problem that has no faults."""
    index = _Index(problem)
    in_talk = _talks(problem, index)
    free = _presence(problem, index) & ~in_talk
    options = _options(problem, index)
    arrays: dict[str, Any] = {"block": _block(problem), "free": free, "in_talk": in_talk}
    arrays |= _option_arrays(problem, index, options) | _limits(problem, free)
    places, helpers = _places(problem, index, options), _helpers(problem, index, options)
    arrays["start_ok"] = _starts(problem, index, arrays, (places, helpers))
    arrays["row_ptr"], arrays["rows"] = _row_lists(places, helpers)
    arrays["like_person"], arrays["like_slots"], arrays["like_price"] = _likes(problem, index)
    return Model(
        problem=problem,
        group=_groups(problem, arrays["option_request"]),
        capacity=np.concatenate([places.capacity(), helpers.capacity()]).astype(np.int32),
        row_sets=tuple(tuple(sorted(s)) for s in places.family + helpers.family),
        n_place_rows=len(places.family),
        has_exact_places=places.is_exact and helpers.is_exact,
        place_sets=tuple(tuple(sorted(s)) for s in places.sets),
        place_set=places.of_option,
        interpreter_sets=tuple(tuple(sorted(s)) for s in helpers.sets),
        interpreter_set=helpers.of_option,
        before=_before(problem, index),
        **arrays,
    )
