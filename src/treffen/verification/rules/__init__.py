"""The hard rules: one function each, from a timetable on its ground to violations.

A rule speaks up only for what is its own: where an id is unknown or a meeting does not fit its
block, the other rules look at what is left. So one mistake has one name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from treffen.problem import Problem
from treffen.timetable import Timetable
from treffen.verification.index import ProblemIndex, TimetableIndex
from treffen.verification.rules import breaks, interpreters, people, places, requests, seats, times
from treffen.verification.violation import Violation

Rule = Callable[[TimetableIndex], Iterator[Violation]]

LASTING: tuple[Rule, ...] = (
    requests.ids_are_known,
    requests.each_is_held_once,
    requests.frozen_meetings_stand,
    requests.a_pair_meets_once,
    requests.order_is_kept,
    times.meetings_fit_their_block,
    times.slots_are_allowed,
    times.participants_are_there,
    times.talks_are_heard,
    people.nobody_meets_twice_at_a_time,
    people.maxima_are_kept,
    places.places_are_allowed,
    places.places_are_open,
    places.one_meeting_a_place,
    places.features_are_there,
    seats.delegates_are_those_asked_for,
    interpreters.interpreters_are_where_needed,
    interpreters.interpreters_fit,
    interpreters.interpreters_are_there,
    interpreters.one_meeting_an_interpreter,
)
"""Rules that, once broken, stay broken however many meetings are added."""

WHOLE: tuple[Rule, ...] = (
    requests.musts_are_held,
    requests.frozen_meetings_are_held,
    breaks.breaks_are_few,
    breaks.breaks_are_even,
)
"""Rules that speak of a complete timetable."""

RULES: tuple[Rule, ...] = LASTING + WHOLE
_OF_DAYS: tuple[Rule, ...] = (breaks.breaks_are_few, breaks.breaks_are_even)  # what columns do not tell


def find_violations(problem: Problem, timetable: Timetable) -> Iterator[Violation]:
    """Every way in which a timetable breaks the rules of its problem (which has no faults).

    >>> from treffen.problem import Meeting, Participant, Place, Request, Slot
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"),),
    ...     places=(Place(id="table 1"),),
    ...     participants=(Participant(id="ada", free=frozenset()), Participant(id="bo")),
    ...     requests=(Request(id="1", participants=("ada", "bo")),),
    ... )
    >>> timetable = Timetable((Meeting(request="1", slot="10:00", place="table 1"),))
    >>> [v.kind.value for v in find_violations(problem, timetable)]
    ['unavailable']
    """
    return find_on(TimetableIndex(ProblemIndex(problem), timetable))


def find_on(day: TimetableIndex) -> Iterator[Violation]:
    """The same for a timetable that is already on its ground."""
    for rule in RULES if day.plain is None else _OF_DAYS:
        yield from rule(day)
