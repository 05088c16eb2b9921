"""What was answered since a revision: only rows that have changed are read."""

from __future__ import annotations

from dataclasses import dataclass

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
    rows = Request.objects.filter(service=service, revision__gt=revision)
    ids = set(rows.values_list("pk", flat=True))
    held = engine_meetings_of(service, ids=ids)
    return _Changes(
        held=held,
        gone=tuple(sorted(ids - {one.request for one in held})),
        number=Meeting.objects.filter(service=service).count(),
    )
