"""Messages to phones: switched on and off for a device, and written down beside the change they tell of."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, Final

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.calls import AddressFault, target_of
from handschlag.common.database import at_once
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.web import refusal_message
from handschlag.day import web_push
from handschlag.day.models import PushMessage, PushState, PushSubscription
from handschlag.day.participant_pages import UNFIT
from handschlag.day.signals import Unreadable
from handschlag.day.web_push import BadKey, device_keys
from handschlag.matching.access import is_own
from handschlag.matching.agreed_meetings import participant_now
from handschlag.matching.hooks import ToldPeople
from handschlag.matching.models import Participant, TimetableVersion
from handschlag.matching.participant_pages import for_the_day

MOST_DEVICES: Final = 5  # of one person; with a sixth the oldest goes
LONGEST_ENDPOINT: Final = 1024
LIFETIME: Final = timedelta(hours=12)  # of a message: whoever was offline longer sees the day itself
TOPIC: Final = "day"  # what still waits at the push service is replaced by the newer


class PushRefusal(Reason):
    OFF = "off", _("Push messages are switched off on this platform.")
    BAD_ENDPOINT = "bad_endpoint", _("The push service of this browser is not known here.")


def may_be_called(endpoint: str, *, services: Iterable[str], may_be_local: bool) -> bool:
    """Whether the endpoint lies at a push service that is known, over https.

    >>> may_be_called("https://a.push.example/x", services=["*.push.example"], may_be_local=False)
    True
    >>> may_be_called("https://push.example.evil/x", services=["push.example"], may_be_local=False)
    False
    """
    target = target_of(endpoint, may_be_local=may_be_local, longest=LONGEST_ENDPOINT)
    if isinstance(target, AddressFault):
        return False
    if may_be_local:
        return True
    return target.port == 443 and any(_fits(target.host, service) for service in services)


def _fits(host: str, service: str) -> bool:
    return host == service or (service.startswith("*.") and host.endswith(service[1:]))


def devices_of(participant: Participant) -> tuple[uuid.UUID, ...]:
    """Those that are told of changes."""
    rows = PushSubscription.objects.filter(participant=participant)
    return tuple(rows.order_by("made_at", "pk").values_list("device", flat=True))


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


LONGEST_KEY = 100


def device_in(body: bytes) -> Device:
    """`{"device", "endpoint", "key", "secret"}`; the keys have to be such as a browser makes."""
    given = _object_in(body)
    device = Device(
        id=_id_of(given),
        endpoint=_text(given, "endpoint", longest=LONGEST_ENDPOINT),
        key=_text(given, "key", longest=LONGEST_KEY),
        secret=_text(given, "secret", longest=LONGEST_KEY),
    )
    try:
        device_keys(key=device.key, secret=device.secret)
    except BadKey as error:
        raise Unreadable from error
    return device


def device_id_in(body: bytes) -> uuid.UUID:
    """`{"device"}`."""
    return _id_of(_object_in(body))


def _object_in(body: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(given, dict):
        raise Unreadable
    return given


def _text(given: Mapping[str, Any], name: str, *, longest: int) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isascii():
        raise Unreadable
    return value


def _id_of(given: Mapping[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(given.get("device"))
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable from error


def push_card(participant: Participant, token: str) -> dict[str, str] | None:
    """The devices that are switched on, each page knows its own; None where the installation has no push."""
    if not settings.PUSH:
        return None
    return {"devices": " ".join(map(str, devices_of(participant))), "token": token}


type _Switch = Callable[[HttpRequest, Participant], HttpResponse]


def for_devices(view: _Switch) -> Callable[Concatenate[HttpRequest, Participant, ...], HttpResponse]:
    """Where there are push messages at all; a no is an answer that a script can read."""

    @wraps(view)
    def opened(request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
        if not settings.PUSH:
            raise Http404
        try:
            return view(request, participant)
        except Unreadable:
            return JsonResponse({"fault": "unreadable"}, status=UNFIT)
        except Refusal as no:
            return JsonResponse({"fault": no.reason, "words": refusal_message(no.reason)}, status=UNFIT)

    return opened


@require_POST
@for_the_day
@for_devices
def public_key_page(_request: HttpRequest, _participant: Participant) -> HttpResponse:
    """The platform's public key, which browsers hand to their push service; made where there is none."""
    return JsonResponse({"key": web_push.public_key(now=timezone.now())})


@require_POST
@for_the_day
@for_devices
def switch_on(request: HttpRequest, participant: Participant) -> HttpResponse:
    """This device wants to be told."""
    subscribe(
        participant_id=participant.pk,
        device=device_in(request.body),
        has_link=True,
        by=subject_of(request.user),
        now=timezone.now(),
    )
    return JsonResponse({"is_on": True})


@require_POST
@for_the_day
@for_devices
def switch_off(request: HttpRequest, participant: Participant) -> HttpResponse:
    """And not any more."""
    unsubscribe(
        participant_id=participant.pk,
        device_id=device_id_in(request.body),
        has_link=True,
        by=subject_of(request.user),
        now=timezone.now(),
    )
    return JsonResponse({"is_on": False})
