"""A list of people leaves the platform: who took it is written down."""

from __future__ import annotations

from datetime import datetime

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.events.models import Event
from handschlag.registration.actions.access import require_team


def note_export(*, event: Event, number: int, by: Subject, now: datetime) -> None:
    require_team(by, event.pk)
    changes = {"registrations": [None, number]}
    audit.record(verb="registration.exported", target=event, by_id=by.user_id, now=now, changes=changes)
