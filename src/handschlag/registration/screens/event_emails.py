"""The emails of an event, as their organisers see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.events.hooks.event_emails import EmailGroup, EventEmail
from handschlag.events.models import EmailWording
from handschlag.registration.queries.event_emails import EmailCounts

GROUPS: Final[Mapping[EmailGroup, Promise]] = {
    EmailGroup.PROGRAMME: _("Call for contributions"),
    EmailGroup.REGISTRATION: _("Registration"),
    EmailGroup.MATCHING: _("Matchmaking"),
    EmailGroup.DAY: _("On the day"),
    EmailGroup.AFTER: _("Afterwards"),
}
PLACEHOLDERS: Final[Mapping[str, Promise]] = {
    "name": _("name of the reader"),
    "event": _("title of the event"),
    "dates": _("days and venue"),
    "link": _("the button with its link, on a line of its own"),
    "reason": _("why the reader gets this email"),
    "until": _("end of the time to reply"),
    "from": _("start of the wishes"),
    "number": _("the number"),
    "unsent": _("number of requests not sent"),
    "names": _("names of the others"),
    "time": _("day and time"),
    "place": _("meeting point"),
    "new": _("the new time"),
    "old": _("the time so far"),
    "first": _("day and time of the first meeting"),
    "session": _("title of the session"),
    "topic": _("topic of the table"),
    "title": _("title of the contribution"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _EmailRow:
    """One kind in the list."""

    email: EventEmail
    counts: EmailCounts
    way: str  # whose words: usual, sentence or text


def grouped_emails(
    emails: Sequence[EventEmail],
    counts: Mapping[str, EmailCounts],
    wordings: Mapping[str, EmailWording],
) -> list[tuple[Promise, list[_EmailRow]]]:
    """All kinds in the order of an event."""
    nothing = EmailCounts()
    rows = [
        _EmailRow(email=one, counts=counts.get(one.kind, nothing), way=_way_of(wordings.get(one.kind)))
        for one in emails
    ]
    found = [(title, [row for row in rows if row.email.group is group]) for group, title in GROUPS.items()]
    return [(title, some) for title, some in found if some]


def _way_of(row: EmailWording | None) -> str:
    if row is None:
        return "usual"
    return "text" if row.text_de else "sentence"


def placeholder_rows(email: EventEmail) -> list[tuple[str, Any, bool]]:
    """What may stand in a text of one's own: as it is written, what it is, and whether it has to."""
    words = {**PLACEHOLDERS, "list": email.list_of}
    return [(f"{{{name}}}", words[name], name in email.required) for name in email.placeholders]
