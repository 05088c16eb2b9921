"""The same event without its topic tables: what they cost in meetings of others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from handschlag.matching.queries.engine_input import EngineInput, EngineParticipant


def without_tables(facts: EngineInput) -> EngineInput:
    """As if nobody had asked for a table."""
    asked = tuple(one for one in facts.asked if not one.seats)
    known = {one.id for one in asked}
    return replace(facts, asked=asked, held=tuple(one for one in facts.held if one.request in known))


def beside_tables(facts: EngineInput) -> EngineInput:
    """What is left for all other meetings while the tables that are held take their people's time."""
    times = {one.request: one.starts_at for one in facts.held}
    taken: dict[int, set[datetime]] = defaultdict(set)
    for one in facts.asked:
        if one.seats and one.id in times:
            for person in one.parties:
                taken[person].add(times[one.id])
    return replace(
        without_tables(facts), people=tuple(_with_less(one, taken[one.id]) for one in facts.people)
    )


def _with_less(one: EngineParticipant, taken: set[datetime]) -> EngineParticipant:
    most = None if one.most is None else max(0, one.most - len(taken))
    return replace(one, blocked=one.blocked | taken, most=most)
