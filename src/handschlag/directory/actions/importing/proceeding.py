"""Takes an import through a stage: a small table at once, a large one by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.jobs import request_cancel
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import move
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.actions.importing.applying import apply
from handschlag.directory.actions.importing.checking import check
from handschlag.directory.actions.importing.stages import (
    Finish,
    Progress,
    enter,
    finished,
    hand_over,
    hold_import,
    quiet,
    require_importer,
    step_back,
)
from handschlag.directory.actions.importing.undoing import undo
from handschlag.directory.actions.importing.uploading import OPEN
from handschlag.directory.models import Import, ImportState
from handschlag.directory.rules.contents import Kind

SMALL = 300  # rows, done while somebody waits


def proceed(*, import_id: int, seen: int, stage: ImportState, by: Subject, now: datetime) -> Import:
    """The stage is done when this returns, or a job is on its way to do it."""
    row = enter(import_id=import_id, seen=seen, stage=stage, by=by)
    if _size_of(row) > SMALL:
        hand_over(row, by=by, now=now)
        return row
    return perform(import_id=import_id, stage=stage, by=by, clock=lambda: now)


def check_again(*, import_id: int, seen: int, by: Subject, now: datetime) -> Import:
    """The directory has changed, or an earlier check broke off: what was mended and decided is kept."""
    with transaction.atomic():
        row = hold_import(import_id, by=by, states=OPEN, seen=seen)
        if row.state == ImportState.COLUMNS and not row.rows.exists():
            raise Refusal(ImportRefusal.NOT_IN_THIS_STATE)
        move(row, state=ImportState.CHECKING, job=None)
    return proceed(import_id=import_id, seen=row.version, stage=ImportState.CHECKING, by=by, now=now)


@transaction.atomic
def cancel(*, import_id: int, by: Subject, now: datetime) -> bool:
    """Whoever may go on with an import may also stop its job; False where it was over already."""
    row = Import.objects.select_related("job").filter(pk=import_id).first()
    if row is None:
        raise Refusal(ImportRefusal.GONE)
    require_importer(by, kind=Kind(row.kind), network_id=row.network_id)
    return row.job is not None and request_cancel(job=row.job, by_id=by.user_id, now=now)


def _size_of(row: Import) -> int:
    sheet = row.sheets.filter(position=row.sheet).first()
    return sheet.height if sheet else int(row.counts.get("rows", 0))


def perform(
    *,
    import_id: int,
    stage: ImportState,
    by: Subject,
    clock: Callable[[], datetime],
    progress: Progress = quiet,
    finish: Finish = finished,
) -> Import:
    """The stage itself. What it is refused for leaves the import where it was before."""
    try:
        if stage is ImportState.CHECKING:
            return check(import_id=import_id, by=by, now=clock(), progress=progress)
        if stage is ImportState.APPLYING:
            return apply(import_id=import_id, by=by, now=clock(), progress=progress, finish=finish)
        return undo(import_id=import_id, by=by, now=clock(), progress=progress, finish=finish)
    except Refusal:
        step_back(import_id=import_id, stage=stage)
        raise
