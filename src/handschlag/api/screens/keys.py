"""Keys with what has become of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handschlag.api.models import ApiKey
from handschlag.api.rules.keys import is_valid


def key_rows(rows: Iterable[ApiKey], *, now: datetime) -> list[tuple[ApiKey, bool]]:
    """Each key, and whether it opens anything now."""
    return [(row, is_valid(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now)) for row in rows]
