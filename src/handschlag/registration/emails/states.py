"""What became of a registration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from handschlag.directory.emails.letters import Letter, PlainLink
from handschlag.registration.emails.common_text import (
    chosen_sessions,
    event_title,
    own_page,
    send,
    when_and_where,
)
from handschlag.registration.emails.posting import own_address
from handschlag.registration.emails.prospects import reasons_quoted, words_on_meetings
from handschlag.registration.hooks.meeting_prospects import prospect_of
from handschlag.registration.models import Registration, RegistrationState

type Sentences = tuple[str, ...]
_KINDS: Final[Mapping[str, str]] = {
    RegistrationState.CONFIRMED: "registration.confirmed",
    RegistrationState.WAITING: "registration.waiting",
    RegistrationState.DECLINED: "registration.declined",
}


def tell_registered(registration: Registration, *, now: datetime) -> None:
    """Right after registering: confirmed, waiting, or asked."""
    _tell_with_meetings(registration, _first_sentences, kind=_kind_of(registration), now=now)


def tell_decided(registration: Registration, *, now: datetime) -> None:
    """The organisers have approved or declined."""
    _tell_with_meetings(registration, _first_sentences, kind=_kind_of(registration), now=now)


def _kind_of(registration: Registration) -> str:
    return _KINDS.get(registration.state, "registration.received")


def _is_coming(registration: Registration) -> bool:
    return registration.state == RegistrationState.CONFIRMED


def _writer(
    registration: Registration, sentences: Callable[[Registration], tuple[str, Sentences]]
) -> Callable[[], Letter]:
    def write() -> Letter:
        subject, paragraphs = sentences(registration)
        names = {"event": event_title(registration.event)}
        own = own_page(registration)
        return Letter(
            subject=subject % names,
            paragraphs=(
                _("Hello %(name)s,") % {"name": registration.name},
                *(text % names for text in paragraphs),
                when_and_where(registration.event),
            ),
            quote=chosen_sessions(registration) if _is_coming(registration) else "",
            url=own,
            link=_("View, change or cancel your registration"),
            end=_(
                "This link is for you only. Anyone who has it can change your registration. You "
                "can replace it with a new one on the page it opens."
            ),
        )

    return write


def _tell_with_meetings(
    registration: Registration,
    sentences: Callable[[Registration], tuple[str, Sentences]],
    *,
    kind: str,
    now: datetime,
) -> None:
    """Where there are meetings, the one button leads to the recommendations."""

    def write() -> Letter:
        letter = _writer(registration, sentences)()
        prospect = prospect_of(registration.event_id, registration.actor, registration)
        if prospect is None or not _is_coming(registration):
            return letter
        reasons = (reasons_quoted(prospect), letter.quote)
        return replace(
            letter,
            paragraphs=(*letter.paragraphs, *words_on_meetings(prospect)),
            quote="\n".join(part for part in reasons if part),
            url=own_address(prospect.page, registration),
            link=prospect.label,
            ways=(
                PlainLink(label=letter.link, url=letter.url),
                PlainLink(label=_("I cannot come"), url=own_address("registration:cancel", registration)),
            ),
        )

    send(registration, write, kind=kind, now=now, has_calendar=_is_coming(registration))


def _first_sentences(registration: Registration) -> tuple[str, Sentences]:
    match registration.state:
        case RegistrationState.CONFIRMED:
            return _("You are registered: %(event)s"), (
                _("Your place at “%(event)s” is confirmed. The calendar entry is attached."),
            )
        case RegistrationState.WAITING:
            return _("You are on the waiting list: %(event)s"), (
                _("All places at “%(event)s” are taken. You are on the waiting list."),
                _("As soon as a place becomes free, it is yours and we will email you."),
            )
        case RegistrationState.DECLINED:
            return _("Your registration: %(event)s"), (
                _("Unfortunately we cannot offer you a place at “%(event)s”."),
            )
    return _("We have received your registration: %(event)s"), (
        _("We have received your registration for “%(event)s”. The organisers will check it and email you."),
    )


def tell_promoted(registration: Registration, *, now: datetime) -> None:
    """A place came free."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        return _("You have a place: %(event)s"), (
            _("A place at “%(event)s” has become free and is now yours. The calendar entry is attached."),
            _("If you cannot come after all, please cancel so that someone else can have your place."),
        )

    _tell_with_meetings(registration, sentences, kind="registration.promoted", now=now)


def tell_entered(registration: Registration, *, now: datetime) -> None:
    """The organisers have registered somebody: everything that they wrote can be seen and changed."""

    def sentences(one: Registration) -> tuple[str, Sentences]:
        subject, paragraphs = _first_sentences(one)
        return subject, (
            _("We have registered you for “%(event)s”, as you asked."),
            *paragraphs,
            _("Please check your details. If this was not your request, cancel with the same link."),
        )

    _tell_with_meetings(registration, sentences, kind="registration.entered", now=now)


def tell_imported(registration: Registration, *, now: datetime) -> None:
    """The organisers have registered somebody from a list: the personal link shows what they know."""

    def sentences(one: Registration) -> tuple[str, Sentences]:
        subject, paragraphs = _first_sentences(one)
        return subject, (
            _("We have registered you for “%(event)s” from a list of ours."),
            *paragraphs,
            _("Please check your details. If this was not your request, cancel with the same link."),
        )

    _tell_with_meetings(registration, sentences, kind="registration.imported", now=now)


def tell_changed(registration: Registration, *, by_organisers: bool, now: datetime) -> None:
    """To the person; the calendar entry moves with it."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        who = (
            _("The organisers have changed your registration for “%(event)s”.")
            if by_organisers
            else _("Your registration for “%(event)s” has been changed.")
        )
        return _("Your registration has been changed: %(event)s"), (who,)

    send(
        registration,
        _writer(registration, sentences),
        kind="registration.changed",
        now=now,
        has_calendar=_is_coming(registration),
    )


def tell_cancelled(registration: Registration, *, by_organisers: bool, now: datetime) -> None:
    """The attached file takes the entry out of the calendar."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        who = (
            _("The organisers have cancelled your registration for “%(event)s”.")
            if by_organisers
            else _("Your registration for “%(event)s” has been cancelled.")
        )
        return _("Your registration has been cancelled: %(event)s"), (
            who,
            _("If you saved the first calendar entry, open the attached one as well: it removes the entry."),
        )

    send(
        registration,
        _writer(registration, sentences),
        kind="registration.cancelled",
        now=now,
        is_cancelled=True,
    )
