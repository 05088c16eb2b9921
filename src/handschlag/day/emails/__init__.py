"""Letters of the day, in the language of the registration."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from handschlag.directory.emails.letters import Letter
from handschlag.matching.emails.phases import emails_way
from handschlag.matching.models import Participant
from handschlag.matching.rules.phase_emails import EmailKind
from handschlag.registration.emails.common_text import event_title, greeting
from handschlag.registration.emails.posting import own_address, post_to

SOON: Final = 30


def ask_what_came(participant: Participant, *, after_days: int, now: datetime) -> None:
    """One link; each meeting is answered by one click."""
    registration = participant.registration

    def write() -> Letter:
        known = {"event": event_title(registration.event)}
        first = (
            _("A month ago you met people at “%(event)s”.")
            if after_days == SOON
            else _("Three months ago you met people at “%(event)s”.")
        )
        return Letter(
            subject=_("Results of your meetings: one click each") % known,
            paragraphs=(
                greeting(registration),
                first % known,
                _("No result, still in touch, or a project: one click per meeting, no password needed."),
                _("Results are counted without names and show whether such meetings are useful."),
            ),
            url=own_address("day:came_of_it", registration),
            link=_("Give feedback"),
            ways=(emails_way(participant),),
        )

    mute = own_address("matching:mute", registration, EmailKind.RESULTS.value)
    post_to(registration, write, kind=f"day.results_{after_days}", now=now, unsubscribe=mute)
