"""Invented events of any size, for measuring: an easy family, a tight one, one of two sides, one whose
tables are scarce, and one whose people come for a part of the day.

Each family is a function of a number of people and a seed, and of nothing else: the same
numbers give the same problem (NumPy's PCG64 seeded with the sequence seed, family, people).
All requests are between two people and last one slot; nothing is required. The goals are VALUE
and IDLE. Parameters that all families share:

=================  =====================  =====================
people             below 5,000            5,000 and more
=================  =====================  =====================
slots              12 in blocks of 6      30 in blocks of 6
requests a person  7.5                    7.7 (from 50,000 people: 10)
tables             0.38 a person          one for 50 requests
=================  =====================  =====================

so that 13,000 people have 100,000 requests, 30 slots and 2,000 tables, and 100,000 people
1,000,000 requests and 20,000 tables. Popularity is log-normal with sigma 0.4; a pair is drawn
with probability proportional to the product of both popularities and occurs once. A value is
the rounded geometric mean of two independent uniform numbers, times 1000, at least 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from treffen.generation.sampling import (
    Array,
    distinct_pairs,
    popularity,
    runs,
    scattered,
    slot_sets,
    two_way_values,
    windows,
)
from treffen.problem import (
    BlockId,
    Goal,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    Request,
    RequestId,
    Slot,
    SlotId,
)
from treffen.problem.id_column import packed
from treffen.problem.plain_requests import MANY, PlainRequests

LARGE, VERY_LARGE = 5_000, 50_000
BLOCK = 6
WINDOW_SHARE = 0.15
TIGHT_BLOCKED = 0.25
TIGHT_REQUESTS = 2.2
TIGHT_TABLES = 0.45
GOALS = (Goal.VALUE, Goal.IDLE)
SCARCE_TABLES = 0.55  # of a base event's
SCARCE_OPEN = (0.5, 1.0)  # shares of the day for which a table is there
SCARCE_PARTIAL = 0.4
STEP_FREE_TABLES, STEP_FREE_PEOPLE, STEP_FREE = 0.08, 0.05, "step-free"
NARROW_STAY = (0.25, 0.5)  # shares of the day for which somebody is there
_BASE, _TIGHT, _TWO_SIDED, _SCARCE, _NARROW = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """How much of everything an event of some number of people has."""

    people: int
    slots: int
    tables: int
    requests: int


def size_of(people: int) -> _Size:
    """The size of a base event.

    >>> size_of(13_000)
    _Size(people=13000, slots=30, tables=2000, requests=100000)
    """
    if people < 2:
        raise ValueError(f"an event needs at least two people, not {people}")
    if people < LARGE:
        tables = max(1, round(0.38 * people))
        return _Size(people=people, slots=12, tables=tables, requests=round(7.5 * people))
    requests = 10 * people if people >= VERY_LARGE else 100_000 * people // 13_000
    return _Size(people=people, slots=30, tables=requests // 50, requests=requests)


def base(people: int, seed: int) -> Problem:
    """The easy family: time is scarce for the popular only, and tables bind mildly.

    15 % of the people arrive late or leave early, and so miss one slot to a third of all at one
    end of the event; everybody else is there throughout.

    >>> problem = base(150, seed=1)
    >>> len(problem.slots), len(problem.places), len(problem.requests)
    (12, 57, 1125)
    """
    size, rng = size_of(people), np.random.default_rng([seed, _BASE, people])
    weights = popularity(rng, people)
    pairs = distinct_pairs(rng, (weights, weights), size.requests)
    present = windows(rng, (people, size.slots), WINDOW_SHARE)
    return _problem("base", size, present, (pairs, two_way_values(rng, len(pairs))))


def tight(people: int, seed: int) -> Problem:
    """The hard family: nearly everybody's time is full, and full of holes.

    A quarter of all slots is blocked for each person, at random; there are 2.2 times the
    requests of a base event, and 0.45 tables a person, so that people and not tables bind.
    """
    usual, rng = size_of(people), np.random.default_rng([seed, _TIGHT, people])
    size = _Size(
        people=people,
        slots=usual.slots,
        tables=max(1, round(TIGHT_TABLES * people)),
        requests=round(TIGHT_REQUESTS * usual.requests),
    )
    weights = popularity(rng, people)
    pairs = distinct_pairs(rng, (weights, weights), size.requests)
    present = scattered(rng, (people, size.slots), TIGHT_BLOCKED)
    return _problem("tight", size, present, (pairs, two_way_values(rng, len(pairs))))


def two_sided(people: int, seed: int) -> Problem:
    """A base event of two groups: the first 40 % of the people buy, all others sell, and
    requests are made only across. Each group has its own popularity, presence is as in `base`."""
    size, rng = size_of(people), np.random.default_rng([seed, _TWO_SIDED, people])
    weights = popularity(rng, people)
    buys = np.arange(people) < max(1, round(0.4 * people))
    pairs = distinct_pairs(rng, (weights * buys, weights * ~buys), size.requests)
    present = windows(rng, (people, size.slots), WINDOW_SHARE)
    return _problem("two sided", size, present, (pairs, two_way_values(rng, len(pairs))))


def scarce(people: int, seed: int) -> Problem:
    """Tables are what is short: a base event with 55 % of its tables, each there for a part of the day.

    A table is there for one run of half to all of the slots; 8 % of the tables are free of steps,
    and 5 % of the people need one that is. 40 % of the people arrive late or leave early.
    """
    usual, rng = size_of(people), np.random.default_rng([seed, _SCARCE, people])
    tables = max(2, round(SCARCE_TABLES * usual.tables))
    size = replace(usual, tables=tables)
    weights = popularity(rng, people)
    pairs = distinct_pairs(rng, (weights, weights), size.requests)
    present = windows(rng, (people, size.slots), SCARCE_PARTIAL)
    problem = _problem("scarce tables", size, present, (pairs, two_way_values(rng, len(pairs))))
    open_ = slot_sets(runs(rng, (tables, size.slots), SCARCE_OPEN), problem.slots)
    feature = frozenset({STEP_FREE})
    free_of_steps = max(1, round(STEP_FREE_TABLES * tables))
    needy = rng.random(people) < STEP_FREE_PEOPLE
    return replace(
        problem,
        places=tuple(
            replace(p, open=o, features=feature if i < free_of_steps else frozenset())
            for i, (p, o) in enumerate(zip(problem.places, open_, strict=True))
        ),
        participants=tuple(
            replace(p, needs=feature) if n else p
            for p, n in zip(problem.participants, needy.tolist(), strict=True)
        ),
    )


def narrow(people: int, seed: int) -> Problem:
    """Everybody is there for one run of a quarter to a half of the slots; otherwise a base event.

    Only pairs with a slot in common are asked for.
    """
    size, rng = size_of(people), np.random.default_rng([seed, _NARROW, people])
    weights = popularity(rng, people)
    pairs = distinct_pairs(rng, (weights, weights), size.requests)
    present = runs(rng, (people, size.slots), NARROW_STAY)
    pairs = pairs[(present[pairs[:, 0]] & present[pairs[:, 1]]).any(axis=1)]
    if not len(pairs):
        present[:2] = True
        pairs = np.array([[0, 1]])
    return _problem("narrow attendance", size, present, (pairs, two_way_values(rng, len(pairs))))


# --- from numbers to a problem ----------------------------------------------------------------


def _slots(count: int) -> tuple[Slot, ...]:
    return tuple(Slot(id=SlotId(f"s{t + 1:02}"), block=BlockId(f"b{t // BLOCK + 1}")) for t in range(count))


def _problem(family: str, size: _Size, present: Array, wishes: tuple[Array, Array]) -> Problem:
    width = len(str(size.people))
    ids = [ParticipantId(f"p{n + 1:0{width}}") for n in range(size.people)]
    slots = _slots(size.slots)
    free = slot_sets(present, slots)
    return Problem(
        slots=slots,
        places=tuple(Place(id=PlaceId(f"t{n + 1}")) for n in range(size.tables)),
        participants=tuple(Participant(id=i, free=f) for i, f in zip(ids, free, strict=True)),
        requests=_requests(ids, wishes[0], wishes[1]),
        goals=GOALS,
        title=f"invented: {family}, {size.people} people",
    )


def _requests(
    people: Sequence[ParticipantId], pairs: Array, values: Array
) -> tuple[Request, ...] | PlainRequests:
    ids = [RequestId(f"r{n}") for n in range(1, len(pairs) + 1)]
    column = packed(ids) if len(ids) >= MANY else None
    if column is not None:
        return PlainRequests(column, tuple(people), pairs=pairs.astype(np.int32), values=values)
    columns = zip(ids, pairs.tolist(), values.tolist(), strict=True)
    return tuple(Request(id=id, participants=(people[a], people[b]), value=v) for id, (a, b), v in columns)
