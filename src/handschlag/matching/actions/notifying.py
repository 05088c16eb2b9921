"""Notices go out: each in a transaction with its letter, so that none is sent twice and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.emails.publishing import tell_changes
from handschlag.matching.models import Notice, Participant
from handschlag.matching.rules.refusals import PlanRefusal

AT_ONCE = 20


def send_notices(*, version_id: int, now: datetime, tell: Callable[[int, int], None]) -> int:
    """Everybody who was not told yet; may be broken off and begun again at any moment."""
    rows = Notice.objects.filter(version_id=version_id, is_on_paper=False)
    total, sent = rows.count(), 0
    while ids := list(rows.filter(sent_at=None).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        sent += _send(ids, now=now)
        tell(total - rows.filter(sent_at=None).count(), total)
    return sent


@transaction.atomic
def _send(ids: list[int], *, now: datetime) -> int:
    locked = Notice.objects.select_for_update(of=("self",)).filter(pk__in=ids, sent_at=None)
    rows = list(locked.select_related("participant__registration__event", "version").order_by("pk"))
    participants = Participant.objects.select_related("registration")
    people = {person for row in rows for change in row.changes for person in change["people"]}
    known = {one.pk: one.registration for one in participants.filter(pk__in=people)}
    for row in rows:
        tell_changes(row, people=known, now=now)
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now)
    return len(rows)


@transaction.atomic
def note_told(*, notice_id: int, by: Subject, now: datetime) -> Notice:
    """Somebody who reads no mail was told by telephone or in print."""
    row = (
        Notice.objects.select_for_update(of=("self",)).select_related("version__service").filter(pk=notice_id)
    )
    found = row.first()
    if found is None:
        raise Refusal(PlanRefusal.NO_VERSION)
    require_team(by, found.version.service.event_id)
    if found.sent_at is None:
        Notice.objects.filter(pk=found.pk).update(sent_at=now)
        audit.record(verb="matching.told_by_hand", target=found, by_id=by.user_id, now=now)
    found.refresh_from_db()
    return found
