"""Takes an import through a stage: a small table at once, a large one by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.directory.actions.importing.applying import apply
from handschlag.directory.actions.importing.checking import check
from handschlag.directory.actions.importing.stages import (
    Finish,
    Progress,
    enter,
    finished,
    hand_over,
    quiet,
    step_back,
)
from handschlag.directory.actions.importing.undoing import undo
from handschlag.directory.models import Import, ImportState

SMALL = 300  # rows, done while somebody waits


def proceed(*, import_id: int, seen: int, stage: ImportState, by: Subject, now: datetime) -> Import:
    """The stage is done when this returns, or a job is on its way to do it."""
    row = enter(import_id=import_id, seen=seen, stage=stage, by=by)
    if size_of(row) > SMALL:
        hand_over(row, by=by, now=now)
        return row
    return perform(import_id=import_id, stage=stage, by=by, clock=lambda: now)


def size_of(row: Import) -> int:
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
