"""Who is told by letter is told on the phone, too: one row for each device, beside the change itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from handschlag.common.clocks.database_time import at_once
from handschlag.day.models import PushMessage, PushState, PushSubscription
from handschlag.day.rules.push_delivery import LIFETIME
from handschlag.matching.hooks.told_people import ToldPeople
from handschlag.matching.models import TimetableVersion

KEPT: Final = timedelta(days=7)


def queue_pushes(people: ToldPeople) -> None:
    """Within the transaction that changes their day; before a timetable is published nobody is told."""
    if not settings.PUSH:
        return
    rows = PushSubscription.objects.filter(
        participant__service_id=people.service_id,
        participant__registration_id__in=people.registrations,
        participant__left_at=None,
    )
    ids = list(rows.values_list("pk", flat=True))
    if not ids or not TimetableVersion.objects.filter(service_id=people.service_id).exists():
        return
    moments = {"created_at": people.at, "expires_at": people.at + LIFETIME}
    made = [PushMessage(subscription_id=pk, due_at=at_once(people.at), **moments) for pk in ids]
    PushMessage.objects.bulk_create(made, batch_size=500)


def drop_pushes(before: datetime) -> int:
    """What has waited since before that moment is given up; how many messages."""
    on_the_way = (PushState.WAITING, PushState.SENDING)
    waiting = PushMessage.objects.filter(state__in=on_the_way, created_at__lt=before)
    return waiting.update(state=PushState.FAILED, lease_until=None)


def forget_pushes(*, now: datetime) -> int:
    """What arrived, or never will, is forgotten after a week; how many there were."""
    on_the_way = (PushState.WAITING, PushState.SENDING)
    rows = PushMessage.objects.filter(created_at__lt=now - KEPT).exclude(state__in=on_the_way)
    return rows.delete()[0]
