"""Which planned meetings each person had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from handschlag.matching.models import Service
from handschlag.matching.queries.timing import dates_of
from handschlag.statistics.queries.event_data import planned_rows, standing_of


def planned_by_person(service: Service) -> Mapping[int, Sequence[int]]:
    """Requests of the timetable with which the event began."""
    rows = planned_rows(service, dates_of(service).begins_at)
    found: dict[int, list[int]] = defaultdict(list)
    for met in standing_of(service) if rows is None else rows:
        for one in met.people:
            found[one].append(met.request)
    return found
