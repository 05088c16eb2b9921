"""Personal links: sent again to whoever lost one, replaced, and moved to another address."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts import limits, sessions
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.mail import ConcernedPerson
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_moment, move_to
from handschlag.common.web import refusal_message
from handschlag.directory.emails import Letter, address, post
from handschlag.events.access import own_event_or_404
from handschlag.events.emails import post_of
from handschlag.events.models import Event
from handschlag.registration import access as known_limits
from handschlag.registration.access import (
    GET_OR_POST,
    TOO_MANY,
    UNFIT,
    Purpose,
    address_change_with,
    by_link,
    closed_page,
    closed_to_strangers,
    link_of,
    public_event_or_404,
    registration_or_404,
    require_hand,
    unknown_link_page,
)
from handschlag.registration.emails import (
    STRANGER,
    address_of_change,
    address_of_form,
    event_title,
    own_page_url,
    person_of,
    person_of_form,
    send,
    when_and_where,
)
from handschlag.registration.models import AddressChange, Registration, UnconfirmedRegistration
from handschlag.registration.places import ACTIVE, RegistrationRefusal, lock_registration, save_registration
from handschlag.registration.registering import actions
from handschlag.registration.registering.actions import account_of, ends_at, hash_for
from handschlag.registration.registering.form import EMAIL_FAULTS, language_of

MOST_LINKS = 10


@transaction.atomic
def renew_link(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Registration:
    """The old link and the old address of the calendar open nothing any more; the new one is mailed.

    A change of the address that was asked for with the old link is void, too.
    """
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    if not registration.email:
        raise Refusal(RegistrationRefusal.NO_ADDRESS)
    AddressChange.objects.filter(registration=registration).delete()
    save_registration(registration, seen=None, now=now, **renewed(registration))
    audit.record(verb="registration.link_renewed", target=registration, by_id=by.user_id, now=now)
    tell_link_renewed(registration, now=now)
    return registration


def renewed(registration: Registration) -> dict[str, Any]:
    """The columns of the next personal link and the next address of the calendar."""
    link, feed = registration.link_number + 1, registration.feed_number + 1
    return {
        "link_number": link,
        "secret_hash": hash_for(Purpose.REGISTRATION, registration.uid, link),
        "feed_number": feed,
        "feed_hash": hash_for(Purpose.FEED, registration.uid, feed),
    }


def send_links(
    *, email: str, event_id: int | None, language: str, origin: str, by: Subject, now: datetime
) -> None:
    """Emails to the address: one for each of its registrations, the latest, or one that there are none."""
    require(by, Action.REGISTER)
    with transaction.atomic():
        limits.count(known_limits.LINKS_FROM_A_PLACE, origin, now=now)
        limits.count(known_limits.LINKS_TO_AN_ADDRESS, email, now=now)
    with transaction.atomic():
        event = Event.objects.filter(pk=event_id).first() if event_id is not None else None
        rows = Registration.objects.filter(email=email, erased_at=None).select_related("event")
        waiting = UnconfirmedRegistration.objects.filter(
            email=email, registration=None, is_repeat=False, ends_at__gt=now
        ).select_related("event")
        if event is not None:
            rows, waiting = rows.filter(event=event), waiting.filter(event=event)
        tell_links(
            email,
            registrations=list(rows.order_by("-event__first_day", "-pk")[:MOST_LINKS]),
            waiting=list(waiting.order_by("-asked_at")[:MOST_LINKS]),
            event=event,
            language=language,
            now=now,
        )


def ask_for_address(registration: Registration, email: str, *, by: Subject, now: datetime) -> None:
    """With the event locked: both addresses are told; the new one counts when its link is opened.

    What happens here is the same for an address that is registered for the event already.
    """
    too_often = RegistrationRefusal.TOO_OFTEN
    limits.count(known_limits.ADDRESS_CHANGES, str(registration.pk), now=now, fault=too_often)
    limits.count(known_limits.LETTERS_TO_AN_ADDRESS, email, now=now, fault=too_often)
    AddressChange.objects.filter(registration=registration).delete()
    uid = uuid.uuid4()
    row = AddressChange.objects.create(
        registration=registration,
        uid=uid,
        secret_hash=hash_for(Purpose.ADDRESS, uid),
        email=email,
        asked_at=now,
        ends_at=ends_at(now),
    )
    audit.record(verb="registration.address_asked", target=registration, by_id=by.user_id, now=now)
    other = _registered(registration, email)
    if other is None:
        tell_to_confirm_address(row, now=now)
    else:
        actions.tell_already(other, now=now)
    tell_address_asked(registration, now=now)


@transaction.atomic
def confirm_address(*, change_id: int, by: Subject, now: datetime) -> Registration:
    """The mailed link was opened: the registration has this address, a new link, and its account."""
    require(by, Action.REGISTER)
    rows = AddressChange.objects.filter(pk=change_id, ends_at__gt=now)
    registration_id = rows.values_list("registration_id", flat=True).first()
    if registration_id is None:
        raise Refusal(RegistrationRefusal.GONE)
    registration = lock_registration(registration_id)
    row = rows.first()
    if row is None:
        raise Refusal(RegistrationRefusal.GONE)
    if registration.state not in ACTIVE:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    if _registered(registration, row.email) is not None:
        raise Refusal(RegistrationRefusal.ALREADY)
    before = registration.email
    proven = {"email": row.email, "user_id": account_of(row.email), "address_proven_at": now}
    row.delete()
    save_registration(registration, seen=None, now=now, **proven, **renewed(registration))
    audit.record(verb="registration.address_changed", target=registration, by_id=by.user_id, now=now)
    tell_link_renewed(registration, now=now)
    tell_address_left(registration, before, by_organisers=False, now=now)
    return registration


def _registered(registration: Registration, email: str) -> Registration | None:
    """Another registration of the event that has this address."""
    others = Registration.objects.filter(event_id=registration.event_id, email=email, state__in=ACTIVE)
    return others.exclude(pk=registration.pk).select_related("event").first()


def prove(*, registration: Registration, now: datetime) -> None:
    """The personal link was opened, and it went to this address alone: now the account is bound."""
    if registration.address_proven_at is None and registration.email:
        rows = Registration.objects.filter(pk=registration.pk, address_proven_at=None)
        rows.update(address_proven_at=now, user_id=account_of(registration.email))


class LostLinkForm(forms.Form):
    """One address."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        help_text=gettext_lazy("The address with which you registered."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=EMAIL_FAULTS,
    )

    def clean_email(self) -> str:
        """As registrations keep it."""
        return normalised_address(self.cleaned_data["email"])


