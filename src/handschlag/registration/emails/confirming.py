"""Emails with links that prove an address, and about links themselves.

Before an address is proven nothing that was typed stands in an email to it: a stranger may have typed it.
None of them asks the database for anything, so that writing one takes as long as writing the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from handschlag.common.mail import ConcernedPerson
from handschlag.common.times import format_moment
from handschlag.directory.emails.letters import Letter, address, post
from handschlag.events.emails.posting import post_of
from handschlag.events.models import Event
from handschlag.registration.emails.common_text import event_title, own_page, send, when_and_where
from handschlag.registration.emails.posting import (
    STRANGER,
    address_of_change,
    address_of_form,
    person_of,
    person_of_form,
)
from handschlag.registration.models import AddressChange, Registration, UnconfirmedRegistration


def tell_to_confirm(row: UnconfirmedRegistration, *, language: str, now: datetime) -> None:
    """The form was filled in with this address: the link shows what was typed, and confirms it."""

    def write() -> Letter:
        names = {"event": event_title(row.event), "moment": format_moment(row.ends_at)}
        return _to_confirm(
            row,
            _("Someone, probably you, has registered for “%(event)s” with this email address.") % names,
            _("Please confirm the registration by %(moment)s. Until then we keep your entries.") % names,
            end=_("If that was not you, you do not need to do anything: without confirmation we delete it."),
        )

    post_of(
        row.event,
        kind="registration.to_confirm",
        to=row.email,
        language=language,
        now=now,
        write=write,
        expires_at=row.ends_at,
        recipient=person_of_form(row),
    )


def tell_named(row: UnconfirmedRegistration, named_by: Registration, *, language: str, now: datetime) -> None:
    """A colleague who is registered has named this address: the link leads to the own form and consents."""

    def write() -> Letter:
        moment = format_moment(row.ends_at)
        names = {"event": event_title(row.event), "moment": moment, "name": named_by.name}
        return _to_confirm(
            row,
            _("%(name)s has registered you for “%(event)s”.") % names,
            _("Please check it by %(moment)s and say yourself what may be done with your data.") % names,
            values={"names": named_by.name},
            end=_("Without your confirmation we delete it; there is nothing you need to do."),
        )

    post_of(
        row.event,
        kind="registration.named",
        to=row.email,
        language=language,
        now=now,
        write=write,
        expires_at=row.ends_at,
        recipient=person_of_form(row),
        named=[person_of(named_by)],
    )


def _to_confirm(
    row: UnconfirmedRegistration, *why: str, end: str, values: Mapping[str, str] | None = None
) -> Letter:
    """The request to confirm a form, whoever has filled it in."""
    return Letter(
        subject=_("Please confirm your registration: %(event)s") % {"event": event_title(row.event)},
        paragraphs=(
            _("Hello,"),
            *why,
            *((_held(row),) if row.holds_place else ()),
            when_and_where(row.event),
        ),
        values={"until": format_moment(row.ends_at), **(values or {})},
        url=address_of_form(row),
        link=_("Check and confirm the registration"),
        end=end,
    )


def _held(row: UnconfirmedRegistration) -> str:
    names = {"moment": format_moment(row.held_until or row.ends_at)}
    return (
        _(
            "A place is reserved for you until %(moment)s. Only people registered by the organisers "
            "have priority."
        )
        % names
    )


def tell_already(registration: Registration, *, now: datetime) -> None:
    """Somebody has filled in the form, or changed an address, with one that is registered already."""

    def write() -> Letter:
        names = {"event": event_title(registration.event), "name": registration.name}
        return Letter(
            subject=_("You are already registered: %(event)s") % names,
            paragraphs=(
                _("Hello %(name)s,") % names,
                _("Someone, probably you, has entered this email address for “%(event)s” again.") % names,
                _("Nothing has changed: you only need to register once. Your personal link is below."),
                when_and_where(registration.event),
            ),
            url=own_page(registration),
            link=_("View, change or cancel your registration"),
            end=_("This link is for you only. You can replace it with a new one on the page it opens."),
        )

    send(registration, write, kind="registration.already", now=now)


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
            url=own_page(registration),
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
            url=own_page(registration),
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
    return _asked_for(event_title(registration.event), url=own_page(registration))


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
