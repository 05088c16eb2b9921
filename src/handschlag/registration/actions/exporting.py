"""A list of people leaves the platform: who took it is written down."""

from __future__ import annotations

from datetime import datetime

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.events.models import Event
from handschlag.registration.actions.access import pass_of, require_check_in_team, require_team


def note_export(*, event: Event, number: int, by: Subject, now: datetime) -> None:
    """A list with everything about those who registered, for the team."""
    require_team(by, event.pk)
    _note(event, number, by=by, now=now)


def note_check_in_list(*, event: Event, number: int, by: Subject, now: datetime) -> None:
    """The desk's list of names."""
    require_check_in_team(by, event.pk, now=now)
    _note(event, number, by=by, now=now)


def note_taken_along(*, event: Event, number: int, by: Subject, now: datetime) -> None:
    """A device keeps the desk's list."""
    require_check_in_team(by, event.pk, now=now)
    changes = {"registrations": [None, number], **pass_of(by)}
    audit.record(verb="registration.taken_along", target=event, by_id=by.user_id, now=now, changes=changes)


def _note(event: Event, number: int, *, by: Subject, now: datetime) -> None:
    changes = {"registrations": [None, number], **pass_of(by)}
    audit.record(verb="registration.exported", target=event, by_id=by.user_id, now=now, changes=changes)
