"""Facts of known joint projects: which of them a file may change, that it does, and that it is undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import move
from handschlag.common.table_import.models import AT_A_TIME
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
from handschlag.directory.queries.importing.project_differences import as_text
from handschlag.directory.rules.imports.project_differences import Difference

CHECKED = frozenset({ImportState.CHECKED})
type _Row = Project | Participation
type _Key = tuple[int, int | None]
_TAKEN = Q(is_taken=True)


def record_differences(of: Import, found: Iterable[Difference]) -> dict[str, int]:
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
    return _counted(of)


def _counted(of: Import) -> dict[str, int]:
    projects = Count("project_id", distinct=True)
    return of.differences.aggregate(
        differing=projects, taken=Count("project_id", distinct=True, filter=_TAKEN)
    )


@transaction.atomic
def take_differences(
    *, import_id: int, seen: int, shown: Collection[int], taken: Collection[int], by: Subject
) -> Import:
    """Of the projects that were shown, these will say what the file says, and the others stay."""
    row = hold_import(import_id, by=by, states=CHECKED, seen=seen)
    row.differences.filter(project_id__in=set(shown)).update(is_taken=False)
    row.differences.filter(project_id__in=set(shown) & set(taken)).update(is_taken=True)
    move(row, counts={**row.counts, **_counted(row)})
    return row


@transaction.atomic
def take_all_differences(*, import_id: int, seen: int, is_taken: bool, by: Subject) -> Import:
    """All of them, or none."""
    row = hold_import(import_id, by=by, states=CHECKED, seen=seen)
    row.differences.update(is_taken=is_taken)
    move(row, counts={**row.counts, **_counted(row)})
    return row


def take_over(work: Work) -> None:
    """The projects say what the file says, and each fact where it was read."""
    of, found = work.of, list(work.of.differences.filter(is_taken=True))
    rows, sources = _rows_of(found), _sources_of(found)
    if any(as_text(getattr(rows[_key(one)], one.fact)) != one.before for one in found):
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[])
    for one in found:
        source = sources.get((_key(one), one.fact))
        one.source_before = {} if source is None else _told(source)
    ProjectDifference.objects.bulk_update(found, ["source_before"], batch_size=AT_A_TIME)
    named = {"source": of.source, "seen_on": of.seen_on or work.now.date(), "brought_by": of}
    new = [_source(one, **named) for one in found]
    changes = [(one, one.before, one.after) for one in found]
    _change(rows, sources, changes, new, verb="edited", by=work.by, now=work.now)
    work.project_ids |= {one.project_id for one in found}


def give_back(of: Import, *, by: Subject, now: datetime) -> set[int]:
    """The projects say again what they said before, and where that was read; which projects they are."""
    found = list(of.differences.filter(is_taken=True))
    rows, sources = _rows_of(found), _sources_of(found)
    for one in found:
        source = sources.get((_key(one), one.fact))
        is_as_left = as_text(getattr(rows[_key(one)], one.fact)) == one.after
        if source is None or source.brought_by_id != of.pk or not is_as_left:
            raise Refusal(ImportRefusal.CHANGED_SINCE, rows=[])
    changes = [(one, one.after, one.before) for one in found]
    _change(rows, sources, changes, _sources_before(found), verb="import_undone", by=by, now=now)
    return {one.project_id for one in found}


def _change(
    rows: Mapping[_Key, _Row],
    sources: Mapping[tuple[_Key, str], ProjectSource],
    changes: Sequence[tuple[ProjectDifference, str, str]],
    new_sources: Sequence[ProjectSource],
    *,
    verb: str,
    by: Subject,
    now: datetime,
) -> None:
    """Every fact says the second text of its pair, and where that was read."""
    by_row: defaultdict[_Key, dict[str, Any]] = defaultdict(dict)
    for one, before, after in changes:
        setattr(rows[_key(one)], one.fact, _value_of(one.fact, after))
        by_row[_key(one)][one.fact] = [before, after]
    _save(rows.values())
    Project.objects.filter(pk__in={one.project_id for one, _before, _after in changes}).update(changed_at=now)
    ProjectSource.objects.filter(pk__in=[source.pk for source in sources.values()]).delete()
    ProjectSource.objects.bulk_create(new_sources, batch_size=AT_A_TIME)
    targets = [(rows[at], some) for at, some in by_row.items()]
    audit.record_all(verb=verb, targets=targets, by_id=by.user_id, now=now)


def _source(one: ProjectDifference, **named: Any) -> ProjectSource:
    return ProjectSource(
        project_id=one.project_id, participation_id=one.participation_id, fact=one.fact, **named
    )


def _sources_before(found: Sequence[ProjectDifference]) -> list[ProjectSource]:
    """Where the facts were read before; an import that has been deleted meanwhile is not named any more."""
    known = [(one, one.source_before) for one in found if one.source_before]
    named = {before["brought_by_id"] for _one, before in known}
    there = set(Import.objects.filter(pk__in=named - {None}).values_list("pk", flat=True))
    return [
        _source(one, **before | ({} if before["brought_by_id"] in there else {"brought_by_id": None}))
        for one, before in known
    ]


def _key(one: ProjectDifference | ProjectSource) -> _Key:
    return one.project_id, one.participation_id


def _rows_of(found: Sequence[ProjectDifference]) -> dict[_Key, _Row]:
    """The projects and parts that differ, locked."""
    rows: dict[_Key, _Row] = {}
    for some in batched(sorted({one.project_id for one in found}), AT_A_TIME):
        projects = Project.objects.select_for_update().filter(pk__in=some).order_by("pk")
        rows |= {(one.pk, None): one for one in projects}
    for some in batched(sorted({one.participation_id for one in found if one.participation_id}), AT_A_TIME):
        parts = Participation.objects.select_for_update().filter(pk__in=some).order_by("pk")
        rows |= {(one.project_id, one.pk): one for one in parts}
    return rows


def _sources_of(found: Sequence[ProjectDifference]) -> dict[tuple[_Key, str], ProjectSource]:
    """Where the facts that differ were read, as far as that is not where the whole was."""
    wanted = {(_key(one), one.fact) for one in found}
    sources: dict[tuple[_Key, str], ProjectSource] = {}
    for some in batched(sorted({one.project_id for one in found}), AT_A_TIME):
        for one in ProjectSource.objects.filter(project_id__in=some):
            if (_key(one), one.fact) in wanted:
                sources[_key(one), one.fact] = one
    return sources


def _told(source: ProjectSource) -> dict[str, Any]:
    return {
        "source": source.source,
        "seen_on": source.seen_on.isoformat(),
        "brought_by_id": source.brought_by_id,
    }


def _value_of(fact: str, text: str) -> Any:
    if fact in {"starts_on", "ends_on"}:
        return date.fromisoformat(text) if text else None
    if fact == "cents":
        return int(text) if text else None
    return text


def _save(rows: Iterable[_Row]) -> None:
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
