"""An import goes from stage to stage, by one hand at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject, require
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import hold, move
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.models import AT_WORK, BEFORE, Import, ImportAction, ImportState
from handschlag.directory.queries.importing.imports import ACTIONS, has_work
from handschlag.directory.queries.managing import manages
from handschlag.directory.rules.contents import Kind

Progress = Callable[[int, int], None]
Finish = Callable[[dict[str, Any]], None]
JOB = "directory.import"


@dataclass(slots=True, kw_only=True)
class Work:
    """What is being done, for whom, and how far it is."""

    of: Import
    by: Subject
    now: datetime
    progress: Progress
    total: int
    done: int = 0
    actor_ids: set[int] = field(default_factory=set)
    network_ids: set[int] = field(default_factory=set)
    project_ids: set[int] = field(default_factory=set)

    def count(self, rows: int = 1) -> None:
        self.done += rows
        self.progress(self.done, self.total)


def quiet(done: int, total: int) -> None:
    """Nobody waits to hear how far it is."""
    del done, total


def finished(counts: dict[str, Any]) -> None:
    """Nobody waits for the end in the same transaction."""
    del counts


def require_importer(by: Subject, *, kind: Kind, network_id: int | None) -> None:
    """Whoever may bring such a table: an editor, or who looks after the network."""
    require(by, ACTIONS[kind], owns=network_id is not None and manages(by, network_id))


def hold_import(
    import_id: int, *, by: Subject, states: frozenset[ImportState], seen: int | None = None
) -> Import:
    """The import, locked, if it is this person's to go on with and still where the person saw it."""
    row = hold(
        Import,
        import_id,
        states=states,
        seen=seen,
        require=lambda row: require_importer(by, kind=Kind(row.kind), network_id=row.network_id),
    )
    if row.state != row.current_state:
        # Its process was ended from outside, and could not step back itself.
        row.state = row.current_state
        row.save(update_fields=["state"])
    return row


def ready(of: Import) -> None:
    """Nothing, or the reason why the table cannot be applied as it stands."""
    counts = of.counts
    if counts.get(ImportAction.FAULTY):
        raise Refusal(ImportRefusal.FAULTS_LEFT, rows=counts[ImportAction.FAULTY])
    if counts.get(ImportAction.UNDECIDED):
        raise Refusal(ImportRefusal.UNDECIDED, rows=counts[ImportAction.UNDECIDED])
    if not has_work(counts):
        raise Refusal(ImportRefusal.NOTHING_TO_DO)


@transaction.atomic
def enter(*, import_id: int, seen: int, stage: ImportState, by: Subject) -> Import:
    """The import is being checked, applied or undone from now on."""
    row = hold_import(import_id, by=by, states=frozenset({BEFORE[stage], stage}), seen=seen)
    if row.state in AT_WORK and row.job_id is not None:
        raise Refusal(ImportRefusal.NOT_IN_THIS_STATE)
    if stage is ImportState.APPLYING:
        ready(row)
    move(row, state=stage, job=None)
    return row


@transaction.atomic
def hand_over(row: Import, *, by: Subject, now: datetime) -> None:
    """A job takes the import through the stage that it is in."""
    payload = {"import_id": row.pk, "stage": row.state}
    row.job = enqueue(kind=JOB, payload=payload, owner_id=by.user_id, now=now)
    Import.objects.filter(pk=row.pk).update(job=row.job)


def step_back(*, import_id: int, stage: ImportState) -> None:
    """The stage came to nothing: the import is where it was before; its job still tells why."""
    at = Import.objects.filter(pk=import_id, state=stage)
    at.update(state=BEFORE[stage], version=F("version") + 1)
