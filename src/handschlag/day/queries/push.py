"""Devices of a person, the platform's own key, and the news that a device shows."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.conf import settings

from handschlag.day.models import PushKey, PushSubscription
from handschlag.day.queries.next_meeting import day_fingerprint_of
from handschlag.day.queries.stepping_in import offers_to
from handschlag.matching.models import Participant, Party, Seat


def devices_of(participant: Participant) -> tuple[uuid.UUID, ...]:
    """Those that are told of changes."""
    rows = PushSubscription.objects.filter(participant=participant)
    return tuple(rows.order_by("made_at", "pk").values_list("device", flat=True))


def seal_of_keys() -> Fernet:
    """What the private key is sealed with: whoever has only the database has no key."""
    secret = hashlib.sha256(f"push.key:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def own_key() -> ec.EllipticCurvePrivateKey | None:
    """The platform's key; None where there is none yet, or the platform's secret is another by now."""
    row = PushKey.objects.first()
    if row is None:
        return None
    try:
        key = load_der_private_key(seal_of_keys().decrypt(row.sealed.encode()), password=None)
    except InvalidToken:
        return None
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNews:
    """The next meeting as it stands now; without one the times are None. `mark` changes with the day.

    With an offer it is that which is told: when, with whom, and until when to answer.
    """

    mark: str
    starts_at: datetime | None
    place: str
    names: str
    answer_until: datetime | None = None


def news_of(participant: Participant, *, now: datetime) -> DayNews:
    """What a device shows that was told to look."""
    mark = hashlib.sha256(day_fingerprint_of(participant).encode()).hexdigest()[:16]
    if offers := offers_to(participant, now=now):
        first = offers[0]
        return DayNews(
            mark=mark,
            starts_at=first.starts_at,
            place=first.place,
            names=first.other.name,
            answer_until=first.ends_at,
        )
    seats = Seat.objects.filter(participant=participant, meeting__ends_at__gt=now)
    seat = seats.select_related("meeting__place").order_by("starts_at").first()
    if seat is None:
        return DayNews(mark=mark, starts_at=None, place="", names="")
    others = Party.objects.filter(request_id=seat.meeting.request_id).exclude(participant=participant)
    names = others.order_by("-is_sender", "pk").values_list("participant__registration__name", flat=True)
    return DayNews(mark=mark, starts_at=seat.starts_at, place=seat.meeting.place.code, names=", ".join(names))
