"""Figures of an event become public, and private again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.events.queries.organising import organises
from handschlag.matching.models import Service
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.queries.public import public_content
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.rules.kpis import Phase
from handschlag.statistics.rules.published import digest_of, encoded
from handschlag.statistics.rules.refusals import PublishRefusal


@transaction.atomic
def publish(*, service: Service, reviewed: str, by: Subject, now: datetime) -> PublicFigures:
    """Everybody may see the figures that were `reviewed` (their digest), and no others."""
    event = _lock(service.event_id)
    require(by, Action.PUBLISH_EVENT, owns=organises(by, event.pk))
    found = reported(service, now=now)
    if found.phase is not Phase.AFTER:
        raise Refusal(PublishRefusal.NOT_OVER)
    content = public_content(service, found.figures, now=now)
    if content.people is None:
        raise Refusal(PublishRefusal.TOO_FEW)
    if digest_of(content) != reviewed:
        raise Refusal(PublishRefusal.CHANGED)
    old = PublicFigures.objects.filter(event=event).first()
    values = {
        "content": encoded(content),
        "digest": reviewed,
        "published_at": now,
        "by_id": by.user_id,
        "number": old.number + 1 if old else 1,
    }
    row, _is_new = PublicFigures.objects.update_or_create(event=event, defaults=values)
    audit.record(
        verb="statistics.published",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"digest": [old.digest if old else None, reviewed]},
    )
    return row


@transaction.atomic
def withdraw(*, event_id: int, by: Subject, now: datetime) -> None:
    """Nobody sees the figures any more; without any there is nothing to do."""
    event = _lock(event_id)
    require(by, Action.PUBLISH_EVENT, owns=organises(by, event.pk))
    row = PublicFigures.objects.filter(event=event).first()
    if row is None:
        return
    row.delete()
    audit.record(
        verb="statistics.withdrawn",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"digest": [row.digest, None]},
    )


def _lock(event_id: int) -> Event:
    return Event.objects.select_for_update().get(pk=event_id)
