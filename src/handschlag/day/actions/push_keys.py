"""The platform's own pair of keys: made once, where it is first needed, and kept sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import transaction

from handschlag.common import audit
from handschlag.day.models import PushKey, PushSubscription
from handschlag.day.queries.push import own_key, seal_of_keys
from handschlag.day.rules.web_push import CURVE, base64_of, point_of


@transaction.atomic
def public_key(*, now: datetime) -> str:
    """What browsers are given; the pair is made where there is none that can be opened.

    Needs no right: it is public, and the same for everybody.
    """
    if own_key() is not None:
        return PushKey.objects.get().public
    PushKey.objects.get_or_create(number=1, defaults=_made(now))
    PushKey.objects.select_for_update().get()  # of two that found none, the second finds that of the first
    return PushKey.objects.get().public if own_key() is not None else renew(now=now)


@transaction.atomic
def renew(*, now: datetime) -> str:
    """A new pair. Browsers hold on to the old one, so every subscription ends."""
    row, _is_new = PushKey.objects.update_or_create(number=1, defaults=_made(now))
    number = PushSubscription.objects.count()
    PushSubscription.objects.all().delete()
    changes = {"subscriptions": [number, 0]}
    audit.record(verb="day.push_key_made", target=row, by_id=None, now=now, changes=changes)
    return row.public


def _made(now: datetime) -> dict[str, Any]:
    key = ec.generate_private_key(CURVE)
    inside = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    sealed = seal_of_keys().encrypt(inside).decode()
    return {"public": base64_of(point_of(key)), "sealed": sealed, "made_at": now}
