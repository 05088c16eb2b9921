"""The emails about contributions: what each is for, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import PersonalLink
from handschlag.events.emails import contributions as emails
from handschlag.events.hooks.event_emails import EmailGroup, EventEmail
from handschlag.events.models import Contribution, ContributionState

_NO_ROW: Final = 0  # in place of the key of a row that does not exist
_PROPOSED: Final = _("You get this email because this address was entered for a contribution to “%(event)s”.")


def _example(reader: Any, now: datetime, state: ContributionState) -> Contribution:
    """An invented contribution of whoever reads the preview."""
    return Contribution(
        pk=_NO_ROW,
        event=reader.event,
        link=PersonalLink(pk=_NO_ROW, email=reader.email),
        email=reader.email,
        reads=reader.language,
        title=gettext("Example contribution"),
        state=state,
        sent_at=now,
    )


def _rehearse_confirming(reader: Any, now: datetime) -> None:
    row = _example(reader, now, ContributionState.UNCONFIRMED)
    emails.tell_to_confirm(row, name=reader.name, now=now)


def _rehearse_link(reader: Any, now: datetime) -> None:
    row = _example(reader, now, ContributionState.SUBMITTED)
    emails.tell_link(row, name=reader.name, now=now)


def _rehearse(state: ContributionState) -> Callable[[Any, datetime], None]:
    def rehearse(reader: Any, now: datetime) -> None:
        emails.tell_decision(_example(reader, now, state), name=reader.name, now=now)

    return rehearse


def _decision(kind: str, title: Promise, state: ContributionState) -> EventEmail:
    return EventEmail(
        kind=kind,
        group=EmailGroup.PROGRAMME,
        title=title,
        occasion=_("when you decide, at once or later"),
        recipients=_("whoever proposed it"),
        reason=_PROPOSED,
        rehearse=_rehearse(state),
        values=("name", "title"),
    )


EMAILS: Final = (
    EventEmail(
        kind=emails.TO_CONFIRM,
        group=EmailGroup.PROGRAMME,
        title=_("Please confirm your contribution"),
        occasion=_("after the public form"),
        recipients=_("whoever proposes a contribution"),
        reason=_PROPOSED,
        rehearse=_rehearse_confirming,
        values=("name", "title", "until"),
    ),
    EventEmail(
        kind=emails.LINK,
        group=EmailGroup.PROGRAMME,
        title=_("Personal link of a contribution"),
        occasion=_("when you send the link again before a decision"),
        recipients=_("whoever proposed it"),
        reason=_PROPOSED,
        rehearse=_rehearse_link,
        values=("name", "title"),
    ),
    _decision(emails.ACCEPTED, _("Contribution accepted"), ContributionState.ACCEPTED),
    _decision(emails.RESERVE, _("Contribution on the reserve list"), ContributionState.RESERVE),
    _decision(emails.DECLINED, _("Contribution declined"), ContributionState.DECLINED),
)
