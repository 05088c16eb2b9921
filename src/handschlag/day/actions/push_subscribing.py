"""A person switches messages to a device on and off."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.models import PushSubscription
from handschlag.day.rules.push_delivery import MOST_DEVICES, PushRefusal, may_be_called
from handschlag.matching.actions.access import is_own
from handschlag.matching.actions.versioned_writes import participant_now
from handschlag.matching.models import Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a browser says of itself; keys are written as the RFCs do."""

    id: uuid.UUID
    endpoint: str
    key: str
    secret: str


@transaction.atomic
def subscribe(
    *, participant_id: int, device: Device, has_link: bool, by: Subject, now: datetime
) -> PushSubscription:
    """This device is told of changes from now on, once, under whatever address its browser has now."""
    participant = _own_participant(participant_id, has_link=has_link, by=by)
    if not settings.PUSH:
        raise Refusal(PushRefusal.OFF)
    if not may_be_called(
        device.endpoint, services=settings.PUSH_SERVICES, may_be_local=settings.PUSH_MAY_BE_LOCAL
    ):
        raise Refusal(PushRefusal.BAD_ENDPOINT)
    rows = PushSubscription.objects.filter(participant=participant)
    # A browser that has forgotten its id still has its address: it is one device, not two.
    PushSubscription.objects.filter(endpoint=device.endpoint).exclude(
        participant=participant, device=device.id
    ).delete()
    values = {"endpoint": device.endpoint, "key": device.key, "secret": device.secret, "made_at": now}
    row, _is_new = rows.update_or_create(participant=participant, device=device.id, defaults=values)
    newest = rows.order_by("-made_at", "-pk").values_list("pk", flat=True)[:MOST_DEVICES]
    rows.exclude(pk__in=list(newest)).delete()
    audit.record(verb="day.push_on", target=row, by_id=by.user_id, now=now)
    return row


@transaction.atomic
def unsubscribe(
    *, participant_id: int, device_id: uuid.UUID, has_link: bool, by: Subject, now: datetime
) -> bool:
    """Nothing is sent to this device any more, also nothing that waits; whether there was such a device."""
    participant = _own_participant(participant_id, has_link=has_link, by=by)
    row = PushSubscription.objects.filter(participant=participant, device=device_id).first()
    if row is None:
        return False
    audit.record(verb="day.push_off", target=row, by_id=by.user_id, now=now)
    row.delete()
    return True


def _own_participant(participant_id: int, *, has_link: bool, by: Subject) -> Participant:
    """Nobody subscribes for somebody else, organisers neither. Devices of one person take turns."""
    participant = participant_now(participant_id)
    require(by, Action.TAKE_PART, owns=is_own(by, participant, has_link=has_link))
    Participant.objects.select_for_update(no_key=True).get(pk=participant_id)
    return participant
