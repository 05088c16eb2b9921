"""Facts of known joint projects: which of them a file may change, that it does, and that it is undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import move
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.actions.importing.stages import Work, hold_import
from handschlag.directory.models import (
    Import,
    ImportState,
    Participation,
    Project,
    ProjectDifference,
    ProjectSource,
)
from handschlag.directory.queries.importing.differing import as_text
from handschlag.directory.rules.imports.project_differences import Difference

AT_A_TIME = 500
CHECKED = frozenset({ImportState.CHECKED})
type Row = Project | Participation


def note(of: Import, found: Iterable[Difference]) -> dict[str, int]:
    """The differences of a check; what was to be taken over before still is. How many projects that are."""
    taken = set(of.differences.filter(is_taken=True).values_list("project_id", flat=True))
    of.differences.all().delete()
    ProjectDifference.objects.bulk_create(
        [
            ProjectDifference(
                of=of,
                project_id=one.project,
                participation_id=one.part,
                fact=one.fact,
                before=one.before,
                after=one.after,
                is_taken=one.project in taken,
            )
            for one in found
        ],
        batch_size=AT_A_TIME,
    )
    return counted(of)


def counted(of: Import) -> dict[str, int]:
    projects = Count("project_id", distinct=True)
    return of.differences.aggregate(
        differing=projects, taken=Count("project_id", distinct=True, filter=TAKEN)
    )


TAKEN = Q(is_taken=True)


@transaction.atomic
def take_differences(
    *, import_id: int, seen: int, shown: Collection[int], taken: Collection[int], by: Subject
) -> Import:
    """Of the projects that were shown, these will say what the file says, and the others stay."""
    row = hold_import(import_id, by=by, states=CHECKED, seen=seen)
    row.differences.filter(project_id__in=set(shown)).update(is_taken=False)
    row.differences.filter(project_id__in=set(shown) & set(taken)).update(is_taken=True)
    move(row, counts={**row.counts, **counted(row)})
    return row


@transaction.atomic
def take_all_differences(*, import_id: int, seen: int, is_taken: bool, by: Subject) -> Import:
    """All of them, or none."""
    row = hold_import(import_id, by=by, states=CHECKED, seen=seen)
    row.differences.update(is_taken=is_taken)
    move(row, counts={**row.counts, **counted(row)})
    return row


def take_over(work: Work) -> None:
    """The projects say what the file says, and each fact where it was read."""
    found = list(work.of.differences.filter(is_taken=True))
    rows = rows_of(found)
    if any(as_text(getattr(rows[key(one)], one.fact)) != one.before for one in found):
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[])
    sources = sources_of(found)
    for one in found:
        source = sources.get((key(one), one.fact))
        one.source_before = {} if source is None else told(source)
        setattr(rows[key(one)], one.fact, value_of(one.fact, one.after))
    save(rows.values())
    Project.objects.filter(pk__in={one.project_id for one in found}).update(changed_at=work.now)
    ProjectSource.objects.filter(pk__in=[one.pk for one in sources.values()]).delete()
    ProjectSource.objects.bulk_create(
        [
            ProjectSource(
                project_id=one.project_id,
                participation_id=one.participation_id,
                fact=one.fact,
                source=work.of.source,
                seen_on=work.of.seen_on or work.now.date(),
                brought_by=work.of,
            )
            for one in found
        ],
        batch_size=AT_A_TIME,
    )
    ProjectDifference.objects.bulk_update(found, ["source_before"], batch_size=AT_A_TIME)
    changes: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
    for one in found:
        changes[key(one)][one.fact] = [one.before, one.after]
    audit.record_all(
        verb="edited",
        targets=[(rows[at], some) for at, some in changes.items()],
        by_id=work.by.user_id,
        now=work.now,
    )
    work.project_ids |= {one.project_id for one in found}


def give_back(of: Import, *, by: Subject, now: Any) -> set[int]:
    """The projects say again what they said before, and where that was read; which projects they are."""
    found = list(of.differences.filter(is_taken=True))
    rows, sources = rows_of(found), sources_of(found)
    for one in found:
        source = sources.get((key(one), one.fact))
        is_as_left = as_text(getattr(rows[key(one)], one.fact)) == one.after
        if source is None or source.brought_by_id != of.pk or not is_as_left:
            raise Refusal(ImportRefusal.CHANGED_SINCE, rows=[])
        setattr(rows[key(one)], one.fact, value_of(one.fact, one.before))
    save(rows.values())
    Project.objects.filter(pk__in={one.project_id for one in found}).update(changed_at=now)
    ProjectSource.objects.filter(pk__in=[one.pk for one in sources.values()]).delete()
    ProjectSource.objects.bulk_create(sources_before(found))
    changes: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
    for one in found:
        changes[key(one)][one.fact] = [one.after, one.before]
    audit.record_all(
        verb="import_undone",
        targets=[(rows[at], some) for at, some in changes.items()],
        by_id=by.user_id,
        now=now,
    )
    return {one.project_id for one in found}


def sources_before(found: Sequence[ProjectDifference]) -> list[ProjectSource]:
    """Where the facts were read before; an import that has been deleted meanwhile is not named any more."""
    named = {one.source_before.get("brought_by_id") for one in found}
    there = set(Import.objects.filter(pk__in=named - {None}).values_list("pk", flat=True))
    return [
        ProjectSource(
            project_id=one.project_id,
            participation_id=one.participation_id,
            fact=one.fact,
            source=one.source_before["source"],
            seen_on=one.source_before["seen_on"],
            brought_by_id=brought_by if (brought_by := one.source_before["brought_by_id"]) in there else None,
        )
        for one in found
        if one.source_before
    ]


type Key = tuple[int, int | None]


def key(one: ProjectDifference | ProjectSource) -> Key:
    return one.project_id, one.participation_id


def rows_of(found: Sequence[ProjectDifference]) -> dict[Key, Row]:
    """The projects and parts that differ, locked."""
    rows: dict[Key, Row] = {}
    projects = sorted({one.project_id for one in found})
    parts = sorted({one.participation_id for one in found if one.participation_id})
    for start in range(0, len(projects), AT_A_TIME):
        some = Project.objects.select_for_update().filter(pk__in=projects[start : start + AT_A_TIME])
        rows |= {(one.pk, None): one for one in some.order_by("pk")}
    for start in range(0, len(parts), AT_A_TIME):
        mine = Participation.objects.select_for_update().filter(pk__in=parts[start : start + AT_A_TIME])
        rows |= {(one.project_id, one.pk): one for one in mine.order_by("pk")}
    return rows


def sources_of(found: Sequence[ProjectDifference]) -> dict[tuple[Key, str], ProjectSource]:
    """Where the facts that differ were read, as far as that is not where the whole was."""
    wanted = {(key(one), one.fact) for one in found}
    projects = sorted({one.project_id for one in found})
    sources: dict[tuple[Key, str], ProjectSource] = {}
    for start in range(0, len(projects), AT_A_TIME):
        for one in ProjectSource.objects.filter(project_id__in=projects[start : start + AT_A_TIME]):
            if (key(one), one.fact) in wanted:
                sources[key(one), one.fact] = one
    return sources


def told(source: ProjectSource) -> dict[str, Any]:
    return {
        "source": source.source,
        "seen_on": source.seen_on.isoformat(),
        "brought_by_id": source.brought_by_id,
    }


def value_of(fact: str, text: str) -> Any:
    if fact in {"starts_on", "ends_on"}:
        return date.fromisoformat(text) if text else None
    if fact == "cents":
        return int(text) if text else None
    return text


def save(rows: Iterable[Row]) -> None:
    every = list(rows)
    projects = [one for one in every if isinstance(one, Project)]
    parts = [one for one in every if isinstance(one, Participation)]
    Project.objects.bulk_update(
        projects,
        ["acronym", "title_de", "title_en", "programme", "funder", "starts_on", "ends_on"],
        batch_size=AT_A_TIME,
    )
    Participation.objects.bulk_update(
        parts, ["role", "title_de", "cents", "starts_on", "ends_on"], batch_size=AT_A_TIME
    )
