"""The problem that a run solves: all that both sides want, with what was promised as duties."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.problem import meeting_of, problem_of
from handschlag.matching.queries.engine_input import EngineInput, EngineMeeting
from handschlag.matching.rules.running import Options
from treffen.problem import Goal, OrganisationId, Participant, Place, PlaceId, Problem, Request
from treffen.timetable import Timetable

OPEN, ACCEPTED = "open", "accepted"


def agreed_problem(facts: EngineInput, options: Options, *, frozen: Collection[int] = ()) -> Problem:
    """Requests to which both have said yes. What is accepted must be held, and `frozen` where it stands."""
    agreed = tuple(one for one in facts.asked if one.state != OPEN)
    accepted = frozenset(one.id for one in agreed if one.state == ACCEPTED)
    goals = tuple(Goal(one) for one in options.goals)
    keeps = frozenset() if options.breaks_promises else frozenset(frozen)
    problem = problem_of(replace(facts, asked=agreed), frozen=keeps, goals=goals)
    fixed = {one.request: one for one in facts.held}
    return replace(
        problem,
        participants=_participants_for(problem.participants, options),
        places=_places_for(problem.places, options),
        requests=tuple(_duty(one, accepted, fixed, options) for one in problem.requests),
    )


def _duty(
    one: Request, accepted: Collection[int], held: dict[int, EngineMeeting], options: Options
) -> Request:
    """A promise must be held; what was fixed by hand keeps its time or its place."""
    key = engine_ids.key(one.id)
    if key not in accepted or options.breaks_promises:
        return one
    place = held.get(key)
    if place is None:
        return replace(one, must=True)
    spot = meeting_of(place)
    is_fit = one.places is None or spot.place in one.places
    return replace(
        one,
        must=True,
        slot=spot.slot if place.is_time_locked else None,
        place=spot.place if place.is_place_pinned and is_fit else None,
    )


def _participants_for(people: Iterable[Participant], options: Options) -> tuple[Participant, ...]:
    """Under ids that say nothing: the name of an organisation is nobody's business in a file."""
    rows = list(people)
    known = sorted({one.organisation for one in rows if one.organisation is not None})
    codes = {name: OrganisationId(f"o{number}") for number, name in enumerate(known, start=1)}
    return tuple(
        replace(
            one,
            organisation=None if one.organisation is None else codes[one.organisation],
            **({"maximum": None, "most_breaks": None} if options.without_limits else {}),  # type: ignore[arg-type]
        )
        for one in rows
    )


def _places_for(places: Iterable[Place], options: Options) -> tuple[Place, ...]:
    """What the house would have in this scenario: the last places go first, new ones are like the first."""
    rows = list(places)
    if options.places_fewer:
        rows = rows[: max(1, len(rows) - options.places_fewer)]
    if rows and options.places_more:
        rows += [replace(rows[0], id=PlaceId(f"new{number}")) for number in range(1, options.places_more + 1)]
    return tuple(rows)


def held_now(facts: EngineInput, problem: Problem) -> Timetable:
    """The meetings as they stand, of requests that the problem knows."""
    known = {one.id for one in problem.requests}
    meetings = (meeting_of(one) for one in facts.held)
    return Timetable(tuple(one for one in meetings if one.request in known))
