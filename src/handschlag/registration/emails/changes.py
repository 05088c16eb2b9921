"""What became of chosen sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.emails.letters import Letter
from handschlag.registration.emails.parts import own_page, send, title_of
from handschlag.registration.models import Registration, SessionChoice
from handschlag.registration.queries.programmes import Offer, published


def tell_seated(choices: Sequence[SessionChoice], *, now: datetime) -> None:
    """To people who waited for a seat in a session and have it now."""
    offers = published(choices[0].registration.event_id) if choices else {}
    for choice in choices:
        if choice.session_id in offers:
            tell_seat(choice.registration, offers[choice.session_id], now=now)


def tell_seat(registration: Registration, offer: Offer, *, now: datetime) -> None:
    def write() -> Letter:
        names = {
            "session": pick(offer.title_de, offer.title_en),
            "event": title_of(registration.event),
        }
        return Letter(
            subject=_("A seat for you: %(session)s") % names,
            paragraphs=(_("A seat in “%(session)s” at “%(event)s” came free, and it is yours.") % names,),
            url=own_page(registration),
            link=_("Your registration"),
            end=_("You would rather not? Choose other sessions with the same link."),
        )

    send(registration, write, now=now, has_calendar=True)


def tell_sessions_changed(registration: Registration, lines: Iterable[str], *, now: datetime) -> None:
    """Sessions that the person chose have moved, changed rooms, or do not take place."""
    said = "\n".join(lines)

    def write() -> Letter:
        names = {"event": title_of(registration.event)}
        return Letter(
            subject=_("Your sessions have changed: %(event)s") % names,
            paragraphs=(_("The programme of “%(event)s” has changed, and with it what you chose:") % names,),
            quote=said,
            url=own_page(registration),
            link=_("Your registration"),
            end=_("A calendar that subscribes to your feed moves the entries by itself."),
        )

    send(registration, write, now=now, has_calendar=True)
