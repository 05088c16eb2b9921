"""What emails say of the meetings, where somebody may expect some."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.registration.hooks.meeting_prospects import MeetingProspect


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
