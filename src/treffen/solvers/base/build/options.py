"""Ways to hold a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from treffen.problem import Problem, Request
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.model import Small


@dataclass(slots=True)
class Options:
    """Options while they are collected, one entry each."""

    request: list[int]
    seats: list[tuple[int, ...]]
    needs: list[frozenset[str]]
    interpreters: list[frozenset[int] | None]


def find_options(problem: Problem, index: Index) -> Options:
    found = Options([], [], [], [])
    person = index.person
    speak = [p.languages for p in problem.participants]
    helpers = [(i, x.languages) for i, x in enumerate(problem.interpreters)]
    has_languages = any(speak)
    needs = [p.needs for p in problem.participants]
    has_needs = any(needs)
    for number, request in enumerate(problem.requests):
        for seats in _seatings(request, index, person):
            found.request.append(number)
            found.seats.append(seats)
            wanted = request.needs.union(*(needs[p] for p in seats)) if has_needs else request.needs
            found.needs.append(wanted)
            tongues = [speak[p] for p in seats] if has_languages else []
            found.interpreters.append(_interpreters(tongues, helpers))
    return found


def _seatings(request: Request, index: Index, person: dict) -> Iterable[tuple[int, ...]]:  # type: ignore[type-arg]
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


def option_arrays(problem: Problem, index: Index, options: Options) -> dict[str, Any]:
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


def groups(problem: Problem, option_request: Small) -> Small:
    if not problem.pair_once:
        return option_request.copy()
    names: dict[frozenset[tuple[str, str]], int] = {}
    of_request = np.empty(len(problem.requests), np.int32)
    for i, r in enumerate(problem.requests):
        parties = frozenset([("p", str(x)) for x in r.participants] + [("o", str(x)) for x in r.delegates])
        of_request[i] = names.setdefault(parties, len(names))
    return of_request[option_request]


def before(problem: Problem, index: Index) -> Small:
    pairs = [(index.request[a], i) for i, r in enumerate(problem.requests) for a in r.after]
    return np.array(sorted(set(pairs)), np.int32).reshape(-1, 2)
