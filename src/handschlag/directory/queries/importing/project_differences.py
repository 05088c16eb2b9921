"""What a file tells otherwise of joint projects that are here, and what of it somebody wants to take over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.core.paginator import Page, Paginator

from handschlag.common.table_import.models import AT_A_TIME
from handschlag.directory.models import Import, Participation, Project, ProjectDifference
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.participations import ImportedParticipation
from handschlag.directory.rules.imports.project_differences import (
    OF_PARTS,
    OF_PROJECTS,
    Difference,
    KnownPart,
    KnownProject,
    differences,
)

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
