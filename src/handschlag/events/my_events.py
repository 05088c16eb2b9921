"""Your events: listed, set up, and deleted as long as they are drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.events import details
from handschlag.events.access import own_event_or_404
from handschlag.events.console import UNFIT, console_page, home_console
from handschlag.events.details import OVERVIEW, check_days
from handschlag.events.editing import EventRefusal, FormScreen, locked_event
from handschlag.events.fields import RowForm, clock_input, day_input, title
from handschlag.events.hooks import event_deletions, event_keepers
from handschlag.events.models import Event, EventDay, EventStatus, ProgrammeVersion, Room, Session, Speaker


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


@transaction.atomic
def delete_event(*, event_id: int, by: Subject, now: datetime) -> None:
    """The event and all that belongs to it are gone; the audit trail keeps that it was there."""
    event = locked_event(event_id, by, Action.PUBLISH_EVENT)
    if event.status != EventStatus.DRAFT:
        raise Refusal(EventRefusal.ONLY_DRAFTS)
    if any(keeps(event_id) for keeps in event_keepers):
        raise Refusal(EventRefusal.HAS_PEOPLE)
    audit.record(verb="event.deleted", target=event, by_id=by.user_id, now=now)
    for take_away in event_deletions:
        take_away(event_id)
    event.delete()


@require_http_methods(["GET", "HEAD", "POST"])
def delete_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What would be gone; sent, it is gone."""
    event, by = own_event_or_404(request, slug, Action.PUBLISH_EVENT)
    if request.method != "POST":
        counts = counts_of(event.pk)
        return console_page(request, "delete", event=event, by=by, current="events:details", counts=counts)
    try:
        delete_event(event_id=event.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(reverse("events:details", args=[slug]) + "#state")
    messages.success(request, gettext("The event has been deleted."))
    return HttpResponseRedirect(reverse("events:manage"))


ON_A_PAGE = 30


@require_safe
def my_events(request: HttpRequest) -> HttpResponse:
    """The events that this person looks after, coming or past; editors see all of them."""
    by = subject_of(request.user)
    require(by, Action.EDIT_EVENT, owns=True)
    wanted = "past" if request.GET.get("when") == "past" else ""
    today = timezone.localdate()
    rows = events_of(by.user_id, sees_all=may(by, Action.EDIT_EVENT), wanted=wanted, today=today)
    context = {
        "rows": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1")),
        "wanted": wanted,
        "query": f"when={wanted}" if wanted else "",
        "may_create": may(by, Action.CREATE_EVENT),
        "today": today,
        "console": home_console(by, current="events:manage"),
    }
    return render(request, "events/organise/my_events.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: HttpRequest) -> HttpResponse:
    """The form for a new event; creates a draft, then leads to its setup."""
    by = subject_of(request.user)
    require(by, Action.CREATE_EVENT)
    form = NewEventForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        event = details.create_event(
            values=form.values(),
            opens=form.cleaned_data["opens"],
            closes=form.cleaned_data["closes"],
            by=by,
            now=timezone.now(),
        )
        messages.success(request, gettext("The event has been created as a draft. Only you can see it."))
        return HttpResponseRedirect(reverse(OVERVIEW, args=[event.slug]))
    screen = FormScreen(
        title=gettext("New event"),
        lead=gettext("A title and a date are enough to begin. Or copy one of your events on its page."),
        form=form,
        button=gettext("Set up the event"),
        back_url=reverse("events:manage"),
        crumbs=(Crumb(gettext("Your events"), reverse("events:manage")), Crumb(gettext("New event"))),
    )
    status = UNFIT if form.is_bound else 200
    context = {"console": home_console(by, current="events:new_event"), "screen": screen}
    return render(request, "events/organise/new_event.html", context, status=status)


class NewEventForm(RowForm):
    """What has to be known to begin; everything else comes later."""

    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    first_day = forms.DateField(label=_("First day"), widget=day_input())
    last_day = forms.DateField(
        label=_("Last day"), widget=day_input(), required=False, help_text=_("Empty: one day only.")
    )
    opens = forms.TimeField(label=_("The venue opens at"), widget=clock_input(), initial="09:00")
    closes = forms.TimeField(
        label=_("The venue closes at"),
        widget=clock_input(),
        initial="18:00",
        help_text=_("A time before the opening means the next day. Each day can be changed later."),
    )
    venue = title(_("Building"), hint=_("Name of the building, if it is known already."))
    place = title(_("Town"), longest=100)
    facts = ("title_de", "title_en", "first_day", "last_day", "venue", "place")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("last_day") is None and "last_day" not in self.errors:
            self.cleaned_data["last_day"] = self.cleaned_data.get("first_day")
        check_days(self)
        return self.cleaned_data
