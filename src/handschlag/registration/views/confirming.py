"""Behind mailed links: what was typed is looked at, and confirmed or deleted.

A GET never changes anything: programs that read letters open every link.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.directory.models import Actor
from handschlag.registration.actions import personal_links, unconfirmed
from handschlag.registration.forms import starting
from handschlag.registration.forms.topics import NamedForm
from handschlag.registration.models import ConsentPurpose, Registration, UnconfirmedRegistration
from handschlag.registration.queries.addons import asked_consents
from handschlag.registration.queries.links import address_change_with, link_of, unconfirmed_with
from handschlag.registration.queries.occupancy import occupancy_of
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules.registration_data import unpacked
from handschlag.registration.screens.confirming import confirm_screen
from handschlag.registration.screens.registering import register_screen
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.registering import GET_OR_POST, closed_page, next_page
from handschlag.registration.web.links import closed_to_strangers, unknown


@never_cache
@require_http_methods(GET_OR_POST)
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Everything that was typed, and one button; afterwards the way to the registration."""
    now = timezone.now()
    row = unconfirmed_with(token, now=now)
    if row is None:
        return unknown(request, now=now)
    move_to(row.event.time_zone)
    if row.registration is not None:
        return _own_page_of(request, row.registration)
    if row.named_by_id is not None:
        return _named(request, row, token, now=now)
    if request.method != "POST":
        context = {**confirm_screen(row), "token": token}
        return closed_to_strangers(render(request, "registration/confirm.html", context))
    try:
        registration = unconfirmed.confirm(unconfirmed_id=row.pk, by=subject_of(request.user), now=now)
    except Refusal as no:
        return closed_to_strangers(
            closed_page(request, row.event, refusal_message(no.reason), may_have_link=True)
        )
    messages.success(request, _("Registration confirmed. We have sent you an email with your personal link."))
    return next_page(registration, now=now)


def _named(
    request: HttpRequest, row: UnconfirmedRegistration, token: str, *, now: datetime
) -> HttpResponseBase:
    """Somebody whom a colleague has named says everything themselves, and consents or not."""
    typed = unpacked(row.facts)
    form = NamedForm(
        request.POST if request.method == "POST" else None,
        initial=starting.of_typed(typed),
        event=row.event,
        offers=choosable(row.event_id),
        actor=Actor.objects.filter(pk=typed.actor_id or 0).first(),
        has_terms=bool(row.event.terms_de or row.event.terms_en),
        before=typed,
        asks_matching=ConsentPurpose.MATCHING in asked_consents(row.event_id),
    )
    fault = ""
    if form.is_bound and form.is_valid():
        try:
            made = unconfirmed.confirm(
                unconfirmed_id=row.pk, facts=form.facts(), by=subject_of(request.user), now=now
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(
                request, _("Registration confirmed. We have sent you an email with your personal link.")
            )
            return next_page(made, now=now)
    screen = register_screen(row.event, form, house=occupancy_of(row.event), offers=form.offers, fault=fault)
    context = {**screen, "named_by": row.named_by, "token": token, "is_waiting": False}
    status = UNFIT if form.is_bound else 200
    return closed_to_strangers(render(request, "registration/invited.html", context, status=status))


def _own_page_of(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    """The first link leads on, until the personal link was renewed: then it has ended with it."""
    if registration.erased_at is not None or registration.link_number != 1:
        return unknown(request, now=timezone.now())
    return redirect("registration:own", token=link_of(registration))


@require_POST
def discard(request: HttpRequest, token: str) -> HttpResponseBase:
    """It was not the owner of the address who filled in the form."""
    now = timezone.now()
    row = unconfirmed_with(token, now=now)
    if row is None:
        return unknown(request, now=now)
    try:
        unconfirmed.discard(unconfirmed_id=row.pk, by=subject_of(request.user), now=now)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Entries deleted. You are not registered with them."))
    return redirect("registration:register", slug=row.event.slug)


@never_cache
@require_http_methods(GET_OR_POST)
def address(request: HttpRequest, token: str) -> HttpResponseBase:
    """A new address for a registration, and one button."""
    now = timezone.now()
    change = address_change_with(token, now=now)
    if change is None:
        return unknown(request, now=now)
    move_to(change.registration.event.time_zone)
    if request.method != "POST":
        context = {"change": change, "event": change.registration.event}
        return closed_to_strangers(render(request, "registration/address.html", context))
    try:
        registration = personal_links.confirm_address(
            change_id=change.pk, by=subject_of(request.user), now=now
        )
    except Refusal as no:
        page = closed_page(request, change.registration.event, refusal_message(no.reason), may_have_link=True)
        return closed_to_strangers(page)
    messages.success(request, _("Email address confirmed. We have sent you your new personal link."))
    return redirect("registration:own", token=link_of(registration))
