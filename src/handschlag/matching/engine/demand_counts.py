"""Counts the people who look for what somebody offers."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.matching.engine.vocabulary import around, is_about, understood
from handschlag.matching.queries.demand_counts import DemandTexts, TextWithConcepts


def count_seekers(known: DemandTexts, needs: Iterable[TextWithConcepts]) -> int:
    """People with at least one need that names what is offered, something near it, or a part of it."""
    topics = around([*known.fields, *(code for one in known.said for code in _concepts_of(one))])
    if not topics:
        return 0
    return len({one.owner for one in needs if is_about(_concepts_of(one), topics)})


def _concepts_of(one: TextWithConcepts) -> tuple[str, ...]:
    return (*one.concepts, *(term.code for term in understood(one.text, one.language)))
