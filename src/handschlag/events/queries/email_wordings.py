"""Own words of an event's organisers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.events.models import EmailWording


def wording_of(event_id: int, kind: str) -> EmailWording | None:
    """For one kind of email; None where the usual words are used."""
    return _OF_KIND.first(event=event_id, kind=kind)


_OF_KIND: Final = PreparedQuery(
    lambda event, kind: EmailWording.objects.filter(event_id=event, kind=kind).order_by("pk")[:1]
)


def wordings_of(event_id: int) -> Mapping[str, EmailWording]:
    """All of an event, by kind."""
    return {row.kind: row for row in EmailWording.objects.filter(event_id=event_id)}
