"""Who read or changed something of an event: the entries of the audit trail that are about it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from handschlag.common.audit.queries import open_entries
from handschlag.common.models import AuditEntry
from handschlag.common.times import zone
from handschlag.day.models import Incident, Mark, Outcome, Signal, StandBy
from handschlag.events.models import Event
from handschlag.matching.models import Participant, PlannedMove, Request, Run, Service, TimetableVersion
from handschlag.registration.models import Registration

# Verbs of those who only look, or take something away.
READING: Final = (
    "day.contacts_exported",
    "matching.calls_exported",
    "matching.demand_exported",
    "matching.exported",
    "matching.looked_at_forbidden",
    "matching.looked_at_needs",
    "matching.printed",
    "matching.wishes_exported",
    "registration.badges_printed",
    "registration.exported",
    "registration.taken_along",
    "statistics.comparison_exported",
    "statistics.everything_exported",
    "statistics.log_exported",
    "statistics.looked_at_few",
    "statistics.looked_at_person",
    "statistics.person_exported",
    "statistics.person_sent",
    "statistics.report_exported",
)
# Where an entry is about a row of the event: its model, and the way from there to the event.
ROWS: Final[tuple[tuple[type[Model], str], ...]] = (
    (Registration, "event"),
    (Service, "event"),
    (Participant, "service__event"),
    (Request, "service__event"),
    (Run, "service__event"),
    (TimetableVersion, "service__event"),
    (PlannedMove, "service__event"),
    (Incident, "service__event"),
    (Signal, "service__event"),
    (StandBy, "service__event"),
    (Mark, "participant__service__event"),
    (Outcome, "participant__service__event"),
)


def _about(event: Event) -> Q:
    found = Q(kind="events.event", object_id=str(event.pk))
    for model, way in ROWS:
        rows = model._default_manager.filter(**{way: event.pk}).order_by()  # noqa: SLF001 - of our own models
        keys = rows.annotate(row_key=Cast("pk", CharField())).values("row_key")
        found |= Q(kind=model._meta.label_lower, object_id__in=keys)  # noqa: SLF001
    return found


def entries(
    event: Event, *, only_reading: bool, first: date | None, last: date | None
) -> QuerySet[AuditEntry]:
    """The newest first, with who it was."""
    rows = open_entries().filter(_about(event)).select_related("by").order_by("-at", "-pk")
    if only_reading:
        rows = rows.filter(verb__in=READING)
    if first:
        rows = rows.filter(at__gte=_midnight(first))
    if last:
        rows = rows.filter(at__lt=_midnight(last + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone())
