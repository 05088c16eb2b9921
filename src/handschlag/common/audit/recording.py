"""Writes audit entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from handschlag.common.models import AuditEntry
from handschlag.common.requests import current_request_id


def record(
    *,
    verb: str,
    target: models.Model,
    by_id: int | None,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """One entry about `target`: `changes` maps a field to [before, after], without personal data."""
    return AuditEntry.objects.create(
        at=now,
        by_id=by_id,
        verb=verb,
        kind=target._meta.label_lower,  # noqa: SLF001 - Django documents it as public
        object_id=str(target.pk),
        changes=dict(changes or {}),
        request_id=current_request_id(),
    )
