"""The timetable leaves the platform as a file: who took it is written down."""

from __future__ import annotations

from datetime import datetime

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.matching.actions.access import require_team
from handschlag.matching.models import Service


def note_timetable(*, service: Service, meetings: int, by: Subject, now: datetime) -> None:
    """The log keeps who took how many meetings away; `Denied` unless it is the event's own team."""
    require_team(by, service.event_id)
    changes = {"meetings": [None, meetings]}
    audit.record(verb="matching.exported", target=service, by_id=by.user_id, now=now, changes=changes)
