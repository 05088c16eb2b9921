"""Emails to people who are registered: what they have in common, and how one is posted and previewed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import get_language, gettext, ngettext, override
from django.utils.translation import gettext as _

from handschlag.common import mail
from handschlag.common.language import pick
from handschlag.common.mail import ConcernedPerson, Urgency, outbox
from handschlag.common.models import Mail
from handschlag.common.times import at_place, format_days, format_short_moment, local_date
from handschlag.directory.emails import TEMPLATE, Letter, address
from handschlag.events.emails import post_of, worded
from handschlag.events.hooks import EventEmail, email_of
from handschlag.events.models import Event
from handschlag.registration.access import (
    link_of,
    link_of_address_change,
    link_of_invitation,
    link_of_unconfirmed,
    living,
)
from handschlag.registration.hooks import MeetingProspect
from handschlag.registration.models import (
    AddressChange,
    EventInvitation,
    Registration,
    RegistrationState,
    SeatState,
    UnconfirmedRegistration,
)
from handschlag.registration.sessions import calendar_file, published

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
    outbox.register_seal(REGISTRATION, _token_in_letter)
    outbox.register_seal(INVITATION, _invitation_in_letter)
    outbox.register_seal(UNCONFIRMED, _form_in_letter)
    outbox.register_seal(NEW_ADDRESS, _change_in_letter)


def words_on_meetings(prospect: MeetingProspect | None) -> tuple[str, ...]:
    """What the day is besides its programme, and an honest number; nothing where it would be zero."""
    if prospect is None:
        return ()
    what = _("Before the event we arrange one-to-one meetings, each with a time and a table.")
    if not prospect.seekers:
        return (what,)
    number = ngettext(
        "%(count)s person is looking for what you offer.",
        "%(count)s people are looking for what you offer.",
        prospect.seekers,
    )
    return (f"{what} {number % {'count': prospect.seekers}}",)


def reasons_quoted(prospect: MeetingProspect | None) -> str:
    """Two reasons to come, one a line."""
    return "\n".join(prospect.examples[:2]) if prospect else ""


def event_title(event: Event) -> str:
    """The title in the language of the letter."""
    return pick(event.title_de, event.title_en)


def greeting(registration: Registration) -> str:
    """How a letter to a person begins; after it, a German sentence begins small."""
    return _("Hello %(name)s,") % {"name": registration.name}


def when_and_where(event: Event) -> str:
    """One sentence: the days and the house."""
    days = format_days(event.first_day, event.last_day)
    where = ", ".join(part for part in (event.venue, event.street, event.place) if part)
    return f"{days}, {where}" if where else days


def own_page_url(registration: Registration) -> str:
    """The person's own page behind their link, which is put in when the letter is sent."""
    return own_address("registration:own", registration)


def chosen_sessions(registration: Registration) -> str:
    """The chosen sessions, one on each line, with what became of the seat."""
    choices = {one.session_id: one for one in registration.choices.all()}
    offers = published(registration.event_id) if choices else {}
    lines = []
    for pk, offer in offers.items():
        if pk in choices and not offer.is_cancelled:
            start = format_short_moment(offer.starts_at)
            seat = {
                SeatState.SEATED: _("your place is reserved"),
                SeatState.WAITING: _("you are on the waiting list"),
            }.get(SeatState(choices[pk].seat), "")
            title = pick(offer.title_de, offer.title_en)
            lines.append(f"{start}: {title}" + (f" ({seat})" if seat else ""))
    return "\n".join(lines)


def send(
    registration: Registration,
    write: Callable[[], Letter],
    *,
    kind: str,
    now: datetime,
    has_calendar: bool = False,
    is_cancelled: bool = False,
) -> None:
    """To the person, with the calendar entry where there is one."""
    calendar = ""
    if has_calendar or is_cancelled:
        with translation.override(registration.language):
            calendar = calendar_file(registration, now=now, is_cancelled=is_cancelled).decode()
    post_to(registration, write, kind=kind, now=now, calendar=calendar)


NOBODY = "nobody@example.org"  # for people without an address: nothing is sent to it


def draft_of(email: EventEmail, registration: Registration, *, language: str, now: datetime) -> Mail:
    """The email as it would be stored now; its links are sealed."""
    one = copy.copy(registration)
    one.language, one.email = language, one.email or NOBODY
    with mail.rehearsed() as drafts, override(language):  # invented others have names in that language
        email.rehearse(one, now)
    return drafts[0]


def example_reader(event: Event, *, now: datetime) -> Registration:
    """Somebody invented, as long as nobody is registered."""
    return Registration(
        pk=0,
        event=event,
        name=gettext("Kim Example"),
        email=NOBODY,
        state=RegistrationState.CONFIRMED,
        language=get_language() or "de",
        asked_at=now,
        changed_at=now,
    )


def example_of(kind: str, event: Event, *, now: datetime) -> mail.Content:
    """How this email looks to somebody invented, in the language of the page."""
    reader = example_reader(event, now=now)
    return content_of(draft_of(email_of(kind), reader, language=reader.language, now=now))


def content_of(draft: Mail) -> mail.Content:
    """Its words, with what opens something masked."""
    return mail.without_secrets(draft)


def send_test(
    email: EventEmail,
    registration: Registration,
    *,
    language: str,
    to: str,
    recipient: mail.ConcernedPerson,
    now: datetime,
) -> None:
    """The same to an organiser: links are masked, for they are the other person's."""
    content = content_of(draft_of(email, registration, language=language, now=now))
    mail.queue_mail(
        to=to,
        subject=f"Test: {content.subject}",
        text=content.text,
        html=content.html,
        language=language,
        now=now,
        recipient=recipient,
        named=[person_of(registration)],
    )
