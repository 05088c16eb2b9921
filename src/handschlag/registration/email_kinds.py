"""The emails about registrations that an event has, and how each looks in a preview."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.events.hooks import EmailGroup, EventEmail, Follower
from handschlag.events.programme import publishing
from handschlag.events.programme.differences import Difference, DifferenceKind
from handschlag.events.versions import Item, Programme
from handschlag.registration import decisions, invitations, personal_data, personal_links
from handschlag.registration.decisions import tell_seat
from handschlag.registration.emails import own_address, person_of
from handschlag.registration.messages import MESSAGE, tell_message
from handschlag.registration.models import (
    AddressChange,
    EmailSending,
    EventInvitation,
    Registration,
    RegistrationState,
    UnconfirmedRegistration,
)
from handschlag.registration.registering import actions
from handschlag.registration.sessions import Offer

_TWO_DAYS: Final = timedelta(days=2)
_NO_ROW: Final = 0  # in place of the key of a row that does not exist


def rehearse_in_state(state: RegistrationState) -> Callable[[Registration, datetime], None]:
    """What somebody gets who is in this state."""

    def rehearse(registration: Registration, now: datetime) -> None:
        decisions.tell_registered(_in(registration, state), now=now)

    return rehearse


def _in(registration: Registration, state: RegistrationState) -> Registration:
    changed = copy.copy(registration)
    changed.state = state
    return changed


def as_confirmed(registration: Registration) -> Registration:
    """The same person, as if they had a place."""
    return _in(registration, RegistrationState.CONFIRMED)


def rehearse_invitation(registration: Registration, now: datetime) -> None:
    """An invitation to this person."""
    row = EventInvitation(
        pk=_NO_ROW,
        event=registration.event,
        name=registration.name,
        email=registration.email,
        actor=registration.actor,
        language=registration.language,
    )
    invitations.tell_invited(row, now=now)


def rehearse_confirmation(registration: Registration, now: datetime) -> None:
    """The question whether the address is theirs, after the form."""
    row = UnconfirmedRegistration(
        pk=_NO_ROW, event=registration.event, email=registration.email, ends_at=now + _TWO_DAYS
    )
    actions.tell_to_confirm(row, language=registration.language, now=now)


def rehearse_named(registration: Registration, now: datetime) -> None:
    """The same question to somebody whom an invented colleague has named."""
    row = UnconfirmedRegistration(
        pk=_NO_ROW, event=registration.event, email=registration.email, ends_at=now + _TWO_DAYS
    )
    colleague = copy.copy(registration)
    colleague.name = gettext("Kim Example")
    actions.tell_named(row, colleague, language=registration.language, now=now)


def rehearse_new_address(registration: Registration, now: datetime) -> None:
    """The same for a new address."""
    change = AddressChange(
        pk=_NO_ROW, registration=registration, email=registration.email, ends_at=now + _TWO_DAYS
    )
    personal_links.tell_to_confirm_address(change, now=now)


def rehearse_seat(registration: Registration, now: datetime) -> None:
    """A seat in an invented session."""
    opens = now + timedelta(days=7)
    offer = Offer(
        id=_NO_ROW,
        uid="",
        kind="",
        starts_at=opens,
        ends_at=opens + timedelta(hours=1),
        title_de=gettext("Example session"),
        title_en=gettext("Example session"),
        room_de="",
        room_en="",
        room_id=None,
        language="",
        seats=1,
        is_cancelled=False,
        sequence=0,
        changed_at=None,
    )
    tell_seat(registration, offer, now=now)


def rehearse_programme(registration: Registration, now: datetime) -> None:
    """An invented session that does not take place."""
    event = registration.event
    begin = now + timedelta(days=7)
    gone = Item(
        id=_NO_ROW,
        uid="",
        kind="talk",
        title_de=gettext("Example session"),
        title_en=gettext("Example session"),
        starts_at=begin,
        ends_at=begin + timedelta(hours=1),
    )
    reader = Follower(
        email=registration.email,
        language=registration.language,
        session_ids=frozenset(),
        name=registration.name,
        url=own_address("registration:own", registration),
        person=person_of(registration),
    )
    nothing = Programme()
    publishing.tell_changed(
        reader=reader,
        event=event,
        changes=[Difference(kind=DifferenceKind.CANCELLED, before=gone, after=gone)],
        before=nothing,
        after=nothing,
        note="",
        now=now,
    )


def rehearse_message(registration: Registration, now: datetime) -> None:
    """A message that the organisers have still to write."""
    with translation.override(registration.language):
        subject, text = gettext("Your subject"), gettext("Your text")
    words = f"{text}\n\n{{link}}\n\n{{reason}}"
    sending = EmailSending(pk=_NO_ROW, subject_de=subject, subject_en=subject, text_de=words, text_en=words)
    tell_message(sending, registration, now=now)


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
        lambda one, now: decisions.tell_promoted(as_confirmed(one), now=now),
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
        lambda one, now: decisions.tell_entered(as_confirmed(one), now=now),
        list_of=_("the chosen sessions, and two reasons to come"),
    ),
    _registered(
        "imported",
        _("Personal link after an import"),
        _("when you send the personal links of an imported list"),
        _("people on the list"),
        lambda one, now: decisions.tell_imported(as_confirmed(one), now=now),
        list_of=_("the chosen sessions, and two reasons to come"),
    ),
    _registered(
        "changed",
        _("Registration changed"),
        _("when a registration is changed"),
        _ALL,
        lambda one, now: decisions.tell_changed(as_confirmed(one), by_organisers=True, now=now),
        list_of=_("the chosen sessions"),
    ),
    _registered(
        "cancelled",
        _("Registration cancelled"),
        _("when a registration is cancelled"),
        _ALL,
        lambda one, now: decisions.tell_cancelled(one, by_organisers=True, now=now),
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
        kind=publishing.KIND,
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
        lambda one, now: actions.tell_already(one, now=now),
    ),
    _registered(
        "link_renewed",
        _("New personal link"),
        _("when a personal link is renewed"),
        _ALL,
        lambda one, now: personal_links.tell_link_renewed(one, now=now),
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
        lambda one, now: personal_links.tell_address_asked(one, now=now),
    ),
    _registered(
        "address_left",
        _("Address changed"),
        _("when an address is changed"),
        _("the address so far"),
        lambda one, now: personal_links.tell_address_left(one, one.email, by_organisers=True, now=now),
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
        lambda one, now: personal_data.tell_data(one, now=now),
    ),
)
