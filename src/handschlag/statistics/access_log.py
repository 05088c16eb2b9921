"""Who read or changed what of an event: its history, as a page and as a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.common import audit as trail_words
from handschlag.common.audit import open_entries
from handschlag.common.models import AuditEntry
from handschlag.common.table_files import dated_name, download
from handschlag.common.times import zone
from handschlag.day.models import Incident, Mark, Outcome, Signal, StandBy
from handschlag.design.components.parts import Link
from handschlag.events.console import console_context
from handschlag.events.models import Event, Exhibit, Place, Session, Speaker, Stand
from handschlag.matching.models import Participant, PlannedMove, Request, Run, TimetableVersion
from handschlag.registration.models import EventInvitation, Registration, UnconfirmedRegistration
from handschlag.statistics import protection
from handschlag.statistics.documents import Document, Sheet, file_of
from handschlag.statistics.protection import protection_team

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


def get_entries(
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


_PARTS: Final[Mapping[str, str | Promise]] = {
    "events": gettext_lazy("Event and programme"),
    "registration": gettext_lazy("Registrations"),
    "matching": gettext_lazy("Matchmaking"),
    "day": gettext_lazy("Event day"),
}


def log_rows(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Entries with what was done and to what, by its name where it has one."""
    shown = list(entries)
    names = names_of(shown)
    return [
        {
            "entry": one,
            "what": trail_words.verb_label(one.verb),
            "kind": trail_words.kind_label(one.kind),
            "name": names.get((one.kind, one.object_id), "") or one.object_id,
            "is_reading": one.verb in READING,
        }
        for one in shown
    ]


def log_filters(event: Event, *, app: str, only_reading: bool) -> Sequence[Link]:
    """Everything, what belongs to one part of the event, or what was looked at and taken along."""
    here = reverse("statistics:log", args=[event.slug])
    parts = (
        Link(label=str(label), url=f"{here}?app={one}", is_current=app == one and not only_reading)
        for one, label in _PARTS.items()
    )
    return (
        Link(label=_("Everything"), url=here, is_current=not (app or only_reading)),
        *parts,
        Link(label=_("Only access to data"), url=f"{here}?only=reading", is_current=only_reading),
    )


def log_document(event: Event, entries: Iterable[AuditEntry]) -> Document:
    """People are numbers here: a file travels further than a page."""
    return Document(
        title=_("Access log"),
        facts={_("Event"): event.slug},
        sheets=(
            Sheet(
                key="entries",
                title=_("Access log"),
                heads=(
                    *(_("Entry"), _("When"), _("Account"), _("Operation")),
                    *(_("Kind"), _("No."), _("Reading")),
                ),
                rows=[_cells_of(one) for one in entries],
            ),
        ),
    )


def _cells_of(one: AuditEntry) -> tuple[str, ...]:
    is_reading = _("yes") if one.verb in READING else _("no")
    what = trail_words.verb_label(one.verb)
    account = str(one.by_id or "")
    return (str(one.pk), one.at.isoformat(), account, what, one.kind, one.object_id, is_reading)


PAGE = 50
FURTHEST = 200  # pages
LINES = 50_000


def _day_of(request: HttpRequest, name: str) -> date | None:
    """None where nothing, or no day, is given."""
    try:
        return parse_date(request.GET.get(name, "")[:10])
    except ValueError:
        return None


@never_cache
@require_safe
def log_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who saw or changed what of this event; for whoever handles its registrations."""
    event, by = protection_team(request, slug)
    only = request.GET.get("only") == "reading"
    first, last = _day_of(request, "first"), _day_of(request, "last")
    text = request.GET.get("page", "")
    number = min(int(text), FURTHEST) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    app = request.GET.get("app", "")
    app = app if app in APPS else ""
    rows = get_entries(event, only_reading=only, first=first, last=last, app=app)
    found = list(rows[number * PAGE : (number + 1) * PAGE + 1])
    query = request.GET.copy()
    query["page"] = str(number + 1)
    shown = {
        "rows": log_rows(found[:PAGE]),
        "filters": log_filters(event, app=app, only_reading=only),
        "app": app,
        "only_reading": only,
        "first": first,
        "last": last,
        "older": query.urlencode() if len(found) > PAGE else "",
    }
    context = console_context(event, by, current="statistics:log", **shown)
    return render(request, "statistics/log.html", context)


@require_safe
def log_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The access log as a table, at most 50,000 rows; that it was taken is written down."""
    event, by = protection_team(request, slug)
    protection.take_log(event=event, by=by, now=timezone.now())
    rows = get_entries(event, only_reading=False, first=None, last=None)[:LINES]
    return download(file_of(log_document(event, rows), "xlsx"), dated_name(event.slug, "access-log", "xlsx"))
