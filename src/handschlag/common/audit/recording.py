"""Writes audit entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import models

from handschlag.common.database.prepared_rows import PreparedRows
from handschlag.common.models import AuditEntry
from handschlag.common.web.requests import current_request_id

_ENTRIES: Final = PreparedRows(AuditEntry)


def record(
    *,
    verb: str,
    target: models.Model,
    by_id: int | None,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """One entry about `target`: `changes` maps a field to [before, after], without personal data."""
    entry = _entry_of(verb=verb, target=target, by_id=by_id, now=now, changes=changes or {})
    _ENTRIES.insert(entry)
    return entry


def record_all(
    *,
    verb: str,
    targets: Iterable[tuple[models.Model, Mapping[str, Any]]],
    by_id: int | None,
    now: datetime,
) -> None:
    """The same entries as `record` would make one by one, for many rows at a time."""
    AuditEntry.objects.bulk_create(
        (
            _entry_of(verb=verb, target=target, by_id=by_id, now=now, changes=changes)
            for target, changes in targets
        ),
        batch_size=500,
    )


def _entry_of(
    *, verb: str, target: models.Model, by_id: int | None, now: datetime, changes: Mapping[str, Any]
) -> AuditEntry:
    return AuditEntry(
        at=now,
        by_id=by_id,
        verb=verb,
        kind=target._meta.label_lower,  # noqa: SLF001 - Django documents it as public
        object_id=str(target.pk),
        changes=dict(changes),
        request_id=current_request_id(),
    )
