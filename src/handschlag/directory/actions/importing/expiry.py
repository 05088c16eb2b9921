"""Imports that nobody needs any longer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.table_import.drafts import UNFINISHED
from handschlag.directory.actions.importing.stages import hold_import
from handschlag.directory.models import Import, ImportRow, ImportSheet, ImportState, ProjectDifference
from handschlag.directory.rules.imports.retention import UNDOABLE

NOT_APPLIED = frozenset({ImportState.COLUMNS, ImportState.CHECKING, ImportState.CHECKED})


@transaction.atomic
def discard(*, import_id: int, seen: int, by: Subject, now: datetime) -> None:
    """The import is gone; nothing of it was in the directory."""
    row = hold_import(import_id, by=by, states=NOT_APPLIED, seen=seen)
    audit.record(verb="import.discarded", target=row, by_id=by.user_id, now=now)
    row.delete()


@transaction.atomic
def delete_expired_imports(*, now: datetime) -> dict[str, int]:
    """What was never applied goes after two weeks, what was applied can be undone for a month."""
    stale = Import.objects.filter(state__in=NOT_APPLIED, created_at__lt=now - UNFINISHED)
    discarded = stale.count()
    stale.delete()
    done = Import.objects.filter(applied_at__lt=now - UNDOABLE)
    rows, _kinds = ImportRow.objects.filter(of__in=done).delete()
    ProjectDifference.objects.filter(of__in=done).delete()
    ImportSheet.objects.filter(of__applied_at__isnull=False).delete()
    return {"discarded": discarded, "rows": rows}
