"""What stands beside a programme, whichever app tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from handschlag.programmes.hooks.programme_panels import Panel, programme_panels


def panels(programme_id: int, *, today: date) -> tuple[Panel, ...]:
    """All of them."""
    return tuple(provider.panel(programme_id, today=today) for provider in programme_panels)


def summaries(programme_ids: Iterable[int], *, today: date) -> Mapping[int, tuple[str, ...]]:
    """For each programme what every provider says."""
    ids = list(programme_ids)
    answers = [provider.summaries(ids, today=today) for provider in programme_panels]
    return {pk: tuple(answer[pk] for answer in answers if pk in answer) for pk in ids}
