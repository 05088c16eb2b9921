"""The organisers' lists of the exhibition, the same as files, and the pictures of exhibits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import Value, dated_name, download
from handschlag.common.times import sortable_moment
from handschlag.directory import exports
from handschlag.directory.labels import Word
from handschlag.events.access import own_event_or_404
from handschlag.events.editing import EventComponent, VenueRefusal
from handschlag.events.labels import Words
from handschlag.events.meeting_grid import blocks_of, places_of
from handschlag.events.models import Event, Exhibit
from handschlag.events.removals import home_of, removed
from handschlag.events.venue import exhibits
from handschlag.events.venue.exhibits import (
    ExhibitPictureForm,
    ExhibitQuery,
    desks_of,
    exhibits_of,
    number_of_staff,
    shown_at,
    staff_of,
    stands_of,
)
from handschlag.events.venue.objects import CONFLICT, UNFIT, FormContext, etag_of, refusal_message, venue_page
from handschlag.events.venue.stands import note_export

FORMATS: Final = ("csv", "xlsx")
PLACE_KINDS: Words = {
    "table": gettext_lazy("Meeting table"),
    "stand": gettext_lazy("Stand"),
    "room": gettext_lazy("Room"),
    "link": gettext_lazy("Online"),
}
TITLES: Words = {
    "exhibit": gettext_lazy("Exhibits"),
    "stand": gettext_lazy("Stands"),
    "staff": gettext_lazy("Contacts at stands"),
    "desk": gettext_lazy("Information desks"),
    "place": gettext_lazy("Meeting points"),
    "block": gettext_lazy("Blocks"),
}
ROWS: Final[Mapping[str, Callable[[int], Iterable[Any]]]] = {
    "exhibit": exhibits_of,
    "stand": stands_of,
    "staff": staff_of,
    "desk": desks_of,
    "place": places_of,
    "block": blocks_of,
}


def _named(row: Any) -> str:
    return pick(row.name_de, row.name_en) if row else ""


def _titled(rows: Iterable[Any]) -> str:
    return "; ".join(pick(row.title_de, row.title_en) for row in rows)


def _code(row: Any) -> str:
    return row.stand.code if row.stand else ""


def _at(moment: Any) -> str:
    return sortable_moment(moment) if moment else ""


type Column = tuple[Word, Callable[[Any], Value]]
ZONE: Final[Column] = (gettext_lazy("Area"), lambda row: _named(row.zone))
STAND: Final[Column] = (gettext_lazy("Stand"), _code)
FROM: Final = gettext_lazy("From")
UNTIL: Final = gettext_lazy("Until")
STEPS: Final[Column] = (gettext_lazy("Step-free access"), lambda row: row.is_step_free)
TITLE_DE: Final[Column] = (gettext_lazy("Title, German"), lambda row: row.title_de)
TITLE_EN: Final[Column] = (gettext_lazy("Title, English"), lambda row: row.title_en)
COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "exhibit": {
        "title_de": TITLE_DE,
        "title_en": TITLE_EN,
        "stand": STAND,
        "zone": (ZONE[0], lambda row: _named(row.stand.zone) if row.stand else ""),
        "project": (gettext_lazy("Project"), lambda row: row.project),
        "network": (gettext_lazy("Network"), lambda row: row.network.name if row.network else ""),
        "actor": (gettext_lazy("Organisation"), lambda row: row.shown_by),
        "programme": (
            gettext_lazy("Funded by"),
            lambda row: row.programme.short_name if row.programme else "",
        ),
        "picture": (gettext_lazy("Picture"), lambda row: bool(row.picture)),
        "is_invented": (gettext_lazy("Invented"), lambda row: row.is_demo),
    },
    "stand": {
        "code": (STAND[0], lambda row: row.code),
        "zone": ZONE,
        "width": (gettext_lazy("Width, in metres"), lambda row: row.width / 10),
        "depth": (gettext_lazy("Depth, in metres"), lambda row: row.depth / 10),
        "shows": (
            gettext_lazy("Shows"),
            lambda row: _titled(shown_at(row)),
        ),
        "staff": (gettext_lazy("Contact people"), number_of_staff),
        "power": (gettext_lazy("power"), lambda row: row.has_power),
        "steps": STEPS,
    },
    "staff": {
        "name": (gettext_lazy("Name"), lambda row: row.name),
        "stand": STAND,
        "organisation": (gettext_lazy("Organisation"), lambda row: row.organisation),
        "email": (gettext_lazy("Email address"), lambda row: row.email),
        "german": (gettext_lazy("German"), lambda row: row.speaks_german),
        "english": (gettext_lazy("English"), lambda row: row.speaks_english),
        "is_public": (gettext_lazy("Name is public"), lambda row: row.is_named),
        "is_invented": (gettext_lazy("Invented"), lambda row: row.is_demo),
    },
    "desk": {
        "title_de": TITLE_DE,
        "title_en": TITLE_EN,
        "programme": (
            gettext_lazy("Programme"),
            lambda row: row.programme.short_name if row.programme else "",
        ),
        "stand": STAND,
        "opens": (FROM, lambda row: _at(row.opens_at)),
        "closes": (UNTIL, lambda row: _at(row.closes_at)),
    },
    "place": {
        "code": (gettext_lazy("Meeting point"), lambda row: row.code),
        "sort": (gettext_lazy("Kind"), lambda row: str(PLACE_KINDS[row.kind])),
        "zone": ZONE,
        "room": (gettext_lazy("Room"), lambda row: _named(row.room)),
        "seats": (gettext_lazy("Number of places"), lambda row: row.seats),
        "steps": STEPS,
        "quiet": (gettext_lazy("Quiet"), lambda row: row.is_quiet),
        "url": (gettext_lazy("Link"), lambda row: row.url),
    },
    "block": {
        "name": (gettext_lazy("Block"), _named),
        "begins": (FROM, lambda row: _at(row.starts_at)),
        "ends": (UNTIL, lambda row: _at(row.ends_at)),
        "meeting": (gettext_lazy("Length of a meeting in minutes"), lambda row: row.meeting_minutes),
        "change": (gettext_lazy("Walking time after each (minutes)"), lambda row: row.change_minutes),
        "places": (gettext_lazy("Open meeting points"), lambda row: row.places),
    },
}


def file_of(event: Event, thing: str, ending: str, *, today: date) -> bytes:
    """All rows of the list, in its order."""
    rows, columns = list(ROWS[thing](event.pk)), COLUMNS[thing]
    about = exports.FileMetadata(
        title=f"{TITLES[thing]}: {pick(event.title_de, event.title_en)}",
        address=settings.BASE_URL + home_of(event, EventComponent(thing)),
        exported_on=today.isoformat(),
        count=len(rows),
        counting=_("All activities as seen by the organisers, in German time."),
        licence=_("Only visible to the organisers."),
    )
    heads = {name: head for name, (head, _value) in columns.items()}
    return b"".join(exports.bytes_of(ending, about, _records(rows, columns), heads=heads))


def _records(rows: Iterable[Any], columns: Mapping[str, Column]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name: value(row) for name, (_head, value) in columns.items()}


EXHIBITION = "events:exhibits"
ON_A_PAGE = 50
LONGEST_SEARCH = 80


def _asked_for(request: HttpRequest, slug: str) -> FormContext:
    event, by = own_event_or_404(request, slug)
    return FormContext(request=request, event=event, by=by, current=EXHIBITION)


def _list(
    asked: FormContext,
    part: EventComponent,
    rows: QuerySet[Any] | list[Any],
    template: str,
    *,
    text: str = "",
    homeless: int = 0,
) -> HttpResponse:
    """A page of rows, with what went lately."""
    return venue_page(
        asked,
        f"events/house/{template}.html",
        rows=Paginator(rows, ON_A_PAGE).get_page(asked.request.GET.get("page", "1")),
        thing=part.value,
        text=text,
        query=f"q={text}" if text else "",
        homeless=homeless,
        removed=removed(asked.event, part, now=timezone.now()),
    )


@require_safe
def exhibits_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of exhibits, searched by `q`; it counts those without a stand."""
    asked = _asked_for(request, slug)
    event_id = asked.event.pk
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    rows = exhibits_of(event_id, ExhibitQuery(text=text))
    homeless = exhibits_of(event_id).filter(stand=None).count()
    return _list(asked, EventComponent.EXHIBIT, rows, "exhibits", text=text, homeless=homeless)


