"""Print packs are asked for; a worker sets them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.models import Meeting, Service
from handschlag.matching.rules.refusals import PlanRefusal

PRINT: Final = "matching.print"
PACKS: Final = ("sheets", "cards", "names")


def ask_for(*, service: Service, pack: str, by: Subject, now: datetime) -> Job:
    """Sheets for people, cards for places, or the list of names, of the timetable as it stands."""
    require_team(by, service.event_id)
    if pack not in PACKS or not Meeting.objects.filter(service=service).exists():
        raise Refusal(PlanRefusal.NO_MEETING)
    audit.record(
        verb="matching.printed", target=service, by_id=by.user_id, now=now, changes={"pack": [None, pack]}
    )
    payload = {"service_id": service.pk, "slug": service.event.slug, "pack": pack}
    return enqueue(kind=PRINT, payload=payload, owner_id=by.user_id, now=now)
