"""Letters to people who are registered: with their personal link, and with whom they concern."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handschlag.common import mail
from handschlag.common.mail import ConcernedPerson, Urgency, sealed
from handschlag.common.times import at_place, local_date
from handschlag.directory.emails.letters import TEMPLATE, Letter, address
from handschlag.events.emails.posting import post_of
from handschlag.events.emails.wording import worded
from handschlag.registration.models import (
    AddressChange,
    EventInvitation,
    Registration,
    UnconfirmedRegistration,
)
from handschlag.registration.queries.links import (
    link_of,
    link_of_address_change,
    link_of_invitation,
    link_of_unconfirmed,
    living,
)

REGISTRATION: Final = "registration"
INVITATION: Final = "invitation"
UNCONFIRMED: Final = "unconfirmed"
NEW_ADDRESS: Final = "address"
# Whoever asks for links and has none: so that the email takes the same work as one to somebody who has.
STRANGER: Final = ConcernedPerson(kind="stranger", id=0)


def person_of(registration: Registration) -> ConcernedPerson:
    """Under which name letters know the person."""
    return ConcernedPerson(kind=REGISTRATION, id=registration.pk)


def own_address(name: str, registration: Registration, *more: object) -> str:
    """A page behind the personal link; the link itself is put in when the letter is sent."""
    return address(name, mail.seal(REGISTRATION, registration.pk, to=registration.email), *more)


def address_of_invitation(invitation: EventInvitation, name: str = "registration:invited") -> str:
    """The form that is filled in for the invited person, or another page of the invitation; likewise."""
    return address(name, mail.seal(INVITATION, invitation.pk, to=invitation.email))


def person_of_form(row: UnconfirmedRegistration) -> ConcernedPerson:
    """Whoever owns the address that was typed, as letters know them until they confirm."""
    return ConcernedPerson(kind=UNCONFIRMED, id=row.pk)


def address_of_form(row: UnconfirmedRegistration) -> str:
    """The page that shows what was typed; likewise."""
    return address("registration:confirm", mail.seal(UNCONFIRMED, row.pk, to=row.email))


def address_of_change(row: AddressChange) -> str:
    """The page on which a new address is confirmed; likewise."""
    return address("registration:address", mail.seal(NEW_ADDRESS, row.pk, to=row.email))


def post_to(
    registration: Registration,
    write: Callable[[], Letter],
    *,
    kind: str,
    now: datetime,
    named: Iterable[Registration] = (),
    calendar: str = "",
    expires_at: datetime | None = None,
    template: str = TEMPLATE,
    unsubscribe: str = "",
    sending_id: int | None = None,
) -> None:
    """To the person, in the person's language; on the days of the event before all that can wait.

    `named` are the others whom the letter names. Who came unannounced may have given no address: what they
    need is on paper.
    """
    if registration.erased_at is not None or not registration.email:
        return
    event = registration.event

    def named_write() -> Letter:
        return _naming(registration, write())

    with at_place(event.time_zone):
        is_today = event.first_day <= local_date(now) <= event.last_day
    post_of(
        event,
        kind=kind,
        to=registration.email,
        language=registration.language,
        now=now,
        write=named_write,
        calendar=calendar,
        expires_at=expires_at,
        urgency=Urgency.HOUR if is_today else Urgency.USUAL,
        recipient=person_of(registration),
        named=[person_of(one) for one in named],
        template=template,
        unsubscribe=unsubscribe,
        sending_id=sending_id,
    )


def _naming(registration: Registration, letter: Letter) -> Letter:
    return replace(letter, values={"name": registration.name, **letter.values})


def as_sent(registration: Registration, letter: Letter, *, kind: str) -> Letter:
    """The words that the person would get: the organisers' own, where they wrote some."""
    return worded(_naming(registration, letter), event=registration.event, kind=kind)


def _token_in_letter(registration_id: int, to: str) -> str | None:
    """The personal link's token of now, if the letter goes to the address of now."""
    registration = living().filter(pk=registration_id, email=to).first()
    return link_of(registration) if registration else None


def _invitation_in_letter(invitation_id: int, to: str) -> str | None:
    """The token of an invitation that still invites this address."""
    invitation = EventInvitation.objects.filter(pk=invitation_id, email=to, withdrawn_at=None).first()
    return link_of_invitation(invitation) if invitation else None


def _form_in_letter(form_id: int, to: str) -> str | None:
    """The token that confirms what was typed with this address."""
    row = UnconfirmedRegistration.objects.filter(pk=form_id, email=to, is_repeat=False).first()
    return link_of_unconfirmed(row) if row else None


def _change_in_letter(change_id: int, to: str) -> str | None:
    """The token that confirms this new address."""
    row = AddressChange.objects.filter(pk=change_id, email=to).first()
    return link_of_address_change(row) if row else None


def register_seals() -> None:
    """What letters hold in place of a link, and what opens it when they are sent; for `AppConfig.ready`."""
    sealed.register_seal(REGISTRATION, _token_in_letter)
    sealed.register_seal(INVITATION, _invitation_in_letter)
    sealed.register_seal(UNCONFIRMED, _form_in_letter)
    sealed.register_seal(NEW_ADDRESS, _change_in_letter)
