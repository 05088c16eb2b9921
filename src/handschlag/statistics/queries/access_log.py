"""What happened in an event: the entries of the audit trail that are about it, and what they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from handschlag.common.audit.queries import open_entries
from handschlag.common.models import AuditEntry
from handschlag.common.times import zone
from handschlag.day.models import Incident, Mark, Outcome, Signal, StandBy
from handschlag.events.models import Event, Exhibit, Place, Session, Speaker, Stand
from handschlag.matching.models import Participant, PlannedMove, Request, Run, TimetableVersion
from handschlag.registration.models import EventInvitation, Registration, UnconfirmedRegistration

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
    "statistics.everything_fetched",
    "statistics.log_exported",
    "statistics.looked_at_few",
    "statistics.looked_at_person",
    "statistics.person_exported",
    "statistics.person_sent",
    "statistics.report_exported",
)
# Where an entry is about a row that names no event: its model, and the way from there to the event.
ROWS: Final[tuple[tuple[type[Model], str], ...]] = (
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
APPS: Final = ("events", "registration", "matching", "day")
# By kind: the column that says in words what an entry is about.
_NAMES: Final[Mapping[str, tuple[type[Model], str]]] = {
    "registration.registration": (Registration, "name"),
    "registration.eventinvitation": (EventInvitation, "name"),
    "matching.participant": (Participant, "registration__name"),
    "events.event": (Event, "title_de"),
    "events.session": (Session, "title_de"),
    "events.speaker": (Speaker, "name"),
    "events.exhibit": (Exhibit, "title_de"),
    "events.stand": (Stand, "code"),
    "events.place": (Place, "code"),
}


@cache
def _ways() -> tuple[tuple[type[Model], str], ...]:
    """Rows of an event; forms whose owner has not confirmed the address are for nobody yet."""
    models = (model for app in APPS for model in apps.get_app_config(app).get_models())
    own = (
        model
        for model in models
        if model is not UnconfirmedRegistration
        and any(field.name == "event" for field in model._meta.concrete_fields)  # noqa: SLF001 - of our own models
    )
    return (*((model, "event") for model in own), *ROWS)


def names_of(entries: Iterable[AuditEntry]) -> Mapping[tuple[str, str], str]:
    """By kind and id: what the rows are called that are still there; one query for each kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        if one.kind in _NAMES:
            wanted[one.kind].add(one.object_id)
    return {
        (kind, str(pk)): name
        for kind, ids in wanted.items()
        for pk, name in _NAMES[kind][0]._default_manager.filter(pk__in=ids).values_list("pk", _NAMES[kind][1])  # noqa: SLF001
    }


def _about(event: Event) -> Q:
    found = Q(kind="events.event", object_id=str(event.pk))
    for model, way in _ways():
        rows = model._default_manager.filter(**{way: event.pk}).order_by()  # noqa: SLF001 - of our own models
        keys = rows.annotate(row_key=Cast("pk", CharField())).values("row_key")
        found |= Q(kind=model._meta.label_lower, object_id__in=keys)  # noqa: SLF001
    return found


def entries(
    event: Event, *, only_reading: bool, first: date | None, last: date | None, app: str = ""
) -> QuerySet[AuditEntry]:
    """The newest first, with who it was; only about what belongs to an app if one is named."""
    rows = open_entries().filter(_about(event)).select_related("by").order_by("-at", "-pk")
    if only_reading:
        rows = rows.filter(verb__in=READING)
    if app:
        rows = rows.filter(kind__startswith=f"{app}.")
    if first and first > date.min:  # in UTC, its midnight can be before all days
        rows = rows.filter(at__gte=_midnight(first))
    if last and last < date.max:  # no day follows that one
        rows = rows.filter(at__lt=_midnight(last + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone())
