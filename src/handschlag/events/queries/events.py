"""Whose events there are, and how much is in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from handschlag.events.models import Event, EventDay, ProgrammeVersion, Room, Session, Speaker


def events_of(user_id: int | None, *, sees_all: bool, wanted: str, today: date) -> QuerySet[Event]:
    """The events that somebody looks after: coming ones by date, past ones the last first."""
    rows = Event.objects.all() if sees_all else Event.objects.filter(organisers__user_id=user_id or 0)
    if wanted == "past":
        return rows.filter(last_day__lt=today).order_by("-first_day", "pk")
    return rows.filter(last_day__gte=today).order_by("first_day", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    days: int
    rooms: int
    sessions: int
    speakers: int
    version: int


def counts_of(event_id: int) -> Counts:
    """How much an event holds, in one query."""
    row = (
        Event.objects.filter(pk=event_id)
        .values_list(
            *(
                Coalesce(
                    Subquery(
                        model._default_manager.filter(event=OuterRef("pk"))  # noqa: SLF001
                        .order_by()
                        .values("event")
                        .annotate(n=Count("pk"))
                        .values("n")
                    ),
                    0,
                )
                for model in (EventDay, Room, Session, Speaker)
            ),
            Coalesce(
                Subquery(
                    ProgrammeVersion.objects.filter(event=OuterRef("pk"))
                    .order_by()
                    .values("event")
                    .annotate(n=Max("number"))
                    .values("n")
                ),
                0,
            ),
        )
        .get()
    )
    return Counts(days=row[0], rooms=row[1], sessions=row[2], speakers=row[3], version=row[4])
