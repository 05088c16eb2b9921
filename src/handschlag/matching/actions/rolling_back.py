"""An earlier version becomes the draft again; what was withdrawn since stays withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.plan_adoption import AdoptionResult, kept_by_hand, replace_timetable
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.engine.merging import Clash, meetings_at, merge
from handschlag.matching.models import TimetableVersion
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.moves import valid
from handschlag.matching.rules.refusals import PlanRefusal


@transaction.atomic
def roll_back(*, service_id: int, number: int, by: Subject, now: datetime) -> AdoptionResult:
    """The times of that version, with every meeting confirmed since; nobody is told yet."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    version = TimetableVersion.objects.filter(service=service, number=number).first()
    if version is None:
        raise Refusal(PlanRefusal.NO_VERSION)
    facts = load_engine_input(service)
    merged = merge(facts, meetings_at(valid(version)), frozen=kept_by_hand(service, facts, now=now))
    if isinstance(merged, Clash):
        raise Refusal(PlanRefusal.OUT_OF_DATE, lost=list(merged.lost))
    done = replace_timetable(service, facts, merged, now=now)
    changes = {"moved": [None, done.moved], "added": [None, done.added]}
    audit.record(verb="matching.rolled_back", target=version, by_id=by.user_id, now=now, changes=changes)
    return done
