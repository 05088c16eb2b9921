"""Which planned meetings each person had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from handschlag.matching.models import Service
from handschlag.matching.queries.timing import dates_of
from handschlag.statistics.queries.world import planned_of, standing_of


def planned_by_person(service: Service) -> Mapping[int, Sequence[int]]:
    """Requests of the timetable with which the event began."""
    planned = planned_of(service, dates_of(service).begins_at)
    if planned is None:
        planned = {one.request: one.people for one in standing_of(service)}
    found: dict[int, list[int]] = defaultdict(list)
    for request, people in planned.items():
        for one in people:
            found[one].append(request)
    return found
