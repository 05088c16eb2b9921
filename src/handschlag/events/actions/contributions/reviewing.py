"""The team scores contributions, each by themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.event_writes import editable_event
from handschlag.events.models import Contribution, ContributionReview
from handschlag.events.queries.contributions import IN_REVIEW
from handschlag.events.rules.refusals import ContributionRefusal, EventRefusal


@transaction.atomic
def review(
    *,
    event_id: int,
    contribution_id: int,
    score: int | None,
    remark: str,
    by: Subject,
    now: datetime,
) -> None:
    """What this person says of it; without a score, they know the people and say nothing more."""
    editable_event(event_id, by)
    row = Contribution.objects.filter(pk=contribution_id, event_id=event_id).first()
    if row is None or by.user_id is None:
        raise Refusal(EventRefusal.GONE)
    if row.state not in IN_REVIEW:
        raise Refusal(ContributionRefusal.OVER)
    values = {"score": score, "remark": remark, "has_conflict": score is None, "at": now}
    ContributionReview.objects.update_or_create(contribution=row, reviewer_id=by.user_id, defaults=values)
    audit.record(verb="contribution.reviewed", target=row, by_id=by.user_id, now=now)
