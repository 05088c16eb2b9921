"""Somebody registers by the open form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.events.models import Event, EventStatus
from handschlag.events.web.saved_sessions import saved_sessions_of
from handschlag.registration.actions import registering, unconfirmed
from handschlag.registration.forms import starting
from handschlag.registration.forms.registering import RegistrationForm
from handschlag.registration.models import EventInvitation, Registration
from handschlag.registration.queries.addons import first_addon_page
from handschlag.registration.queries.links import link_of
from handschlag.registration.queries.occupancy import closed_because, occupancy_of
from handschlag.registration.queries.organisations import actors_like
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.registration_data import RegistrationData
from handschlag.registration.screens.missed_sessions import endangered_words
from handschlag.registration.screens.registering import register_screen
from handschlag.registration.views.decorators import UNFIT

GET_OR_POST = ("GET", "HEAD", "POST")


def event_at(slug: str) -> Event:
    """The event, whose time zone then holds for the page; not found for a draft."""
    event = Event.objects.filter(slug=slug).exclude(status=EventStatus.DRAFT).first()
    if event is None:
        raise Http404
    move_to(event.time_zone)
    return event


@never_cache
@require_http_methods(GET_OR_POST)
def register_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The open form."""
    event = event_at(slug)
    closed = closed_because(event, now=timezone.now())
    if closed:
        return closed_page(request, event, refusal_message(closed))
    user = request.user
    account = starting.of_account(user) if isinstance(user, User) else {}
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        initial={**starting.of_chosen(saved_sessions_of(request)), **account},
        event=event,
        offers=choosable(event.pk),
        has_terms=bool(event.terms_de or event.terms_en),
    )
    return form_page(request, event, form)


def closed_page(
    request: HttpRequest, event: Event, reason: str, *, may_have_link: bool = False
) -> HttpResponse:
    """The page that says why it does not work; `may_have_link` reminds people of their link."""
    context = {"event": event, "reason": reason, "may_have_link": may_have_link}
    return render(request, "registration/closed.html", context)


def form_page(
    request: HttpRequest,
    event: Event,
    form: RegistrationForm,
    *,
    template: str = "registration/register.html",
    invitation: EventInvitation | None = None,
) -> HttpResponse:
    """The page with the form; what was typed stays, whatever is wrong with it."""
    shown: dict[str, Any] = {"offers": form.offers, "is_invited": invitation is not None}
    status = 200
    if form.is_bound:
        answer, more = _sent(request, event, form, invitation=invitation)
        if answer is not None:
            return answer
        shown, status = {**shown, **more}, UNFIT
    screen = register_screen(event, form, house=occupancy_of(event), **shown)
    context = {**screen, "hours": settings.CONFIRM_WITHIN_HOURS}
    return render(request, template, context, status=status)


def _sent(
    request: HttpRequest, event: Event, form: RegistrationForm, *, invitation: EventInvitation | None
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """The next page; or None, and what the form has to say besides its own errors."""
    if request.POST.get("topic"):
        # A program filled in what no person sees: it learns nothing from the answer.
        return redirect("registration:sent", slug=event.slug), {}
    if not form.is_valid():
        return None, {}
    facts = form.facts()
    dangers = endangered_words(facts, form.offers)
    if dangers and "anyway" not in request.POST:
        return None, {"endangered": dangers}
    return _registered(request, event, facts, invitation=invitation)


def _registered(
    request: HttpRequest, event: Event, facts: RegistrationData, *, invitation: EventInvitation | None
) -> tuple[HttpResponse | None, dict[str, Any]]:
    now = timezone.now()
    try:
        registration = unconfirmed.begin(
            event_id=event.pk,
            facts=facts,
            origin=sessions.place(request),
            by=subject_of(request.user),
            now=now,
            invitation_id=invitation.pk if invitation else None,
        )
    except Refusal as no:
        if no.reason is RegistrationRefusal.ALREADY:
            registering.remind(event_id=event.pk, email=facts.email, now=now)
            return redirect("registration:sent", slug=event.slug), {}
        pairs = no.details.get("pairs", ())
        return None, {"fault": refusal_message(no.reason), "clashing": {pk for pair in pairs for pk in pair}}
    if registration is None:
        return redirect("registration:sent", slug=event.slug), {}
    messages.success(request, _("We have sent a confirmation to %(email)s.") % {"email": registration.email})
    return next_page(registration, now=now), {}


def next_page(registration: Registration, *, now: datetime) -> HttpResponse:
    """Whoever has just registered goes on with what they agreed to, or sees the own page."""
    token = link_of(registration)
    return redirect(
        first_addon_page(registration, token, now=now) or reverse("registration:own", args=[token])
    )


@require_safe
def sent_page(request: HttpRequest, slug: str) -> HttpResponse:
    """For every address the same: what there is to know goes to its owner alone."""
    context = {"event": event_at(slug), "hours": settings.CONFIRM_WITHIN_HOURS}
    return render(request, "registration/sent.html", context)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Names of organisations while somebody types; the form works without them."""
    found = actors_like(request.GET.get("organisation", "")[:200].replace("\0", ""))
    options = list(dict.fromkeys(actor.name for actor in found))
    return render(request, "registration/parts/options.html", {"options": options})
