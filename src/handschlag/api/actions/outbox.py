"""What has happened is written down beside the change itself, for everybody who wants to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from handschlag.api.models import Delivery, Endpoint, Occurrence
from handschlag.api.queries.webhooks import contents_of
from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.matching.hooks.meeting_events import MeetingEvent


def queue_delivery(happened: MeetingEvent) -> list[int]:
    """The endpoints that are to be called, in the transaction that is open; none where nobody wants it."""
    rows = _LISTENING.rows(service=happened.service_id)
    wanted = [one for one in rows if happened.kind in one.kinds]
    if wanted:
        queue_deliveries(wanted, happened.kind, contents=_contents(happened))
    return [one.pk for one in wanted if one.stopped_at is None]


_LISTENING: Final = PreparedQuery(
    lambda service: Endpoint.objects.filter(event__matching=service).order_by("pk")
)


def _contents(happened: MeetingEvent) -> list[dict[str, Any]]:
    if happened.version is not None:
        return [{"version": happened.version}]
    found = contents_of(happened.requests)
    return [found[pk] for pk in happened.requests if pk in found]


def queue_deliveries(endpoints: Sequence[Endpoint], kind: str, *, contents: Sequence[dict[str, Any]]) -> None:
    """One call to each endpoint for each content; all endpoints must be of one event."""
    event_id = endpoints[0].event_id
    made = Occurrence.objects.bulk_create(
        [Occurrence(event_id=event_id, kind=kind, content=one) for one in contents], batch_size=500
    )
    Delivery.objects.bulk_create(
        [Delivery(endpoint=endpoint, occurrence=one) for one in made for endpoint in endpoints],
        batch_size=500,
    )
