"""What has happened is written down, and other systems are called: signed, in order, until it arrives."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from handschlag.api.models import Delivery, DeliveryState, Endpoint, Occurrence, Stop
from handschlag.common.calls import AddressFault, PinnedConnection, open_address, target_of
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.operations.holding import held_since
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.matching.hooks import MeetingEvent
from handschlag.matching.models import Party, Request

MOST_ATTEMPTS: Final = 7
LEASE: Final = timedelta(minutes=1)  # whoever has begun a call and is not heard of is taken for dead
AT_ONCE: Final = 200  # calls of one job


def delay_after(attempts: int) -> timedelta | None:
    """Until the next one; None where it is given up.

    >>> sum((delay_after(n) for n in range(1, 7)), timedelta())
    datetime.timedelta(seconds=81900)
    """
    return timedelta(minutes=4 ** (attempts - 1)) if attempts < MOST_ATTEMPTS else None


PREFIX: Final = "whsec_"
SIGNATURE: Final = "Handschlag-Signature"
DELIVERY: Final = "Handschlag-Delivery"
WINDOW_SECONDS: Final = 300  # older calls are to be refused


def derived_secret(uid: str, *, number: int, key: str) -> str:
    """What is shown once; a new number makes a new one."""
    made = hmac.new(key.encode(), f"webhook:{uid}:{number}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.urlsafe_b64encode(made).decode().rstrip("=")


def signature_of(body: bytes, *, secret: str, at: int) -> str:
    """The header: when it was signed, and the code over that and the body.

    >>> signature_of(b"{}", secret="whsec_x", at=1)[:12]
    't=1,v1=36ee2'
    """
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


WHOLE: Final = 10.0  # seconds for everything


class CallFault(Labelled):
    ADDRESS = "address", _("the address is not open to the internet")
    UNREACHABLE = "unreachable", _("nobody answers there")
    INSECURE = "insecure", _("its certificate is not valid")
    TOO_LONG = "too_long", _("the answer took too long")
    REDIRECT = "redirect", _("it points elsewhere, and we do not follow")
    REFUSED = "refused", _("it does not accept the call")  # any other status than 2xx


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult:
    status: int | None = None
    fault: CallFault | None = None


def make_call(url: str, body: bytes, *, headers: Mapping[str, str], may_be_local: bool) -> DeliveryResult:
    """What came of it. The answer's body is not read."""
    target = target_of(url, may_be_local=may_be_local)
    if isinstance(target, AddressFault):
        return DeliveryResult(fault=CallFault.ADDRESS)
    until = monotonic() + WHOLE
    try:
        address = open_address(target, may_be_local=may_be_local, until=until)
    except OSError:
        return DeliveryResult(fault=CallFault.UNREACHABLE)
    if address is None:
        return DeliveryResult(fault=CallFault.ADDRESS)
    connection = PinnedConnection(target, address)
    try:
        with connection.ends_at(until):
            connection.request("POST", target.path, body=body, headers=dict(headers))
            status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as wrong:
        return DeliveryResult(fault=_fault_in(wrong, connection))
    finally:
        connection.close()
    return DeliveryResult(status=status, fault=_fault_of(status))


def _fault_in(wrong: Exception, connection: PinnedConnection) -> CallFault:
    if connection.is_cut or isinstance(wrong, TimeoutError):
        return CallFault.TOO_LONG
    return CallFault.INSECURE if isinstance(wrong, ssl.SSLError) else CallFault.UNREACHABLE


def _fault_of(status: int) -> CallFault | None:
    if 200 <= status < 300:
        return None
    return CallFault.REDIRECT if 300 <= status < 400 else CallFault.REFUSED


SHOWN = 50
WAITING = Q(deliveries__state=DeliveryState.WAITING)


def endpoints_of(event_id: int) -> QuerySet[Endpoint]:
    """With who made each, and as `waiting` the number of calls not yet made."""
    rows = Endpoint.objects.filter(event_id=event_id).select_related("made_by")
    return rows.annotate(waiting=Count("deliveries", filter=WAITING))


def log_of(endpoint: Endpoint) -> QuerySet[Delivery]:
    """The latest calls."""
    return endpoint.deliveries.select_related("occurrence").order_by("-pk")[:SHOWN]


def due_deliveries(*, now: datetime) -> list[int]:
    """Endpoints that have something to be told, and need not wait."""
    free = Q(deliveries__leased_until=None) | Q(deliveries__leased_until__lte=now)
    rows = Endpoint.objects.filter(WAITING, free, stopped_at=None)
    ready = rows.filter(Q(waits_until=None) | Q(waits_until__lte=now))
    return list(ready.order_by("pk").values_list("pk", flat=True).distinct())


def contents_of(requests: Collection[int]) -> dict[int, dict[str, Any]]:
    """By request: its meeting as it stands now, in numbers; without time and place where there is none."""
    people: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(request_id__in=requests).order_by("pk")
    for request, participant in parties.values_list("request_id", "participant_id"):
        people[request].append(participant)
    rows = Request.objects.filter(pk__in=requests).select_related("meeting__place")
    return {row.pk: _content_of(row, people[row.pk]) for row in rows}


def _content_of(row: Request, people: list[int]) -> dict[str, Any]:
    meeting = getattr(row, "meeting", None)
    content: dict[str, Any] = {"id": str(row.uid), "number": row.pk, "participants": people}
    if meeting is not None:
        content |= {
            "starts_at": meeting.starts_at.isoformat(),
            "ends_at": meeting.ends_at.isoformat(),
            "place": meeting.place.code,
        }
    return {"meeting": content}


