"""Imports, and who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.rules.folding import folded_name
from handschlag.directory.models import (
    DOING,
    Actor,
    Import,
    ImportAction,
    ImportSheet,
    Network,
    Project,
    ProjectStatus,
    Status,
)
from handschlag.directory.queries.managing import managed_ids
from handschlag.directory.rules.contents import Kind

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
