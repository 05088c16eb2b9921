"""A person's own registration, by its personal link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.hooks import registration_remainders
from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Action, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import dated_name
from handschlag.common.times import format_moment_near, local_date
from handschlag.common.web import refusal_message
from handschlag.events.versions import online_rooms_of
from handschlag.registration import changes, decisions, personal_data, personal_links
from handschlag.registration.access import GET_OR_POST, by_link, feed_of, open_address_change, page_context
from handschlag.registration.changes import change_page
from handschlag.registration.hooks import addon_cards, lost_by_cancelling, opening_page
from handschlag.registration.models import Registration, RegistrationSource, RegistrationState
from handschlag.registration.personal_data import accesses_of, everything_of
from handschlag.registration.places import ACTIVE, place_in_line
from handschlag.registration.registration_data import audiences_of, facts_of, sessions_of


def mine_screen(registrations: Iterable[Registration], *, now: datetime) -> dict[str, Sequence[Registration]]:
    """Given with the latest event first: those to come are turned round, the soonest first."""
    today = local_date(now)
    rows = list(registrations)
    coming = [row for row in rows if row.event.last_day >= today]
    return {"coming": coming[::-1], "past": [row for row in rows if row.event.last_day < today]}


def own_screen(registration: Registration, *, token: str, now: datetime) -> dict[str, Any]:
    """What the person sees of the registration: its state, sessions, consents, and what can be done."""
    event = registration.event
    sessions = sessions_of(registration)
    is_over = local_date(now) > event.last_day
    headline, lead = _past_words(registration) if is_over else _state_words(registration)
    feed = reverse("registration:feed", args=[feed_of(registration)])
    return {
        "registration": registration,
        "event": event,
        "headline": headline,
        "lead": lead,
        "is_active": registration.state in ACTIVE,
        "is_over": is_over,
        "is_confirmed": registration.state == RegistrationState.CONFIRMED,
        "has_certificate": registration.state == RegistrationState.CONFIRMED
        and local_date(now) >= event.last_day,
        "is_entered_by_others": registration.way != RegistrationSource.SELF,
        "facts": facts_of(registration),
        "sessions": sessions,
        "online_rooms": online_rooms_of(event.pk) if sessions else (),
        "troubles": sum(1 for _choice, _offer, trouble in sessions if trouble),
        "consents": registration.consents_given,
        "audiences": audiences_of(registration),
        "feed_url": settings.BASE_URL + feed,
        "kept_until": event.last_day + timedelta(days=settings.KEEP_REGISTRATIONS_DAYS),
        "accesses": [
            (format_moment_near(access.at, now=now), audit.verb_label(access.verb))
            for access in accesses_of(registration)
        ],
        "addons": addon_cards(registration, token),
        "address_change": open_address_change(registration, now=now),
    }


def _state_words(registration: Registration) -> tuple[str, str]:
    match registration.state:
        case RegistrationState.CONFIRMED:
            return _("You are registered."), _("Your place is confirmed.")
        case RegistrationState.WAITING:
            number = place_in_line(registration)
            line = ngettext(
                "You are next: as soon as a place becomes free, it is yours.",
                "You are number %(n)s. We will email you as soon as a place becomes free.",
                number,
            )
            return _("You are on the waiting list."), line % {"n": number}
        case RegistrationState.DECLINED:
            return _("You have no place."), _(
                "Unfortunately the organisers cannot offer you a place this time."
            )
        case RegistrationState.CANCELLED:
            return _("Your registration has been cancelled."), _("Your place has gone to someone else.")
    return _("We have received your registration."), _("The organisers will check it and email you.")


def _past_words(registration: Registration) -> tuple[str, str]:
    """What a place, or its lack, was: not whether somebody came."""
    lead = {
        RegistrationState.CONFIRMED: _("Your place was confirmed."),
        RegistrationState.WAITING: _("You were on the waiting list."),
        RegistrationState.CANCELLED: _("Your registration was cancelled."),
    }.get(RegistrationState(registration.state), _("You had no place."))
    return _("The event is over."), lead


@require_safe
@by_link
def own_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
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
def change_own_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
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
def cancel_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What it means, and the button; programs that read letters only look."""
    if request.method != "POST":
        context = page_context(registration, token, now=timezone.now())
        context |= {"losses": lost_by_cancelling(registration)}
        return render(request, "registration/cancel.html", context)
    try:
        decisions.cancel(
            registration_id=registration.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("registration:details", token=token)


@require_http_methods(GET_OR_POST)
@by_link
def erase_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What goes and what stays; then it goes, and the answer is the receipt."""
    event, number = registration.event, registration.pk
    if request.method != "POST":
        context = page_context(registration, token, now=timezone.now()) | {"stays": registration_remainders}
        return render(request, "registration/erase.html", context)
    now = timezone.now()
    personal_data.erase(registration_id=registration.pk, has_link=True, by=subject_of(request.user), now=now)
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
def data_file(_request: HttpRequest, registration: Registration, _token: str) -> HttpResponse:
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
def mine_page(request: HttpRequest) -> HttpResponse:
    """All registrations of whoever has signed in."""
    require(subject_of(request.user), Action.EDIT_OWN_ACCOUNT, owns=True)
    assert isinstance(request.user, User)
    screen = mine_screen(registrations_of(request.user), now=timezone.now())
    return render(request, "registration/mine.html", screen)


def registrations_of(user: User) -> QuerySet[Registration]:
    """All that belong to an account or its address; whoever signs in has shown that the address is theirs."""
    rows = Registration.objects.filter(Q(user=user) | Q(email=user.email), erased_at=None)
    return rows.select_related("event").order_by("-event__first_day", "-asked_at")
