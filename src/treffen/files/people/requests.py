"""From lists to a timetable: recommended pairs as requests of an event."""

from __future__ import annotations

import math
from dataclasses import replace

from treffen.problem import ParticipantId, Problem, Request, RequestId
from treffen.recommendation.lists import Lists

LARGEST_VALUE = 100


def add_requests(problem: Problem, lists: Lists) -> tuple[Problem, tuple[ParticipantId, ...]]:
    """The event with one request more for each recommended pair, and who on the lists is not there.

    A request is worth 1 to 100, the chance in per cent that the score stands for; a pair that
    stands in both lists is one request. Pairs that the event has a request for already, and pairs
    with somebody who does not come, are left out.
    """
    there = {person.id for person in problem.participants}
    asked = {frozenset(request.participants) for request in problem.requests}
    taken = {request.id for request in problem.requests}
    scores: dict[tuple[ParticipantId, ParticipantId], float] = {}
    for one in lists.lists:
        for entry in one.entries:
            here, partner = sorted((one.participant, entry.partner))
            scores[here, partner] = entry.score
    added = []
    for (here, partner), score in sorted(scores.items()):
        if {here, partner} <= there and frozenset((here, partner)) not in asked:
            id = _free_id(f"{here} + {partner}", taken)
            value = max(1, round(LARGEST_VALUE / (1 + math.exp(-score))))
            added.append(Request(id=RequestId(id), participants=(here, partner), value=value))
    absent = sorted({person for pair in scores for person in pair} - there)
    return replace(problem, requests=(*problem.requests, *added)), tuple(absent)


def _free_id(wanted: str, taken: set[RequestId]) -> str:
    id, number = wanted, 2
    while id in taken:
        id, number = f"{wanted} ({number})", number + 1
    taken.add(RequestId(id))
    return id
