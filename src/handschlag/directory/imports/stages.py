"""Imports, who may see them, and that they go from stage to stage by one hand at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import F, Q, QuerySet

from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common.jobs import enqueue
from handschlag.common.names import folded_name
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import hold, move
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory.contents import Kind
from handschlag.directory.entries import SORTS, managed_ids, manages
from handschlag.directory.models import (
    AT_WORK,
    BEFORE,
    DOING,
    Actor,
    Import,
    ImportAction,
    ImportRow,
    ImportSheet,
    ImportState,
    Network,
    Project,
    ProjectStatus,
    Status,
)

UNDOABLE = timedelta(days=30)  # what undoing needs, from the day on which it was applied


ACTIONS = {Kind.ACTOR: Action.IMPORT_ACTORS, Kind.NETWORK: Action.IMPORT_NETWORKS}


def visible_imports(by: Subject) -> QuerySet[Import]:
    """All of them for editors; for managers those into their networks."""
    rows = Import.objects.select_related("network", "owner", "job")
    if may(by, Action.IMPORT_NETWORKS):
        return rows
    own = Q(network_id__in=managed_ids(by)) if may(by, Action.IMPORT_ACTORS, owns=True) else Q(pk__in=[])
    return rows.filter(own, kind=Kind.ACTOR.value)


def networks_to_import_into(by: Subject) -> QuerySet[Network]:
    """For editors every network that is not archived, for others those they look after; by name."""
    rows = Network.objects.exclude(status="archived").order_by("name")
    return rows if may(by, Action.IMPORT_ACTORS) else rows.filter(pk__in=managed_ids(by))


def remembered_columns(*, kind: Kind, network_id: int | None) -> Mapping[str, str]:
    """What each heading meant the last time that a table came for this network; "" is for left out."""
    into = Q(network_id=network_id) if network_id is not None else Q(network__isnull=True)
    known = Import.objects.filter(into, kind=kind.value, catalogue="", checked_at__isnull=False)
    last = known.order_by("-checked_at").first()
    if last is None:
        return {}
    return {
        folded_name(heading): str(last.columns.get(str(index), ""))
        for index, heading in enumerate(last.headings)
        if heading
    }


def sheets_of(of: Import) -> list[ImportSheet]:
    """The sheets of its file, in their order."""
    return list(of.sheets.all())


def sheet_of(of: Import) -> ImportSheet:
    """The sheet that is read; raises DoesNotExist once the import is applied."""
    return of.sheets.get(position=of.sheet)


def sheet_name(of: Import) -> str:
    """The name of the sheet that is read; nothing where the file has only one."""
    names = dict(of.sheets.values_list("position", "name"))
    return names.get(of.sheet, "") if len(names) > 1 else ""


def has_rows(of: Import) -> bool:
    """Whether its rows have been read already."""
    return of.rows.exists()


def is_undoable(of: Import) -> bool:
    """Whether what undoing needs is still kept."""
    return of.rows.exists() or of.differences.exists()


def has_work(counts: Mapping[str, Any]) -> bool:
    """Whether applying a checked table would change anything."""
    return any(counts.get(name) for name in (*DOING, "memberships", "taken"))


def waiting_of(of: Import) -> dict[str, int]:
    """How many new actors still wait for an editor, and how many projects are still drafts."""
    brought = of.rows.filter(verdict=ImportAction.NEW).values("entry_id")
    return {
        "actors": Actor.objects.filter(pk__in=brought, status=Status.IN_REVIEW).count(),
        "projects": Project.objects.filter(brought_by=of, status=ProjectStatus.DRAFT).count(),
    }


PAGE = 25


class Show(StrEnum):
    """Which rows somebody wants to see."""

    OPEN = "open"
    ALL = "all"
    NEW = "new"
    CHANGED = "changed"
    JOINS = "joins"
    PROPOSES = "proposes"
    PROJECTS = "projects"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"


WAITING = (ImportAction.FAULTY, ImportAction.UNDECIDED)


def rows_of(of: Import, show: Show, *, page: int) -> Page[ImportRow]:
    """`PAGE` rows to a page, in the order of the table; a page past the end is the last one."""
    rows = of.rows.order_by("number")
    if show is Show.OPEN:
        rows = rows.filter(verdict__in=WAITING)
    elif show is not Show.ALL:
        rows = rows.filter(verdict=show.value)
    return Paginator(rows, PAGE).get_page(page)


def done_rows(of: Import, *, page: int) -> Page[ImportRow]:
    """What the import did, without the rows for which there was nothing to do."""
    return Paginator(of.rows.filter(verdict__in=DOING).order_by("number"), PAGE).get_page(page)


def entries_of(kind: Kind, ids: Iterable[int]) -> dict[int, Actor | Network]:
    """The entries with these ids, as far as they are still there."""
    found = SORTS[kind].model._default_manager.in_bulk(sorted(set(ids)))  # noqa: SLF001
    return {pk: entry for pk, entry in found.items() if isinstance(entry, Actor | Network)}


def faulty_rows(of: Import) -> tuple[ImportRow, ...]:
    """All of them, for a list to take away."""
    return tuple(of.rows.filter(verdict=ImportAction.FAULTY).order_by("number"))


def touched_rows(of: Import) -> tuple[ImportRow, ...]:
    """Those that are faulty, or were mended on the page."""
    return tuple(of.rows.filter(Q(verdict=ImportAction.FAULTY) | ~Q(mended=[])).order_by("number"))


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
