"""Emails about registrations, written for a preview: with invented rows where there are none."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import translation
from django.utils.translation import gettext

from handschlag.events.emails import programme
from handschlag.events.hooks.session_followers import Follower
from handschlag.events.rules.programme import Difference, DifferenceKind, Item, Programme
from handschlag.registration import emails
from handschlag.registration.emails.changes import tell_seat
from handschlag.registration.emails.messages import tell_message
from handschlag.registration.emails.posting import own_address, person_of
from handschlag.registration.models import (
    AddressChange,
    EmailSending,
    EventInvitation,
    Registration,
    RegistrationState,
    UnconfirmedRegistration,
)
from handschlag.registration.queries.programmes import Offer

_TWO_DAYS: Final = timedelta(days=2)
_NO_ROW: Final = 0  # in place of the key of a row that does not exist


def rehearse_in_state(state: RegistrationState) -> Callable[[Registration, datetime], None]:
    """What somebody gets who is in this state."""

    def rehearse(registration: Registration, now: datetime) -> None:
        emails.tell_registered(_in(registration, state), now=now)

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
    emails.tell_invited(row, now=now)


def rehearse_confirmation(registration: Registration, now: datetime) -> None:
    """The question whether the address is theirs, after the form."""
    row = UnconfirmedRegistration(
        pk=_NO_ROW, event=registration.event, email=registration.email, ends_at=now + _TWO_DAYS
    )
    emails.tell_to_confirm(row, language=registration.language, now=now)


def rehearse_named(registration: Registration, now: datetime) -> None:
    """The same question to somebody whom an invented colleague has named."""
    row = UnconfirmedRegistration(
        pk=_NO_ROW, event=registration.event, email=registration.email, ends_at=now + _TWO_DAYS
    )
    colleague = copy.copy(registration)
    colleague.name = gettext("Kim Example")
    emails.tell_named(row, colleague, language=registration.language, now=now)


def rehearse_new_address(registration: Registration, now: datetime) -> None:
    """The same for a new address."""
    change = AddressChange(
        pk=_NO_ROW, registration=registration, email=registration.email, ends_at=now + _TWO_DAYS
    )
    emails.tell_to_confirm_address(change, now=now)


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
    programme.tell_changed(
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
