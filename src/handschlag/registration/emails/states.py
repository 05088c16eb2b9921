"""What became of a registration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.directory.emails.letters import Letter
from handschlag.registration.emails.common_text import (
    chosen_sessions,
    event_title,
    own_page,
    send,
    when_and_where,
)
from handschlag.registration.models import Registration, RegistrationState

type Sentences = tuple[str, ...]


def tell_registered(registration: Registration, *, now: datetime) -> None:
    """Right after registering: confirmed, waiting, or asked."""
    send(
        registration, _writer(registration, _first_sentences), now=now, has_calendar=_is_coming(registration)
    )


def tell_decided(registration: Registration, *, now: datetime) -> None:
    """The organisers have approved or declined."""
    send(
        registration, _writer(registration, _first_sentences), now=now, has_calendar=_is_coming(registration)
    )


def _is_coming(registration: Registration) -> bool:
    return registration.state == RegistrationState.CONFIRMED


def _writer(
    registration: Registration, sentences: Callable[[Registration], tuple[str, Sentences]]
) -> Callable[[], Letter]:
    def write() -> Letter:
        subject, paragraphs = sentences(registration)
        names = {"event": event_title(registration.event)}
        return Letter(
            subject=subject % names,
            paragraphs=(
                _("Hello %(name)s,") % {"name": registration.name},
                *(text % names for text in paragraphs),
                when_and_where(registration.event),
            ),
            quote=chosen_sessions(registration) if _is_coming(registration) else "",
            url=own_page(registration),
            link=_("See, change or cancel your registration"),
            end=_(
                "This link is yours alone: whoever has it can change your registration. "
                "You can replace it with a new one on the page it opens."
            ),
        )

    return write


def _first_sentences(registration: Registration) -> tuple[str, Sentences]:
    match registration.state:
        case RegistrationState.CONFIRMED:
            return _("You are registered: %(event)s"), (
                _("your place at “%(event)s” is confirmed. The calendar entry is attached."),
            )
        case RegistrationState.WAITING:
            return _("You are on the waiting list: %(event)s"), (
                _("all places at “%(event)s” are taken. You are on the waiting list."),
                _("As soon as a place comes free for you, it is yours, and we write to you at once."),
            )
        case RegistrationState.DECLINED:
            return _("About your registration: %(event)s"), (
                _("the organisers of “%(event)s” cannot offer you a place this time."),
            )
    return _("Your registration has arrived: %(event)s"), (
        _("your registration for “%(event)s” has arrived. The organisers look at it and write to you."),
    )


def tell_promoted(registration: Registration, *, now: datetime) -> None:
    """A place came free."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        return _("A place for you: %(event)s"), (
            _("a place at “%(event)s” came free, and it is yours. The calendar entry is attached."),
            _("You cannot come after all? Please cancel, so that somebody else can."),
        )

    send(registration, _writer(registration, sentences), now=now, has_calendar=True)


def tell_entered(registration: Registration, *, now: datetime) -> None:
    """The organisers have registered somebody: everything that they wrote can be seen and changed."""

    def sentences(one: Registration) -> tuple[str, Sentences]:
        subject, paragraphs = _first_sentences(one)
        return subject, (
            _("the organisers of “%(event)s” have registered you, as you asked them to."),
            *paragraphs,
            _("Please look at what they wrote for you. That was not you? Cancel with the same link."),
        )

    send(registration, _writer(registration, sentences), now=now, has_calendar=_is_coming(registration))


def tell_imported(registration: Registration, *, now: datetime) -> None:
    """The organisers have registered somebody from a list: the personal link shows what they know."""

    def sentences(one: Registration) -> tuple[str, Sentences]:
        subject, paragraphs = _first_sentences(one)
        return subject, (
            _("the organisers of “%(event)s” have registered you from a list of theirs."),
            *paragraphs,
            _("Please look at what they wrote for you. That was not you? Cancel with the same link."),
        )

    send(registration, _writer(registration, sentences), now=now, has_calendar=_is_coming(registration))


def tell_changed(registration: Registration, *, by_organisers: bool, now: datetime) -> None:
    """To the person; the calendar entry moves with it."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        who = (
            _("the organisers have changed your registration for “%(event)s”.")
            if by_organisers
            else _("your registration for “%(event)s” has been changed.")
        )
        return _("Your registration has changed: %(event)s"), (who,)

    send(registration, _writer(registration, sentences), now=now, has_calendar=_is_coming(registration))


def tell_cancelled(registration: Registration, *, by_organisers: bool, now: datetime) -> None:
    """The attached file takes the entry out of the calendar."""

    def sentences(_one: Registration) -> tuple[str, Sentences]:
        who = (
            _("the organisers have cancelled your registration for “%(event)s”.")
            if by_organisers
            else _("your registration for “%(event)s” is cancelled.")
        )
        return _("Your registration is cancelled: %(event)s"), (
            who,
            _("If you opened the first calendar entry, open the attached one too: it takes it out again."),
        )

    send(registration, _writer(registration, sentences), now=now, is_cancelled=True)
