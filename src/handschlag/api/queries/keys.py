"""Which key somebody came with, and which keys an event has."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from handschlag.api.models import ApiKey
from handschlag.api.rules import keys


def key_with(token: str, *, now: datetime) -> ApiKey | None:
    """The key, if it opens something now. Whatever is wrong with it, the answer is the same: nothing."""
    if not token.startswith(keys.PREFIX) or not token.isascii():
        return None
    row = ApiKey.objects.filter(secret_hash=keys.hash_of(token)).select_related("event__matching").first()
    if row is None or not keys.is_valid(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now):
        return None
    return row


def keys_of(event_id: int) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(event_id=event_id).select_related("made_by")
