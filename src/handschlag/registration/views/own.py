"""A person's own registration, by its personal link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.hooks.remainders import registration_remainders
from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name
from handschlag.registration.actions import approvals, changes, erasure, personal_links
from handschlag.registration.models import Registration
from handschlag.registration.queries.addons import lost_by_cancelling, opening_page
from handschlag.registration.queries.calendars import file_of
from handschlag.registration.queries.export import everything_of
from handschlag.registration.queries.links import registration_of_feed
from handschlag.registration.queries.waiting_list import registrations_of
from handschlag.registration.screens.my_registrations import mine_screen
from handschlag.registration.screens.own import own_screen
from handschlag.registration.screens.shell import page_context
from handschlag.registration.views.changes import change_page
from handschlag.registration.views.decorators import by_link
from handschlag.registration.views.registering import GET_OR_POST
from handschlag.registration.web.links import closed_to_strangers, unknown

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
@by_link
def own(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What matters now, for the link knows the day; whoever has it has the address that it was mailed to."""
    now = timezone.now()
    personal_links.prove(registration=registration, now=now)
    page = opening_page(registration, token, now=now)
    return redirect(page) if page else _details(request, registration, token)


@require_safe
@by_link
def details(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """The registration itself, whatever day it is."""
    personal_links.prove(registration=registration, now=timezone.now())
    return _details(request, registration, token)


def _details(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    now = timezone.now()
    context = page_context(registration, token, now=now) | own_screen(registration, token=token, now=now)
    return render(request, "registration/own.html", context)


@require_http_methods(GET_OR_POST)
@by_link
def change(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """The form in which the person changes the registration; then leads to the own page."""

    def save(**given: Any) -> object:
        by = subject_of(request.user)
        return changes.change(
            registration_id=registration.pk, has_link=True, by=by, now=timezone.now(), **given
        )

    return change_page(
        request,
        registration,
        save=save,
        back=redirect("registration:details", token=token),
        context=page_context(registration, token, now=timezone.now()),
    )


@require_http_methods(GET_OR_POST)
@by_link
def cancel(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What it means, and the button; programs that read letters only look."""
    if request.method != "POST":
        context = page_context(registration, token, now=timezone.now())
        context |= {"losses": lost_by_cancelling(registration)}
        return render(request, "registration/cancel.html", context)
    try:
        approvals.cancel(
            registration_id=registration.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("registration:details", token=token)


@require_http_methods(GET_OR_POST)
@by_link
def erase(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What goes and what stays; then it goes, and the answer is the receipt."""
    event, number = registration.event, registration.pk
    if request.method != "POST":
        context = page_context(registration, token, now=timezone.now()) | {"stays": registration_remainders}
        return render(request, "registration/erase.html", context)
    now = timezone.now()
    erasure.erase(registration_id=registration.pk, has_link=True, by=subject_of(request.user), now=now)
    # Shown once, as the answer to the form: in the other language there would be nothing to show.
    context = {
        "event": event,
        "at": now,
        "reference": f"{event.slug}/{number}",
        "stays": registration_remainders,
        "languages": (),
    }
    return render(request, "registration/erased.html", context)


@require_POST
@by_link
def renew_feed(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Gives the person's calendar a new address; the old one stops working."""
    changes.renew_feed(
        registration_id=registration.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
    )
    messages.success(request, _("Your calendar has a new address. The old one no longer works."))
    return redirect("registration:details", token=token)


@require_safe
@by_link
def entry(_request: HttpRequest, registration: Registration, _token: str) -> HttpResponse:
    """The calendar as a file to open once."""
    response = HttpResponse(file_of(registration, now=timezone.now()), content_type=CALENDAR)
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(registration.event.slug, "calendar", "ics")}"'
    )
    return response


@require_safe
@by_link
def data(_request: HttpRequest, registration: Registration, _token: str) -> HttpResponse:
    """Everything that is kept, to read elsewhere."""
    response = JsonResponse(
        dict(everything_of(registration)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(registration.event.slug, "my-data", "json")}"'
    )
    return response


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar as programs subscribe to it."""
    registration = registration_of_feed(token)
    if registration is None:
        return unknown(request, now=timezone.now())
    content = file_of(registration, now=timezone.now(), stamp=registration.changed_at)
    return closed_to_strangers(HttpResponse(content, content_type=CALENDAR))


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All registrations of whoever has signed in."""
    require(subject_of(request.user), Action.EDIT_OWN_ACCOUNT, owns=True)
    assert isinstance(request.user, User)
    screen = mine_screen(registrations_of(request.user), now=timezone.now())
    return render(request, "registration/mine.html", screen)
