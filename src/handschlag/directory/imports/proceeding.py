"""Takes an import through a stage, and back: a small table at once, a large one by a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import request_cancel
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import AT_A_TIME, move
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory.contents import Kind
from handschlag.directory.entries import SORTS, read
from handschlag.directory.imports import applying, differences
from handschlag.directory.imports.applying import apply
from handschlag.directory.imports.checking import check
from handschlag.directory.imports.stages import (
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
from handschlag.directory.imports.uploading import OPEN
from handschlag.directory.models import (
    Actor,
    Import,
    ImportRow,
    ImportState,
    MemberProposal,
    MemberProposalState,
    Membership,
    Merge,
    Participation,
    Proposal,
    ProposalState,
    Revision,
    Story,
)
from handschlag.directory.versions import locked_entry, one_index_change, save_new_version

UNDOING = frozenset({ImportState.UNDOING})


@transaction.atomic
def undo(
    *, import_id: int, by: Subject, now: datetime, progress: Progress = quiet, finish: Finish = finished
) -> Import:
    """The directory is as if the table had never come; the audit trail tells of both."""
    of = hold_import(import_id, by=by, states=UNDOING)
    kind = Kind(of.kind)
    rows = [row for row in of.rows.order_by("number") if row.after]
    if not rows and not of.differences.filter(is_taken=True).exists():
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
    if touched := _touched_since(rows, kind, of_id=of.pk) | applying.rows_in_use(of.pk, rows):
        raise Refusal(ImportRefusal.CHANGED_SINCE, rows=sorted(touched)[:20])
    ids = {row.entry_id for row in rows if row.entry_id is not None}
    with one_index_change() as index:
        target = index.actor_ids if kind is Kind.ACTOR else index.network_ids
        target |= ids
        if of.network_id is not None:
            index.network_ids.add(of.network_id)
        Membership.objects.filter(pk__in=[row.after.get("membership") or 0 for row in rows]).delete()
        proposed = [row.after.get("proposed_member") or 0 for row in rows]
        MemberProposal.objects.filter(pk__in=proposed).delete()
        index.project_ids |= differences.give_back(of, by=by, now=now)
        index.project_ids |= applying.take_back(of.pk)
        for done, row in enumerate(rows):
            if row.before:
                _put_back(row, kind, by=by, now=now)
            progress(done, len(rows))
        remove([row.entry_id for row in rows if row.after.get("created") and row.entry_id], kind)
    move(of, state=ImportState.UNDONE, undone_at=now)
    audit.record(verb="import.undone", target=of, by_id=by.user_id, now=now)
    finish({"import_id": of.pk, "undone": len(rows)})
    return of


def _touched_since(rows: Sequence[ImportRow], kind: Kind, *, of_id: int) -> set[int]:
    """The numbers of rows whose entry, membership or proposal is no longer what the import left."""
    by_entry = {row.entry_id: row for row in rows if row.entry_id is not None}
    found: set[int] = set()
    entries = SORTS[kind].model._default_manager.select_for_update()  # noqa: SLF001
    versions = dict(entries.filter(pk__in=list(by_entry)).values_list("pk", "version"))
    memberships = {row.after["membership"]: row for row in rows if row.after.get("membership")}
    open_ones = Membership.objects.filter(pk__in=list(memberships), until__isnull=True)
    still = set(open_ones.values_list("pk", flat=True))
    asked = {row.after["proposed_member"]: row for row in rows if row.after.get("proposed_member")}
    waiting = MemberProposal.objects.filter(pk__in=list(asked), state=MemberProposalState.OPEN)
    unanswered = set(waiting.values_list("pk", flat=True))
    proposals = {row.after["proposal"][0]: row for row in rows if row.after.get("proposal")}
    states = dict(Proposal.objects.filter(pk__in=list(proposals)).values_list("pk", "version"))
    found |= {row.number for pk, row in by_entry.items() if versions.get(pk) != row.after.get("version")}
    found |= {row.number for pk, row in memberships.items() if pk not in still}
    found |= {row.number for pk, row in asked.items() if pk not in unanswered}
    found |= {row.number for pk, row in proposals.items() if states.get(pk) != row.after["proposal"][1]}
    created = {pk: row for pk, row in by_entry.items() if row.after.get("created")}
    return found | {created[pk].number for pk in _in_use(created, set(memberships), kind, of_id=of_id)}


def _in_use(created: dict[int, ImportRow], memberships: set[int], kind: Kind, *, of_id: int) -> set[int]:
    """Entries of the import that something else holds on to by now."""
    if kind is not Kind.ACTOR:
        return set(
            Membership.objects.filter(network_id__in=list(created)).values_list("network_id", flat=True)
        )
    ids = list(created)
    others = Membership.objects.filter(actor_id__in=ids).exclude(pk__in=memberships)
    parts = Actor.objects.filter(parent_id__in=ids).exclude(pk__in=ids)
    held_elsewhere = Participation.objects.filter(actor_id__in=ids).exclude(brought_by=of_id)
    stories = Story.actors.through.objects.filter(actor_id__in=ids)
    held_by: set[int] = set(others.values_list("actor_id", flat=True))
    held_by |= set(parts.values_list("parent_id", flat=True))
    held_by |= set(held_elsewhere.values_list("actor_id", flat=True))
    held_by |= set(stories.values_list("actor_id", flat=True))
    held_by |= set(Merge.objects.filter(kept_id__in=ids).values_list("kept_id", flat=True))
    return held_by | set(Merge.objects.filter(merged_id__in=ids).values_list("merged_id", flat=True))


def _put_back(row: ImportRow, kind: Kind, *, by: Subject, now: datetime) -> None:
    """The entry says what it said before, in a new version; what was proposed before is proposed again."""
    assert row.entry_id is not None
    entry = locked_entry(kind, row.entry_id)
    before: dict[str, Any] = row.before
    if entry.version != row.seen_version:
        save_new_version(entry, after=read(kind, before["content"]), verb="import_undone", by=by, now=now)
    if row.after.get("proposal"):
        values: dict[str, Any] = {"changes": before["proposal"] or {}}
        if before["proposal"] is None:
            values = {"state": ProposalState.WITHDRAWN, "decided_at": now, "decided_by_id": by.user_id}
        Proposal.objects.filter(pk=row.after["proposal"][0]).update(version=F("version") + 1, **values)


def remove(ids: Sequence[int], kind: Kind) -> None:
    """Entries that the import made, with their history; nobody else holds on to them."""
    for some in batched(ids, AT_A_TIME):
        Proposal.objects.filter(kind=kind.value, object_id__in=some).delete()
        Revision.objects.filter(kind=kind.value, object_id__in=some).delete()
        SORTS[kind].model._default_manager.filter(pk__in=some).delete()  # noqa: SLF001


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
