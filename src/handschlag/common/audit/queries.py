"""Questions to the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from handschlag.common.audit.verb_labels import private_verbs
from handschlag.common.models import AuditEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which entries are asked for; an empty value asks for all."""

    verb: str = ""
    kind: str = ""
    object_id: str = ""
    by_id: int | None = None
    request_id: str = ""
    first_day: date | None = None
    last_day: date | None = None


def open_entries() -> QuerySet[AuditEntry]:
    """All but those of what people do for themselves alone: those are for nobody else."""
    return AuditEntry.objects.exclude(verb__in=private_verbs())


def entries(wanted: AuditQuery) -> QuerySet[AuditEntry]:
    """Entries with the person who made them, the newest first."""
    rows = open_entries().select_related("by").order_by("-at", "-pk")
    for name in ("verb", "kind", "object_id", "by_id", "request_id"):
        value = getattr(wanted, name)
        if value not in ("", None):
            rows = rows.filter(**{name: value})
    if wanted.first_day:
        rows = rows.filter(at__gte=_midnight(wanted.first_day))
    if wanted.last_day:
        rows = rows.filter(at__lt=_midnight(wanted.last_day + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def verbs() -> list[str]:
    """The verbs that occur, sorted, without those of what people do for themselves alone."""
    return list(open_entries().order_by("verb").values_list("verb", flat=True).distinct())


def kinds() -> list[str]:
    """The kinds of objects that occur in open entries, sorted."""
    return list(open_entries().order_by("kind").values_list("kind", flat=True).distinct())
