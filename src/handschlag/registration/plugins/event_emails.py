"""The emails about registrations: what each is for, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.events.emails import programme
from handschlag.events.hooks.event_emails import EmailGroup, EventEmail
from handschlag.registration import emails
from handschlag.registration.emails.messages import MESSAGE
from handschlag.registration.emails.rehearsals import (
    as_confirmed,
    rehearse_confirmation,
    rehearse_in_state,
    rehearse_invitation,
    rehearse_message,
    rehearse_named,
    rehearse_new_address,
    rehearse_programme,
    rehearse_seat,
)
from handschlag.registration.models import (
    Registration,
    RegistrationState,
)

_REGISTERED: Final = _("You get this email because you are registered for “%(event)s”.")
_INVITED: Final = _("You get this email because you are invited to “%(event)s”.")
_TYPED: Final = _("You get this email because this address was entered for “%(event)s”.")
_ALL: Final = _("people who are registered")


def _registered(
    key: str,
    title: Promise,
    occasion: Promise,
    recipients: Promise,
    rehearse: Callable[[Registration, datetime], None],
    *,
    list_of: str | Promise = "",
) -> EventEmail:
    return EventEmail(
        kind=f"registration.{key}",
        group=EmailGroup.REGISTRATION,
        title=title,
        occasion=occasion,
        recipients=recipients,
        reason=_REGISTERED,
        rehearse=rehearse,
        list_of=list_of,
    )


EMAILS: Final = (
    EventEmail(
        kind="registration.invited",
        group=EmailGroup.REGISTRATION,
        title=_("Invitation"),
        occasion=_("when you invite someone"),
        recipients=_("people you invite"),
        reason=_INVITED,
        rehearse=rehearse_invitation,
        list_of=_("two reasons to come, where there are any"),
    ),
    EventEmail(
        kind="registration.to_confirm",
        group=EmailGroup.REGISTRATION,
        title=_("Please confirm your registration"),
        occasion=_("after the form, until the address is confirmed"),
        recipients=_("whoever fills in the form"),
        reason=_TYPED,
        rehearse=rehearse_confirmation,
        values=("until",),
    ),
    EventEmail(
        kind="registration.named",
        group=EmailGroup.REGISTRATION,
        title=_("Confirmation by colleagues"),
        occasion=_("when someone registers colleagues"),
        recipients=_("colleagues who were named"),
        reason=_TYPED,
        rehearse=rehearse_named,
        values=("until", "names"),
    ),
    _registered(
        "confirmed",
        _("Registration confirmed"),
        _("after registering, or once you approve"),
        _("people with a place"),
        rehearse_in_state(RegistrationState.CONFIRMED),
        list_of=_("the chosen sessions, and two reasons to come"),
    ),
    _registered(
        "received",
        _("Registration received"),
        _("after registering, where you approve each person"),
        _("people who wait for your approval"),
        rehearse_in_state(RegistrationState.ASKED),
    ),
    _registered(
        "waiting",
        _("On the waiting list"),
        _("after registering, when all places are taken"),
        _("people on the waiting list"),
        rehearse_in_state(RegistrationState.WAITING),
    ),
    _registered(
        "promoted",
        _("A place is free"),
        _("when someone moves up from the waiting list"),
        _("people on the waiting list"),
        lambda one, now: emails.tell_promoted(as_confirmed(one), now=now),
        list_of=_("the chosen sessions, and two reasons to come"),
    ),
    _registered(
        "declined",
        _("Registration declined"),
        _("when you decline a registration"),
        _("people you decline"),
        rehearse_in_state(RegistrationState.DECLINED),
    ),
    _registered(
        "entered",
        _("Registered by you"),
        _("when you register one person"),
        _("people you register"),
        lambda one, now: emails.tell_entered(as_confirmed(one), now=now),
        list_of=_("the chosen sessions, and two reasons to come"),
    ),
    _registered(
        "imported",
        _("Personal link after an import"),
        _("when you send the personal links of an imported list"),
        _("people on the list"),
        lambda one, now: emails.tell_imported(as_confirmed(one), now=now),
        list_of=_("the chosen sessions, and two reasons to come"),
    ),
    _registered(
        "changed",
        _("Registration changed"),
        _("when a registration is changed"),
        _ALL,
        lambda one, now: emails.tell_changed(as_confirmed(one), by_organisers=True, now=now),
        list_of=_("the chosen sessions"),
    ),
    _registered(
        "cancelled",
        _("Registration cancelled"),
        _("when a registration is cancelled"),
        _ALL,
        lambda one, now: emails.tell_cancelled(one, by_organisers=True, now=now),
    ),
    EventEmail(
        kind="registration.seated",
        group=EmailGroup.REGISTRATION,
        title=_("A seat in a session"),
        occasion=_("when a seat in a full session becomes free"),
        recipients=_("people waiting for this session"),
        reason=_REGISTERED,
        rehearse=rehearse_seat,
        values=("name", "session"),
    ),
    EventEmail(
        kind=programme.KIND,
        group=EmailGroup.REGISTRATION,
        title=_("Programme changed"),
        occasion=_("when you publish a programme in which chosen sessions change"),
        recipients=_("people who chose these sessions"),
        reason=_REGISTERED,
        rehearse=rehearse_programme,
        list_of=_("what has changed"),
    ),
    _registered(
        "already",
        _("Already registered"),
        _("when a registered address is entered again"),
        _ALL,
        lambda one, now: emails.tell_already(one, now=now),
    ),
    _registered(
        "link_renewed",
        _("New personal link"),
        _("when a personal link is renewed"),
        _ALL,
        lambda one, now: emails.tell_link_renewed(one, now=now),
    ),
    EventEmail(
        kind="registration.to_confirm_address",
        group=EmailGroup.REGISTRATION,
        title=_("Please confirm your new address"),
        occasion=_("when a person enters a new address"),
        recipients=_("the new address"),
        reason=_TYPED,
        rehearse=rehearse_new_address,
        values=("until",),
    ),
    _registered(
        "address_asked",
        _("A new address was entered"),
        _("when a person enters a new address"),
        _("the address so far"),
        lambda one, now: emails.tell_address_asked(one, now=now),
    ),
    _registered(
        "address_left",
        _("Address changed"),
        _("when an address is changed"),
        _("the address so far"),
        lambda one, now: emails.tell_address_left(one, one.email, by_organisers=True, now=now),
    ),
    EventEmail(
        kind=MESSAGE,
        group=EmailGroup.REGISTRATION,
        title=_("Message from you"),
        occasion=_("when you send it, or at a time you choose"),
        recipients=_("the people you choose"),
        reason=_REGISTERED,
        rehearse=rehearse_message,
        is_written_each_time=True,
    ),
    _registered(
        "data",
        _("Their data"),
        _("when you send a person the way to their data"),
        _("people who ask for it"),
        lambda one, now: emails.tell_data(one, now=now),
    ),
)
