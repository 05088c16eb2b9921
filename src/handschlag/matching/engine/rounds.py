"""The best timetable for everything agreed, as rows are written."""

from __future__ import annotations

from dataclasses import replace

from handschlag.matching.engine.answers import Spot, spots_of
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.models import AGREED, RequestState, Service
from handschlag.matching.queries.facts import facts_of
from handschlag.matching.queries.promises import promised_of
from treffen.problem import Goal
from treffen.scheduling import Limits, schedule


def best_of(service: Service, *, work: int = 20_000) -> tuple[Spot, ...]:
    """Where everything agreed is held; what is accepted already stays held, the rest as its value allows.

    Ends after a measure of work, so that the same event always gets the same timetable.
    """
    facts = facts_of(service)
    agreed = replace(facts, asked=tuple(one for one in facts.asked if one.state in AGREED))
    problem = problem_of(agreed, frozen=promised_of(service, facts.held))
    accepted = {f"r{one.id}" for one in agreed.asked if one.state == RequestState.ACCEPTED}
    requests = tuple(replace(one, must=one.id in accepted) for one in problem.requests)
    plan = schedule(
        replace(problem, requests=requests),
        limits=Limits(work=work, seed=service.pk),
        goals=(Goal.VALUE, Goal.IDLE),
    )
    return spots_of(problem, plan.timetable.meetings)
