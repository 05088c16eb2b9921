"""Which meetings stay where they are, whatever is answered: published ones, and those locked by hand."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.matching.models import Service, TimetableVersion
from handschlag.matching.queries.facts import Held
from handschlag.matching.rules.versions import times_in


def promised_of(service: Service, held: Iterable[Held]) -> frozenset[int]:
    """Requests whose meetings stand as the valid version says, or are locked in time and place."""
    rows = list(held)
    locked = {one.request for one in rows if one.is_time_locked}
    content = (
        TimetableVersion.objects.filter(service=service)
        .order_by("-number")
        .values_list("content", flat=True)
        .first()
    )
    if content is None:
        return frozenset(locked)
    told = times_in(content)
    return frozenset(
        locked | {one.request for one in rows if told.get(one.request) == (one.starts_at, one.place)}
    )
