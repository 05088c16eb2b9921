"""What a file tells otherwise of known joint projects: compared, taken over, undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Q

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import AT_A_TIME, move
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory.imports.columns import Catalogue, ImportedParticipation
from handschlag.directory.imports.stages import Work, hold_import
from handschlag.directory.models import (
    Import,
    ImportState,
    Participation,
    Project,
    ProjectDifference,
    ProjectSource,
)

TEXTS = ("acronym", "title_de", "title_en", "programme", "funder")
OF_PROJECTS = (*TEXTS, "starts_on", "ends_on")
OF_PARTS = ("role", "title_de", "cents", "starts_on", "ends_on")

type Told = tuple[str, str, str]  # fact, as it is known, as the file tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPart:
    """A part as the directory has it; `key` is what the catalogue numbers it by."""

    id: int
    key: tuple[str, str]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProject:
    id: int
    facts: Mapping[str, str]
    parts: Sequence[KnownPart] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact of a project, or of the part with the id `part`."""

    project: int
    part: int | None
    fact: str
    before: str
    after: str


def differences(known: KnownProject, said: Sequence[ImportedParticipation]) -> Iterator[Difference]:
    """What these lines of the file tell otherwise. What they do not tell is no difference."""
    for told in _of_project(known, said):
        yield Difference(project=known.id, part=None, fact=told[0], before=told[1], after=told[2])
    by_key = {(one.organisation, one.grant): one for one in said}
    for mine in known.parts:
        line = by_key.get(mine.key)
        for told in _of_part(mine, line) if line else ():
            yield Difference(project=known.id, part=mine.id, fact=told[0], before=told[1], after=told[2])


def _of_project(known: KnownProject, said: Sequence[ImportedParticipation]) -> Iterator[Told]:
    """A text differs where no line has it any more; days are those of all parts, of the file or known."""
    for fact in TEXTS:
        values = [value for part in said if (value := _text_of(part, fact))]
        if values and known.facts[fact] not in values:
            yield fact, known.facts[fact], values[0]
    told = {(one.organisation, one.grant) for one in said}
    rest = [one for one in known.parts if one.key not in told]
    starts = _earliest([*(one.starts_on for one in said), *(one.facts["starts_on"] for one in rest)])
    ends = _latest([*(one.ends_on for one in said), *(one.facts["ends_on"] for one in rest)])
    yield from _days(known.facts, starts, ends)


def _text_of(part: ImportedParticipation, fact: str) -> str:
    """Without the table of projects a file has no titles: short names stand for them, and say nothing."""
    value: str = getattr(part, fact)
    return "" if fact == "title_en" and value in {part.acronym, part.project} else value


def _of_part(known: KnownPart, said: ImportedParticipation) -> Iterator[Told]:
    for fact, name in (("role", "role"), ("title_de", "subject")):
        value: str = getattr(said, name)
        if value and value != known.facts[fact]:
            yield fact, known.facts[fact], value
    cents = "" if said.cents is None else str(said.cents)
    if cents and cents != known.facts["cents"]:
        yield "cents", known.facts["cents"], cents
    yield from _days(known.facts, said.starts_on, said.ends_on)


def _days(known: Mapping[str, str], starts: str, ends: str) -> Iterator[Told]:
    """Days that the file tells otherwise, unless the end would come before the beginning."""
    after = {"starts_on": starts or known["starts_on"], "ends_on": ends or known["ends_on"]}
    if after["starts_on"] and after["ends_on"] and after["ends_on"] < after["starts_on"]:
        return
    for fact, value in after.items():
        if value != known[fact]:
            yield fact, known[fact], value


def _earliest(days: Iterable[str]) -> str:
    return min(filter(None, days), default="")


def _latest(days: Iterable[str]) -> str:
    return max(filter(None, days), default="")


PAGE = 20


def differing(catalogue: Catalogue, parts: Iterable[ImportedParticipation]) -> Iterator[Difference]:
    """For the projects that these parts are in, by the names that they have here."""
    by_project: defaultdict[str, list[ImportedParticipation]] = defaultdict(list)
    for part in parts:
        by_project[part.project].append(part)
    wanted = sorted(by_project)
    for some in batched(wanted, AT_A_TIME):
        projects = Project.objects.filter(catalogue=catalogue.value, reference__in=some)
        for project in projects.prefetch_related("participations").order_by("pk"):
            yield from differences(_known(project), by_project[project.reference])


def _known(project: Project) -> KnownProject:
    return KnownProject(
        id=project.pk,
        facts=_facts_of(project, OF_PROJECTS),
        parts=tuple(
            KnownPart(id=one.pk, key=(one.organisation, one.reference), facts=_facts_of(one, OF_PARTS))
            for one in project.participations.all()
        ),
    )


def _facts_of(row: Project | Participation, facts: Sequence[str]) -> dict[str, str]:
    return {fact: as_text(getattr(row, fact)) for fact in facts}


def as_text(value: Any) -> str:
    """A fact as it is compared: dates in ISO form, empty where there is none."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferencePage:
    """Some of the projects that differ, with their differences."""

    projects: Sequence[tuple[Project, Sequence[ProjectDifference]]]
    page: Page[int]
    taken: int


def page_of_differences(of: Import, *, page: int) -> DifferencePage:
    """`PAGE` projects to a page; `taken` counts those of all pages of which something is taken over."""
    ids = of.differences.order_by("project_id").values_list("project_id", flat=True).distinct()
    shown = Paginator(ids, PAGE).get_page(page)
    found = Project.objects.in_bulk(list(shown.object_list))
    rows: defaultdict[int, list[ProjectDifference]] = defaultdict(list)
    listed = of.differences.filter(project__in=found).select_related("participation__actor")
    for one in listed.order_by("participation_id", "pk"):
        rows[one.project_id].append(one)
    return DifferencePage(
        projects=[(found[pk], rows[pk]) for pk in sorted(found)],
        page=shown,
        taken=of.differences.filter(is_taken=True).values("project_id").distinct().count(),
    )


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
