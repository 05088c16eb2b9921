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
    rows = ApiKey.objects.filter(secret_hash=keys.hash_of(token))
    row = rows.select_related("event__matching", "made_by").first()
    if row is None or not _is_of_somebody(row):
        return None
    is_valid = keys.is_valid(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now)
    return row if is_valid else None


def _is_of_somebody(row: ApiKey) -> bool:
    """An own key goes with its account; that of an event is the event's."""
    return row.event_id is not None or (row.made_by is not None and row.made_by.is_active)


def own_keys(user_id: int | None) -> QuerySet[ApiKey]:
    """A person's own keys, expired and revoked ones too; none for a visitor."""
    return ApiKey.objects.filter(made_by_id=user_id, made_by__isnull=False, event=None)


def keys_of(event_id: int) -> QuerySet[ApiKey]:
    """The keys of an event with who made them, expired and revoked ones too."""
    return ApiKey.objects.filter(event_id=event_id).select_related("made_by")
