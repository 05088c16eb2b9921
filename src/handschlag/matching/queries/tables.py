"""Topic tables: who sits there, and who waits for a seat."""

from __future__ import annotations

from handschlag.matching.models import AGREED, Party, TopicTable
from handschlag.matching.queries.engine_input import living


def people_at(table: TopicTable) -> tuple[int, ...]:
    """Who sits at the table, the host first; nobody as long as it has not begun."""
    if table.request is None or table.request.state not in AGREED:
        return ()
    rows = Party.objects.filter(request=table.request).order_by("-is_sender", "pk")
    return tuple(rows.values_list("participant_id", flat=True))


def waiting_for_seat(table: TopicTable) -> tuple[int, ...]:
    """Who would like to sit there and does not yet, the first first."""
    seated = people_at(table)
    return tuple(pk for pk in wishing_for(table) if pk not in seated)


def wishing_for(table: TopicTable) -> tuple[int, ...]:
    """Who takes part and would like to sit there, seated or not, the first first."""
    rows = table.wishes.filter(participant__in=living(table.service))
    return tuple(rows.values_list("participant_id", flat=True))


def open_table_of(request_id: int) -> TopicTable | None:
    """The table whose meeting this is; None for any other request."""
    rows = TopicTable.objects.filter(request=request_id, ended_at=None)
    return rows.select_related("request").first()
