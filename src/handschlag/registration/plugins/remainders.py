"""What stays when somebody is erased from an event."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.remainders import Remainder


def _registration_days() -> str:
    days = {"days": settings.KEEP_REGISTRATIONS_DAYS}
    return gettext("%(days)s days after the event at the latest") % days


OF_REGISTRATION: Final = (
    Remainder(
        key="registration.count",
        what=_("A registration without a name: its status, and whether lunch was booked"),
        why=_("It is included in the figures of the event."),
        until=_("as long as the event is kept"),
    ),
    Remainder(
        key="registration.meetings",
        what=_(
            "Requests and meetings without your name and without their purpose: time, meeting point, outcome"
        ),
        why=_("They belong to the timetable and the answers of the other people."),
        until=_("as long as the event is kept"),
    ),
    Remainder(
        key="registration.files",
        what=_(
            "Files of published timetables with a number in place of your name, without your requirements"
        ),
        why=_("With them, anyone can check that the timetable was calculated correctly."),
        until=lazy(_registration_days, str)(),
    ),
    Remainder(
        key="registration.copies",
        what=_("What others have printed or downloaded: lists, badges, timetables, contact details"),
        why=_("It is no longer on this platform. Please ask the organisers to destroy it."),
        until=_("until those who have it destroy it"),
    ),
    Remainder(
        key="registration.directory",
        what=_("Your organisation’s entry in the directory, if editors have published it"),
        why=_("It is about the organisation. An entry that only you had suggested is deleted."),
        until=_("until the organisation has it removed"),
    ),
)
OF_OTHER_THINGS: Final = Remainder(
    key="registration.account",
    what=_("Your account and your registrations for other events, if you have any"),
    why=_("They do not belong to this event. You can delete them yourself."),
    until=_("until you delete them"),
)