def queue_delivery(happened: MeetingEvent) -> list[int]:
    """The endpoints that are to be called, in the transaction that is open; none where nobody wants it."""
    rows = _LISTENING.rows(service=happened.service_id)
    wanted = [one for one in rows if happened.kind in one.kinds]
    if wanted:
        queue_deliveries(wanted, happened.kind, contents=_contents(happened))
    return [one.pk for one in wanted if one.stopped_at is None]


_LISTENING: Final = PreparedQuery(
    lambda service: Endpoint.objects.filter(event__matching=service).order_by("pk")
)


def _contents(happened: MeetingEvent) -> list[dict[str, Any]]:
    if happened.version is not None:
        return [{"version": happened.version}]
    found = contents_of(happened.requests)
    return [found[pk] for pk in happened.requests if pk in found]


def queue_deliveries(endpoints: Sequence[Endpoint], kind: str, *, contents: Sequence[dict[str, Any]]) -> None:
    """One call to each endpoint for each content; all endpoints must be of one event."""
    event_id = endpoints[0].event_id
    made = Occurrence.objects.bulk_create(
        [Occurrence(event_id=event_id, kind=kind, content=one) for one in contents], batch_size=500
    )
    Delivery.objects.bulk_create(
        [Delivery(endpoint=endpoint, occurrence=one) for one in made for endpoint in endpoints],
        batch_size=500,
    )


DELIVER: Final = "api.deliver"
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """What is sent where."""

    delivery: Delivery
    url: str
    body: bytes
    headers: dict[str, str]


def attempt_delivery(*, endpoint_id: int, now: datetime, due_at: datetime | None = None) -> None:
    """A worker makes the calls of this endpoint; one job at a time is enough."""
    waiting = Job.objects.filter(
        kind=DELIVER, state=JobState.QUEUED, payload__endpoint_id=endpoint_id, due_at__lte=due_at or now
    )
    if not waiting.exists():
        payload = {"endpoint_id": endpoint_id}
        enqueue(kind=DELIVER, payload=payload, owner_id=None, now=now, due_at=due_at)


@transaction.atomic
def claim_deliveries(*, endpoint_id: int, now: datetime) -> _Call | None:
    """The oldest call that waits is ours for a minute. Whoever dies meanwhile is followed by another."""
    if held_since() is not None:
        return None
    endpoint = Endpoint.objects.select_for_update(of=("self",), no_key=True).filter(pk=endpoint_id).first()
    if endpoint is None or endpoint.stopped_at or (endpoint.waits_until and endpoint.waits_until > now):
        return None
    rows = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
    first = rows.select_related("occurrence__event").order_by("pk").first()
    if first is None or (first.leased_until is not None and first.leased_until > now):
        return None
    Delivery.objects.filter(pk=first.pk).update(
        attempts=F("attempts") + 1, leased_until=now + LEASE, tried_at=now
    )
    first.refresh_from_db(fields=["attempts", "leased_until", "tried_at"])
    return _call_of(endpoint, first, now=now)


def _call_of(endpoint: Endpoint, delivery: Delivery, *, now: datetime) -> _Call:
    """The same body each time; the signature is of now."""
    told = delivery.occurrence
    facts = {
        "delivery": str(delivery.uid),
        "kind": told.kind,
        "at": told.at.isoformat(),
        "event": told.event.slug,
        **told.content,
    }
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    signed = signature_of(body, secret=endpoint_secret(endpoint), at=int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Handschlag",
        DELIVERY: str(delivery.uid),
        SIGNATURE: signed,
    }
    return _Call(delivery=delivery, url=endpoint.url, body=body, headers=headers)


def endpoint_secret(endpoint: Endpoint) -> str:
    """What signs the calls to this endpoint: computed, never stored; renewing gives another."""
    return derived_secret(str(endpoint.uid), number=endpoint.secret_number, key=settings.SECRET_KEY)


@transaction.atomic
def record_delivery(call: _Call, outcome: DeliveryResult, *, now: datetime) -> bool:
    """What came of it; whether the next one may be called at once."""
    one = call.delivery
    rows = Delivery.objects.filter(pk=one.pk, state=DeliveryState.WAITING, attempts=one.attempts)
    values = {"status": outcome.status, "fault": outcome.fault or "", "leased_until": None}
    endpoints = Endpoint.objects.filter(pk=one.endpoint_id)
    if outcome.fault is None:
        endpoints.update(waits_until=None)
        return bool(rows.update(state=DeliveryState.DONE, **values))
    delay = delay_after(one.attempts)
    if delay is not None:
        if rows.update(**values):
            endpoints.update(waits_until=now + delay)
            attempt_delivery(endpoint_id=one.endpoint_id, now=now, due_at=now + delay)
    elif rows.update(state=DeliveryState.DEAD, **values):
        endpoints.filter(stopped_at=None).update(stopped_at=now, stop=Stop.FAILING, waits_until=None)
    return False


def delete_expired_deliveries(*, now: datetime) -> int:
    """Calls that are over are forgotten after a month, with what they told."""
    old = Q(occurrence__at__lt=now - KEPT)
    Delivery.objects.filter(old).exclude(state=DeliveryState.WAITING).delete()
    return Occurrence.objects.filter(at__lt=now - KEPT, deliveries=None).delete()[0]
