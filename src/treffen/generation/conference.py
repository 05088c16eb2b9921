"""An invented innovation conference with everything a problem can say, feasible for sure."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from treffen.generation import venue
from treffen.generation.guests import guests
from treffen.generation.hidden import Hidden
from treffen.generation.wishes import wishes
from treffen.problem import DEFAULT_GOALS, Problem
from treffen.timetable import Timetable

FEWEST_PEOPLE = 12
_CONFERENCE = 4


def conference(people: int = 150, seed: int = 1) -> Problem:
    """One day in two blocks of six 20-minute slots, with talks beside the meetings.

    Companies, research, networks and funders meet at tables, stands and in rooms of four zones;
    `venue`, `guests` and `wishes` state all numbers. What must be held, is frozen or fixed comes
    from a hidden timetable (`conference_witness`), so a solution exists for every seed.
    Raises ValueError below 12 people.

    >>> problem = conference(150, seed=1)
    >>> len(problem.slots), len(problem.talks), len(problem.faults())
    (12, 5, 0)
    """
    return _conference(people, seed)[0]


def conference_witness(people: int = 150, seed: int = 1) -> Timetable:
    """A timetable that keeps every hard rule of `conference(people, seed)`: few meetings, all musts."""
    return _conference(people, seed)[1]


@lru_cache(maxsize=4)
def _conference(people: int, seed: int) -> tuple[Problem, Timetable]:
    if people < FEWEST_PEOPLE:
        raise ValueError(f"a conference needs at least {FEWEST_PEOPLE} people, not {people}")
    rng = np.random.default_rng([seed, _CONFERENCE, people])
    day = venue.slots()
    places, talks, interpreters = venue.places(people, day), venue.talks(day), venue.interpreters(day)
    everybody = guests(rng, people, day)
    hidden = Hidden(
        rng=rng,
        day=day,
        places=places,
        participants=everybody.participants,
        interpreters=interpreters,
        talks=talks,
    )
    asked = wishes(rng, everybody, hidden)
    problem = Problem(
        slots=day,
        places=places,
        participants=everybody.participants,
        requests=asked.requests,
        talks=talks,
        interpreters=interpreters,
        walks=venue.walks(),
        frozen=asked.frozen,
        goals=DEFAULT_GOALS,
        title="Innovation conference (invented)",
    )
    return problem, Timetable(tuple(hidden.meetings))
