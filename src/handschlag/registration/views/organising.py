"""The organisers' list of registrations, and one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, table_download
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.events.web.console import console_context
from handschlag.registration.actions import approvals, changes, exporting, registering
from handschlag.registration.forms.registering import RegistrationForm
from handschlag.registration.models import Registration
from handschlag.registration.queries.addons import lost_by_cancelling
from handschlag.registration.queries.lists import registrations as listed
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules.places import Move
from handschlag.registration.rules.registration_query import RegistrationQuery
from handschlag.registration.screens.files import needs_lines, registration_lines
from handschlag.registration.screens.organising import list_screen
from handschlag.registration.screens.registering import add_screen
from handschlag.registration.screens.registration_page import (
    crumbs_of,
    handle_screen,
    needs_screen,
    seats_screen,
)
from handschlag.registration.views.changes import change_page
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.registering import GET_OR_POST

CURRENT = "registration:registrations"


def own(request: HttpRequest, slug: str) -> tuple[Event, Subject]:
    """The event and who asks, if they may handle its registrations; others are refused."""
    return own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)


def one_of(event: Event, number: int) -> Registration:
    """The registration of this event; not found for an erased one or one of another event."""
    rows = Registration.objects.select_related("actor", "event").filter(event=event, erased_at=None)
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of registrations, narrowed as the address says."""
    event, by = own(request, slug)
    screen = list_screen(event, RegistrationQuery.of(request.GET.dict()), page=request.GET.get("page", "1"))
    context = console_context(event, by, current=CURRENT, **screen)
    return render(request, "registration/organising/registrations.html", context)


@never_cache
@require_safe
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Exactly what the list shows, all of its pages; who took it is written down."""
    event, by = own(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    wanted = RegistrationQuery.of(request.GET.dict())
    rows = list(listed(event.pk, wanted).prefetch_related("choices"))
    exporting.note_export(event=event, number=len(rows), by=by, now=timezone.now())
    return table_download(registration_lines(event, rows), dated_name(event.slug, "registrations", ending))


@require_POST
def batch(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for all that are ticked."""
    event, by = own(request, slug)
    chosen = [int(pk) for pk in request.POST.getlist("r") if pk.isdecimal() and len(pk) < 16]
    move = request.POST.get("move", "")
    if move in {Move.APPROVE, Move.DECLINE, Move.CANCEL} and chosen:
        done, failed = approvals.decide_all(
            event_id=event.pk, registration_ids=chosen, move=Move(move), by=by, now=timezone.now()
        )
        messages.success(request, ngettext("%(n)s done.", "%(n)s done.", done) % {"n": done})
        if failed:
            messages.warning(
                request,
                ngettext(
                    "%(n)s could not be processed. Check its status.",
                    "%(n)s could not be processed. Check their status.",
                    failed,
                )
                % {"n": failed},
            )
    else:
        messages.info(request, _("Select the people you mean."))
    return redirect(CURRENT, slug=slug)


@require_POST
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """Gives free places to those who wait, then leads to the list and says how many got one."""
    event, by = own(request, slug)
    number = approvals.fill(event_id=event.pk, by=by, now=timezone.now())
    said = ngettext("%(n)s person now has a place.", "%(n)s people now have a place.", number)
    messages.success(request, said % {"n": number})
    return redirect(CURRENT, slug=slug)


@never_cache
@require_http_methods(GET_OR_POST)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody is registered on the telephone; who did it is written down."""
    event, by = own(request, slug)
    offers = choosable(event.pk)
    data = request.POST if request.method == "POST" else None
    form = RegistrationForm(data, event=event, offers=offers, is_for_others=True)
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            made = registering.enter(event_id=event.pk, facts=form.facts(), by=by, now=timezone.now())
        except Refusal as no:
            pairs = no.details.get("pairs", ())
            shown = {"fault": refusal_message(no.reason), "clashing": {pk for pair in pairs for pk in pair}}
        else:
            messages.success(request, _("Registered. We have emailed the person a confirmation."))
            return redirect("registration:registration", slug=slug, number=made.pk)
    screen = add_screen(event, form, offers=offers, **shown)
    context = {**console_context(event, by, current=CURRENT), **screen}
    return render(
        request, "registration/organising/add.html", context, status=UNFIT if form.is_bound else 200
    )


@never_cache
@require_safe
def registration(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One registration, as the organisers see it."""
    event, by = own(request, slug)
    screen = handle_screen(one_of(event, number), event)
    context = console_context(event, by, current=CURRENT, **screen)
    return render(request, "registration/organising/registration.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def change_for(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form in which organisers change somebody's registration; then leads to its page."""
    event, by = own(request, slug)
    row = one_of(event, number)

    def save(**given: Any) -> object:
        return changes.change(registration_id=row.pk, has_link=False, by=by, now=timezone.now(), **given)

    return change_page(
        request,
        row,
        save=save,
        back=redirect("registration:registration", slug=slug, number=number),
        template="registration/organising/change.html",
        is_for_others=True,
        context=console_context(event, by, current=CURRENT),
    )


@require_POST
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Approves or declines one registration, then leads to its page; other moves do nothing."""
    event, by = own(request, slug)
    row, move = one_of(event, number), request.POST.get("move", "")
    if move in {Move.APPROVE, Move.DECLINE}:
        try:
            approvals.decide_one(row.pk, Move(move), by=by, now=timezone.now())
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(request, _("Done. We have emailed the person."))
    return redirect("registration:registration", slug=slug, number=number)


@never_cache
@require_http_methods(GET_OR_POST)
def cancel_for(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Asks once more; then cancels on the person's behalf and leads to the registration."""
    event, by = own(request, slug)
    row = one_of(event, number)
    if request.method != "POST":
        crumbs = crumbs_of(event, row.name)
        context = console_context(event, by, current=CURRENT, crumbs=crumbs, registration=row)
        context["losses"] = lost_by_cancelling(row)
        return render(request, "registration/organising/cancel.html", context)
    try:
        approvals.cancel(registration_id=row.pk, has_link=False, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Registration cancelled. We have emailed the person."))
    return redirect("registration:registration", slug=slug, number=number)


@never_cache
@require_safe
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """Lunch and requirements in numbers, for the organisers."""
    event, by = own(request, slug)
    context = console_context(event, by, current=CURRENT, **needs_screen(event))
    return render(request, "registration/organising/needs.html", context)


@require_safe
def needs_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The needs as a table for kitchen and house: numbers and wishes, no names."""
    event, _by = own(request, slug)
    return table_download(needs_lines(event), dated_name(event.slug, "needs", "csv"))


@never_cache
@require_safe
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """How full the sessions of the event are, for the organisers."""
    event, by = own(request, slug)
    context = console_context(event, by, current=CURRENT, **seats_screen(event))
    return render(request, "registration/organising/sessions.html", context)
