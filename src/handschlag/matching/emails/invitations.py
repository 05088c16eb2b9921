"""Asks somebody who is registered to take part in matchmaking, too."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from handschlag.common.times import format_moment
from handschlag.directory.emails.letters import Letter
from handschlag.matching.models import Service
from handschlag.matching.queries.drafts import drafted_statements
from handschlag.registration.emails.common_text import event_title
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration

JOIN: Final = "matching.invitation"


def tell_to_join(registration: Registration, service: Service, *, now: datetime) -> None:
    """One email with the way to the invitation; what a list says of the person is shown there."""
    post_to(registration, lambda: join_letter(registration, service), kind=JOIN, now=now)


def join_letter(registration: Registration, service: Service) -> Letter:
    """The words, in the language that is spoken now."""
    names = {
        "event": event_title(registration.event),
        "name": registration.name,
        "until": format_moment(service.answers_until),
    }
    has_draft = bool(drafted_statements(registration))
    return Letter(
        subject=_("Meet the right people: %(event)s") % names,
        paragraphs=(
            _("Hello %(name)s,") % names,
            _("You are registered for “%(event)s”, but you do not take part in matchmaking yet.") % names,
            _("Tell us what you offer and need; we suggest people and plan the meetings."),
            _("We have prepared what you offer and what you are looking for. One press confirms it.")
            if has_draft
            else _("It takes about three minutes."),
            _("Requests can be sent and answered until %(until)s.") % names,
        ),
        values={"until": names["until"]},
        url=own_address("matching:invitation", registration),
        link=_("Check and take part") if has_draft else _("Take part in matchmaking"),
        end=_("If you do not want to take part, you do not need to do anything. Your registration stays."),
    )
