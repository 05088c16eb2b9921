"""Exhibits for which signs are printed."""

from __future__ import annotations

from collections.abc import Sequence

from handschlag.events.models import Exhibit
from handschlag.events.queries.venue.exhibition import exhibits_of


def chosen(event_id: int, ids: Sequence[int]) -> list[Exhibit]:
    """These exhibits of the event, or all of them, in the order of the stands; one query."""
    rows = exhibits_of(event_id)
    return list(rows.filter(pk__in=ids) if ids else rows)
