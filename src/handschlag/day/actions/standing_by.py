"""The organisers state how many people may stand alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.models import DaySettings
from handschlag.day.rules.refusals import DayRefusal
from handschlag.day.rules.standing_by import MOST
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service


@transaction.atomic
def state_risk(*, service_id: int, most_alone: int, by: Subject, now: datetime) -> DaySettings:
    """At most so many of a hundred people in the meetings of a slot."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if not 0 <= most_alone <= MOST:
        raise Refusal(DayRefusal.BAD_SETTING)
    row, _is_new = DaySettings.objects.update_or_create(
        service=service, defaults={"most_alone": most_alone, "changed_at": now}
    )
    changes = {"most_alone": [None, most_alone]}
    audit.record(verb="day.set", target=row, by_id=by.user_id, now=now, changes=changes)
    return row