@never_cache
@require_http_methods(GET_OR_POST)
def lost_link_page(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One field, and one answer for every address."""
    event = public_event_or_404(slug) if slug else None
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = UNFIT
        if form.is_valid():
            try:
                send_links(
                    email=form.cleaned_data["email"],
                    event_id=event.pk if event else None,
                    language=language_of(get_language()),
                    origin=sessions.place(request),
                    by=subject_of(request.user),
                    now=timezone.now(),
                )
            except Refusal:
                form.add_error(None, _("Too many requests. Please try again in an hour."))
                status = TOO_MANY
            else:
                return redirect("registration:lost_sent")
    context = {"form": form, "event": event}
    return render(request, "registration/lost.html", context, status=status)


@require_safe
def lost_link_sent_page(request: HttpRequest) -> HttpResponse:
    """The same page for every address."""
    return render(request, "registration/lost_sent.html")


@require_POST
@by_link
def renew_link_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponseBase:
    """The new link goes to the address alone: whoever presses this may hold a link that was stolen."""
    try:
        renew_link(
            registration_id=registration.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return redirect("registration:details", token=token)
    return render(request, "registration/renewed.html", {"languages": ()})


@require_POST
def renew_link_for(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The organisers replace somebody's link, for instance because it was forwarded."""
    event, by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    row = registration_or_404(event, number)
    try:
        renew_link(registration_id=row.pk, has_link=False, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("New link sent. The old one no longer works."))
    return redirect("registration:registration", slug=slug, number=number)


def tell_to_confirm_address(change: AddressChange, *, now: datetime) -> None:
    """To the new address: it counts once the link was opened."""
    registration = change.registration

    def write() -> Letter:
        names = {"event": event_title(registration.event), "moment": format_moment(change.ends_at)}
        return Letter(
            subject=_("Please confirm your new email address: %(event)s") % names,
            paragraphs=(
                _("Hello,"),
                _("This email address has been entered for a registration for “%(event)s”.") % names,
                _("Please confirm by %(moment)s that it is yours.") % names,
                when_and_where(registration.event),
            ),
            values={"until": names["moment"]},
            url=address_of_change(change),
            link=_("Confirm the email address"),
            end=_("If you know nothing about this, you do not need to do anything."),
        )

    post_of(
        registration.event,
        kind="registration.to_confirm_address",
        to=change.email,
        language=registration.language,
        now=now,
        write=write,
        expires_at=change.ends_at,
        recipient=person_of(registration),
    )


def tell_address_asked(registration: Registration, *, now: datetime) -> None:
    """To the address that still counts: with a new link somebody else's attempt comes to nothing."""

    def write() -> Letter:
        names = {"event": event_title(registration.event)}
        return Letter(
            subject=_("A new email address for your registration: %(event)s") % names,
            paragraphs=(
                _("Hello %(name)s,") % {"name": registration.name},
                _("A new email address has been entered for your registration for “%(event)s”.") % names,
                _("It counts once it has been confirmed. Until then your registration keeps this one."),
            ),
            url=own_page_url(registration),
            link=_("See your registration"),
            end=_("If that was not you, open the page and request a new link. That stops the change."),
        )

    send(registration, write, kind="registration.address_asked", now=now)


def tell_address_left(registration: Registration, before: str, *, by_organisers: bool, now: datetime) -> None:
    """To the address that does not count any more; its link has ended."""

    def write() -> Letter:
        names = {"event": event_title(registration.event)}
        who = (
            _("We have changed the email address of your registration for “%(event)s”.")
            if by_organisers
            else _("The email address of your registration for “%(event)s” has been changed.")
        )
        return Letter(
            subject=_("Your email address has been changed: %(event)s") % names,
            paragraphs=(
                _("Hello %(name)s,") % {"name": registration.name},
                who % names,
                _("The personal link in earlier emails no longer works."),
            ),
            values={"name": registration.name},
            url=address("events:event", registration.event.slug),
            link=_("Go to the event"),
            end=_("If that is not right, please contact the organisers."),
        )

    if before:
        post_of(
            registration.event,
            kind="registration.address_left",
            to=before,
            language=registration.language,
            now=now,
            write=write,
            recipient=person_of(registration),
        )


def tell_link_renewed(registration: Registration, *, now: datetime) -> None:
    """The new personal link."""

    def write() -> Letter:
        names = {"event": event_title(registration.event)}
        return Letter(
            subject=_("Your new personal link: %(event)s") % names,
            paragraphs=(
                _("Hello %(name)s,") % {"name": registration.name},
                _("This is your new personal link for “%(event)s”. The old one no longer works.") % names,
                _("The address of your calendar is new as well. If you subscribed to it, do so again."),
            ),
            url=own_page_url(registration),
            link=_("View, change or cancel your registration"),
            end=_("This link is for you only. You can replace it with a new one on the page it opens."),
        )

    send(registration, write, kind="registration.link_renewed", now=now)


def tell_links(
    email: str,
    *,
    registrations: Sequence[Registration],
    waiting: Sequence[UnconfirmedRegistration],
    event: Event | None,
    language: str,
    now: datetime,
) -> None:
    """Somebody asked for the links of an address: an email for each, or one that there is nothing to send.

    Each has one link alone: a letter is lost with its link, and must not take others along.
    """
    letters: list[tuple[ConcernedPerson, Callable[[], Letter]]] = [
        *((person_of(one), partial(_link_again, one)) for one in registrations),
        *((person_of_form(one), partial(_link_to_confirm_again, one)) for one in waiting),
    ]
    for person, write in letters or [(STRANGER, partial(_nothing_found, event))]:
        post(to=email, language=language, now=now, write=write, recipient=person)


def _link_again(registration: Registration) -> Letter:
    return _asked_for(event_title(registration.event), url=own_page_url(registration))


def _link_to_confirm_again(row: UnconfirmedRegistration) -> Letter:
    title = _("%(event)s (please confirm)") % {"event": event_title(row.event)}
    return _asked_for(title, url=address_of_form(row))


def _asked_for(title: str, *, url: str) -> Letter:
    return Letter(
        subject=_("Your personal link"),
        paragraphs=(_("Hello,"), _("Someone, probably you, has asked for your personal link."), title),
        url=url,
        link=_("Go to your registration"),
        end=_("If that was not you, you do not need to do anything."),
    )


def _nothing_found(event: Event | None) -> Letter:
    names = {"event": event_title(event) if event else ""}
    return Letter(
        subject=_("Your personal link"),
        paragraphs=(
            _("Hello,"),
            _("Someone, probably you, has asked for your personal link."),
            _("There is no registration for “%(event)s” with this email address.") % names
            if event
            else _("There is no registration with this email address."),
            _("You may have registered with a different address."),
        ),
        url=address("events:event", event.slug) if event else address("events:events"),
        link=_("Go to the event") if event else _("Go to the events"),
        end=_("If that was not you, you do not need to do anything."),
    )


@never_cache
@require_http_methods(GET_OR_POST)
def confirm_address_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """A new address for a registration, and one button."""
    now = timezone.now()
    change = address_change_with(token, now=now)
    if change is None:
        return unknown_link_page(request, now=now)
    move_to(change.registration.event.time_zone)
    if request.method != "POST":
        context = {"change": change, "event": change.registration.event}
        return closed_to_strangers(render(request, "registration/address.html", context))
    try:
        registration = confirm_address(change_id=change.pk, by=subject_of(request.user), now=now)
    except Refusal as no:
        page = closed_page(request, change.registration.event, refusal_message(no.reason), may_have_link=True)
        return closed_to_strangers(page)
    messages.success(request, _("Email address confirmed. We have sent you your new personal link."))
    return redirect("registration:own", token=link_of(registration))
