"""What became of chosen sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.emails.letters import Letter
from handschlag.registration.emails.common_text import event_title, greeting, own_page, send
from handschlag.registration.models import Registration, SessionChoice
from handschlag.registration.queries.programmes import Offer, published


def tell_seated(choices: Sequence[SessionChoice], *, now: datetime) -> None:
    """To people who waited for a seat in a session and have it now."""
    offers = published(choices[0].registration.event_id) if choices else {}
    for choice in choices:
        if choice.session_id in offers:
            tell_seat(choice.registration, offers[choice.session_id], now=now)


def tell_seat(registration: Registration, offer: Offer, *, now: datetime) -> None:
    """One person has a seat in one session."""

    def write() -> Letter:
        names = {
            "session": pick(offer.title_de, offer.title_en),
            "event": event_title(registration.event),
        }
        return Letter(
            subject=_("You have a place in “%(session)s”") % names,
            paragraphs=(
                greeting(registration),
                _("A place in “%(session)s” at “%(event)s” has become free. It is now yours.") % names,
            ),
            values=names,
            url=own_page(registration),
            link=_("Your registration"),
            end=_("If you do not want this place, choose other sessions with the same link."),
        )

    send(registration, write, kind="registration.seated", now=now, has_calendar=True)
