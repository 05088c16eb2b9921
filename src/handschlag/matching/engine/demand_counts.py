"""Counts the people who look for what somebody offers."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.matching.engine.vocabulary import around, codes_named, is_about
from handschlag.matching.queries.demand_counts import DemandTexts, TextWithConcepts


def count_seekers(known: DemandTexts, needs: Iterable[TextWithConcepts]) -> int:
    """People with at least one need that names what is offered, something near it, or a part of it."""
    topics = around([*known.fields, *(code for one in known.said for code in _concepts_of(one))])
    if not topics:
        return 0
    return len({one.owner for one in needs if is_about(_concepts_of(one), topics)})


def _concepts_of(one: TextWithConcepts) -> tuple[str, ...]:
    return (*one.concepts, *codes_named(one.text, one.language, one.not_meant))
