"""What the pages of messages to many say of their states, and of emails that did not arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.models import Mail
from handschlag.events.hooks.event_emails import EventEmail
from handschlag.registration.hooks.audiences import audience_of
from handschlag.registration.models import EmailSending, Registration, SendingState
from handschlag.registration.queries.event_emails import EmailCounts

STATES: Final[Mapping[str, tuple[Promise, str]]] = {
    SendingState.DRAFT: (_("draft"), "plain"),
    SendingState.PLANNED: (_("scheduled"), "wait"),
    SendingState.SENT: (_("sent"), "ok"),
    SendingState.CANCELLED: (_("cancelled"), "plain"),
}
# The first that fits: of the status of RFC 3463, or of what the delivery noted.
_CAUSES: Final[Sequence[tuple[str, Promise]]] = (
    ("5.1", _("The address does not exist.")),
    ("5.2.2", _("The mailbox is full.")),
    ("5.7", _("The mail server of the recipient rejects our emails.")),
    ("SMTPRecipientsRefused 55", _("The address does not exist.")),
    ("gone", _("Its link no longer worked.")),
)
_OTHER: Final = _("The mail server did not accept it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _SendingRow:
    """One message in the list."""

    sending: EmailSending
    audience: str | Promise
    state: Promise
    tone: str
    counts: EmailCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class _LostEmail:
    """One email that did not arrive; `person` is None where nobody registered with it."""

    letter: Mail
    person: Registration | None
    title: str | Promise
    cause: Promise


def sending_row(sending: EmailSending, counts: EmailCounts | None) -> _SendingRow:
    """The message with its state in words."""
    audience, (state, tone) = audience_of(sending.audience), STATES[sending.state]
    return _SendingRow(
        sending=sending,
        audience=audience.title if audience else sending.audience,
        state=state,
        tone=tone,
        counts=counts or EmailCounts(),
    )


def lost_rows(
    letters: Sequence[Mail], people: Mapping[int, Registration], emails: Sequence[EventEmail]
) -> list[_LostEmail]:
    """Each with its person and why it did not arrive."""
    titles = {email.kind: email.title for email in emails}
    return [
        _LostEmail(
            letter=letter,
            person=people.get(letter.pk),
            title=titles.get(letter.kind, letter.kind),
            cause=_cause_of(letter),
        )
        for letter in letters
    ]


def _cause_of(letter: Mail) -> Promise:
    return next((words for code, words in _CAUSES if letter.error.startswith(code)), _OTHER)
