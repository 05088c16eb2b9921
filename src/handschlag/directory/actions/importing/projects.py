"""Joint projects that a catalogue brings, who took part in them, and where facts of actors were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.rules.slugs import free_slug
from handschlag.common.table_import.models import AT_A_TIME
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.actions import index
from handschlag.directory.actions.importing.stages import Work, hold_import
from handschlag.directory.models import (
    ActorSource,
    ImportAction,
    ImportRow,
    ImportState,
    Participation,
    Project,
    ProjectSource,
    ProjectStatus,
)
from handschlag.directory.queries.importing.projects import taken_parts
from handschlag.directory.rules.contents import ActorContent, field_names
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.participations import ImportedParticipation

LONGEST_SLUG = 100
APPLIED = frozenset({ImportState.APPLIED})


def bring(rows: Sequence[ImportRow], work: Work) -> None:
    """The projects of these rows are drafts, with everybody who took part; those that were there stay."""
    parts = [(row, ImportedParticipation(**one)) for row in rows for one in row.values.get("parts", ())]
    if not parts:
        return
    taken = taken_parts(Catalogue(work.of.catalogue), [part for _row, part in parts])
    if again := sorted({row.number for row, part in parts if taken.has(part)}):
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=again[:20])
    try:
        with transaction.atomic():
            projects = listed([part for _row, part in parts], work)
            made = Participation.objects.bulk_create(
                [participation(row, part, projects[part.project], work) for row, part in parts],
                batch_size=AT_A_TIME,
            )
    except IntegrityError as error:  # another import brought one of them in the meantime
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[]) from error
    audit.record_all(
        verb="took_part",
        targets=[(one, {"actor": [None, one.actor_id], "project": [None, one.project_id]}) for one in made],
        by_id=work.by.user_id,
        now=work.now,
    )
    work.project_ids |= {one.project_id for one in made}
    for row in rows:
        if row.verdict == ImportAction.PROJECTS:
            row.after = {"version": row.seen_version}
            work.count()


def listed(parts: Sequence[ImportedParticipation], work: Work) -> dict[str, Project]:
    """The projects by their reference; new ones are made from what all their parts say."""
    by_project: defaultdict[str, list[ImportedParticipation]] = defaultdict(list)
    for part in parts:
        by_project[part.project].append(part)
    wanted, found = sorted(by_project), dict[str, Project]()
    for some in batched(wanted, AT_A_TIME):
        there = Project.objects.select_for_update().filter(catalogue=work.of.catalogue, reference__in=some)
        found |= {project.reference: project for project in there}
    taken = set(Project.objects.values_list("slug", flat=True))
    new = [_project_of(by_project[reference], taken, work) for reference in wanted if reference not in found]
    made = Project.objects.bulk_create(new, batch_size=AT_A_TIME)
    audit.record_all(
        verb="created", targets=[(project, {}) for project in made], by_id=work.by.user_id, now=work.now
    )
    return found | {project.reference: project for project in made}


def _project_of(parts: Sequence[ImportedParticipation], taken: set[str], work: Work) -> Project:
    def first(name: str) -> str:
        return next((getattr(part, name) for part in parts if getattr(part, name)), "")

    starts = [part.starts_on for part in parts if part.starts_on]
    ends = [part.ends_on for part in parts if part.ends_on]
    slug = free_slug(_name_in_address(parts[0], acronym=first("acronym")), taken, longest=LONGEST_SLUG)
    taken.add(slug)
    return Project(
        slug=slug,
        catalogue=work.of.catalogue,
        reference=parts[0].project,
        acronym=first("acronym"),
        title_de=first("title_de"),
        title_en=first("title_en"),
        programme=first("programme"),
        funder=first("funder"),
        starts_on=day(min(starts, default="")),
        ends_on=day(max(ends, default="")),
        changed_at=work.now,
        **_read(work),
    )


def _name_in_address(part: ImportedParticipation, *, acronym: str) -> str:
    """Short names of CORDIS are borne by several projects, so that the number stands with them."""
    title = part.title_de or part.title_en
    return title if part.grant else f"{acronym or title[:60]} {part.project}"


def participation(row: ImportRow, part: ImportedParticipation, project: Project, work: Work) -> Participation:
    """What the actor of this row did in the project, not saved yet, with where and when it was read."""
    assert row.entry_id is not None
    return Participation(
        project=project,
        actor_id=row.entry_id,
        role=part.role,
        organisation=part.organisation,
        reference=part.grant,
        title_de=part.subject,
        cents=part.cents,
        starts_on=day(part.starts_on),
        ends_on=day(part.ends_on),
        **_read(work),
    )


def _read(work: Work) -> dict[str, Any]:
    """Where it was read and when, and what brought it."""
    return {"source": work.of.source, "seen_on": work.of.seen_on, "brought_by": work.of}


def day(text: str) -> date | None:
    """The day of an ISO date; none for an empty text, and a ValueError for what is no date."""
    return date.fromisoformat(text) if text else None


def name_sources(rows: Sequence[ImportRow], work: Work) -> None:
    """Each fact that the catalogue gave an actor says where it was read."""
    ActorSource.objects.bulk_create(
        [
            ActorSource(actor_id=row.entry_id or 0, fact=fact, **_read(work))
            for row in rows
            for fact in _facts_given(row)
        ],
        batch_size=AT_A_TIME,
    )


def _facts_given(row: ImportRow) -> list[str]:
    names = field_names(ActorContent)
    if row.verdict == ImportAction.NEW:
        return [name for name in names if row.values.get(name) not in (None, "", [])]
    return [name for name in names if name in row.changes]


@transaction.atomic
def publish_projects(*, import_id: int, seen: int, by: Subject, now: datetime) -> int:
    """The draft projects of an applied import are public, wherever their actors are; how many they were."""
    require(by, Action.PUBLISH_ACTOR)
    of = hold_import(import_id, by=by, states=APPLIED, seen=seen)
    drafts = list(
        Project.objects.select_for_update().filter(brought_by=of, status=ProjectStatus.DRAFT).order_by("pk")
    )
    if not drafts:
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
    for some in batched(drafts, AT_A_TIME):
        Project.objects.filter(pk__in=[project.pk for project in some]).update(
            status=ProjectStatus.PUBLISHED, published_at=now, changed_at=now
        )
    audit.record_all(
        verb="published", targets=[(project, {}) for project in drafts], by_id=by.user_id, now=now
    )
    index.refresh(project_ids=[project.pk for project in drafts])
    return len(drafts)


def take_back(import_id: int) -> set[int]:
    """The projects and participations that the import brought are gone; which projects that concerns."""
    parts = Participation.objects.filter(brought_by=import_id)
    concerned = set(parts.values_list("project_id", flat=True))
    parts.delete()
    Project.objects.filter(brought_by=import_id).delete()
    return concerned


def rows_in_use(import_id: int, rows: Sequence[ImportRow]) -> set[int]:
    """The rows whose new projects and parts others take part in, or have changed, by now."""
    others = Participation.objects.filter(project__brought_by=import_id).exclude(brought_by=import_id)
    held_by = set(others.values_list("project__reference", flat=True))
    mine = Q(project__brought_by=import_id) | Q(participation__brought_by=import_id)
    changed = ProjectSource.objects.filter(mine).exclude(brought_by=import_id)
    held_by |= set(changed.values_list("project__reference", flat=True))
    return {row.number for row in rows for part in row.values.get("parts", ()) if part["project"] in held_by}
