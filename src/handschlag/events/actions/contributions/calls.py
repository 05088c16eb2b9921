"""Organisers call for contributions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.event_writes import changes_to, editable_event, in_audit
from handschlag.events.models import ContributionCall
from handschlag.events.rules.refusals import EventRefusal


@transaction.atomic
def save_call(
    *, event_id: int, values: Mapping[str, object], seen: int, by: Subject, now: datetime
) -> ContributionCall:
    """The event calls for contributions like this; `seen` is the version that the form showed, 0 for none."""
    event = editable_event(event_id, by)
    row = ContributionCall.objects.filter(event=event).first()
    if (row.version if row else 0) != seen:
        raise Refusal(EventRefusal.STALE)
    if row is None:
        row = ContributionCall.objects.create(event=event, changed_at=now, **values)
        audit.record(verb="contribution.called", target=event, by_id=by.user_id, now=now)
        return row
    new = changes_to(row, values)
    if new:
        noted = in_audit(row, new)
        ContributionCall.objects.filter(pk=row.pk).update(**new, changed_at=now, version=F("version") + 1)
        audit.record(verb="contribution.call_edited", target=event, by_id=by.user_id, now=now, changes=noted)
        row.refresh_from_db()
    return row
