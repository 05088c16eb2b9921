"""A checked table becomes entries and memberships: all of it, or nothing and the reason why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import move
from handschlag.common.table_import.models import AT_A_TIME
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory import emails
from handschlag.directory.actions.entry_versions import one_index_change
from handschlag.directory.actions.importing import changing, creating, project_differences, projects
from handschlag.directory.actions.importing.stages import (
    Finish,
    Progress,
    Work,
    finished,
    hold_import,
    quiet,
    ready,
)
from handschlag.directory.actions.memberships import describe, propose
from handschlag.directory.models import (
    DOING,
    Actor,
    Import,
    ImportAction,
    ImportRow,
    ImportState,
    Membership,
    Network,
)
from handschlag.directory.queries.entries import SORTS
from handschlag.directory.rules.contents import Kind

APPLYING = frozenset({ImportState.APPLYING})


@transaction.atomic
def apply(
    *, import_id: int, by: Subject, now: datetime, progress: Progress = quiet, finish: Finish = finished
) -> Import:
    """Everything that the dry run showed is so."""
    of = hold_import(import_id, by=by, states=APPLYING)
    ready(of)
    rows = list(of.rows.filter(verdict__in=DOING).order_by("number"))
    work = Work(of=of, by=by, now=now, progress=progress, total=len(rows))
    _make_sure_that_nothing_moved(rows, Kind(of.kind))
    new = [row for row in rows if row.verdict == ImportAction.NEW]
    with one_index_change() as index:
        for some in batched(new, AT_A_TIME):
            creating.create(some, work)
        creating.put_under_wholes(new, work)
        for row in rows:
            if row.verdict == ImportAction.CHANGED:
                changing.change(row, work)
        join([row for row in rows if row.joins], work)
        _propose_members([row for row in rows if row.verdict == ImportAction.PROPOSES], work)
        if of.catalogue:
            projects.bring(rows, work)
            project_differences.take_over(work)
            projects.name_sources(rows, work)
            enqueue(kind="directory.find_duplicates", owner_id=by.user_id, now=now)
        index.actor_ids |= work.actor_ids
        index.network_ids |= work.network_ids
        index.project_ids |= work.project_ids
    ImportRow.objects.bulk_update(rows, ["entry_id", "before", "after"], batch_size=AT_A_TIME)
    of.sheets.all().delete()
    move(of, state=ImportState.APPLIED, applied_at=now)
    counted = (*sorted(verdict for verdict in DOING if verdict in of.counts), "memberships", "taken")
    summary = {name: [None, of.counts[name]] for name in counted if name in of.counts}
    audit.record(verb="import.applied", target=of, by_id=by.user_id, now=now, changes=summary)
    finish({"import_id": of.pk, **of.counts})
    return of


def _make_sure_that_nothing_moved(rows: Sequence[ImportRow], kind: Kind) -> None:
    """The entries are those that the dry run saw: otherwise its consequences would be others."""
    model = SORTS[kind].model
    ids = [row.entry_id for row in rows if row.entry_id is not None]
    versions: dict[int, int] = {}
    for some in batched(ids, AT_A_TIME):
        entries = model._default_manager.select_for_update().filter(pk__in=some)  # noqa: SLF001
        versions |= dict(entries.values_list("pk", "version"))
    moved = [
        row.number
        for row in rows
        if row.entry_id is not None and versions.get(row.entry_id) != row.seen_version
    ]
    if moved:
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=moved[:20])


def join(rows: Sequence[ImportRow], work: Work) -> None:
    """Memberships begin."""
    network = work.of.network_id
    if network is None or not rows:
        return
    Network.objects.select_for_update().get(pk=network)
    ids = [row.entry_id for row in rows]
    members = Membership.objects.filter(network_id=network, until__isnull=True).values_list(
        "actor_id", flat=True
    )
    if already := set(members) & set(ids):
        numbers = [row.number for row in rows if row.entry_id in already]
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=numbers[:20])
    new = [
        Membership(network_id=network, since=_day_of(row), is_origin=row.verdict == ImportAction.NEW)
        for row in rows
    ]
    for row, membership in zip(rows, new, strict=True):
        assert row.entry_id is not None
        membership.actor_id = row.entry_id
    made = Membership.objects.bulk_create(new, batch_size=AT_A_TIME)
    for row, membership in zip(rows, made, strict=True):
        row.after = {**row.after, "membership": membership.pk}
        if row.verdict == ImportAction.JOINS:
            row.after["version"] = row.seen_version
            work.count()
    audit.record_all(
        verb="added",
        targets=[(membership, describe(membership)) for membership in made],
        by_id=work.by.user_id,
        now=work.now,
    )
    work.network_ids.add(network)
    work.actor_ids |= {row.entry_id for row in rows if row.entry_id is not None}


def _propose_members(rows: Sequence[ImportRow], work: Work) -> None:
    """Actors that others entered: they are asked, in one letter for the whole table."""
    if not rows:
        return
    network = Network.objects.get(pk=work.of.network_id or 0)
    actors = Actor.objects.in_bulk([row.entry_id for row in rows if row.entry_id is not None])
    for row in rows:
        actor = actors[row.entry_id or 0]
        try:
            proposal = propose(network, actor, since=_day_of(row), by=work.by, now=work.now)
        except Refusal as asked_meanwhile:
            raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[row.number]) from asked_meanwhile
        row.after = {"proposed_member": proposal.pk, "version": row.seen_version}
        work.count()
    emails.tell_proposed(network, actor_ids=list(actors), now=work.now)


def _day_of(row: ImportRow) -> date | None:
    since: Any = row.values.get("since")
    return date.fromisoformat(since) if since else None