@require_safe
def stands_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of stands, with what was removed lately."""
    asked = _asked_for(request, slug)
    return _list(asked, EventComponent.STAND, stands_of(asked.event.pk), "stands")


@require_safe
def stand_staff_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of contacts at stands, with who was removed lately."""
    asked = _asked_for(request, slug)
    return _list(asked, EventComponent.STAFF, staff_of(asked.event.pk), "staff")


@require_safe
def desks_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of information desks, with what was removed lately."""
    asked = _asked_for(request, slug)
    return _list(asked, EventComponent.DESK, desks_of(asked.event.pk), "desks")


@require_safe
def export_objects(request: HttpRequest, slug: str, thing: str, ending: str) -> HttpResponse:
    """A list of this part as a file; who took one with names in it is written down."""
    event, by = own_event_or_404(request, slug)
    if thing not in COLUMNS or ending not in FORMATS:
        raise Http404
    now = timezone.now()
    if thing == "staff":
        note_export(event_id=event.pk, by=by, now=now)
    content = file_of(event, thing, ending, today=timezone.localdate(now))
    return download(content, dated_name(event.slug, thing, ending))


@require_http_methods(["GET", "HEAD", "POST"])
def exhibit_picture(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for the picture of an exhibit; sets it, or takes it away."""
    asked = _asked_for(request, slug)
    event = asked.event
    row = Exhibit.objects.filter(event=event, pk=pk).first()
    if row is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    start = {"picture_text_de": row.picture_text_de, "picture_text_en": row.picture_text_en}
    if data is not None and data.get("remove"):
        return _removed(request, event, row, asked.by)
    form = ExhibitPictureForm(data, request.FILES or None, initial={**start, "seen": etag_of(row)})
    status = 200 if data is None else UNFIT
    if data is not None and form.is_valid():
        try:
            _sent(form, event, row, asked.by)
        except Refusal as no:
            form.add_error("picture", refusal_message(no))
            status = CONFLICT if no.reason is VenueRefusal.STALE else UNFIT
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    return venue_page(asked, "events/house/picture.html", status=status, row=row, form=form)


def _sent(form: ExhibitPictureForm, event: Event, row: Exhibit, by: Subject) -> None:
    """A new picture, or other words for the one that is there."""
    data, seen, now = form.cleaned_data["picture"], form.cleaned_data["seen"], timezone.now()
    if data is None:
        exhibits.describe_picture(event_id=event.pk, pk=row.pk, words=form.words(), seen=seen, by=by, now=now)
    else:
        exhibits.set_picture(
            event_id=event.pk, pk=row.pk, data=data, words=form.words(), seen=seen, by=by, now=now
        )


def _removed(request: HttpRequest, event: Event, row: Exhibit, by: Subject) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        exhibits.remove_picture(event_id=event.pk, pk=row.pk, seen=seen, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no))
    else:
        messages.success(request, _("The picture is removed."))
    return HttpResponseRedirect(reverse("events:exhibit_picture", args=[event.slug, row.pk]))
