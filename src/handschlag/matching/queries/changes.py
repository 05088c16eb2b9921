"""What was answered since a revision: only rows that have changed are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.matching.models import Meeting, Request, Service
from handschlag.matching.queries.engine_input import EngineMeeting, engine_meetings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """`held` are new or elsewhere, `gone` held no longer; `number` are held in all."""

    held: tuple[EngineMeeting, ...]
    gone: tuple[int, ...]
    number: int


def changes_since(service: Service, revision: int) -> _Changes:
    """Meetings of requests that changed after this revision, and how many are held in all."""
    ids = set(_CHANGED.rows(service=service.pk, revision=revision))
    held = engine_meetings_of(service, ids=ids)
    return _Changes(
        held=held,
        gone=tuple(sorted(ids - {one.request for one in held})),
        number=meetings_held(service.pk),
    )


def meetings_held(service_id: int) -> int:
    """How many are held in all."""
    return _HELD.first(service=service_id) or 0


_CHANGED: Final = PreparedQuery(
    lambda service, revision: (
        Request.objects.filter(service_id=service, revision__gt=revision)
        .order_by()
        .values_list("pk", flat=True)
    )
)
_HELD: Final = PreparedQuery(
    lambda service: (
        Meeting.objects.filter(service_id=service)
        .order_by()
        .values("service_id")
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)
