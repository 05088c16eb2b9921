"""What a file tells otherwise of known joint projects, for somebody to take over or to leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_date
from handschlag.design.components.parts import Crumb, Pages
from handschlag.directory.models import Import, Project, ProjectDifference, ProjectStatus
from handschlag.directory.queries.importing.project_differences import DifferencePage
from handschlag.directory.screens import projects, texts
from handschlag.directory.screens.importing.head import Head, head_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Differing:
    """`actor` is whose part it is; empty for a fact of the project. An empty text is no fact yet."""

    actor: str
    fact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _DifferingProject:
    pk: int
    title: str
    url: str  # of its page; empty for a draft
    is_taken: bool
    rows: Sequence[_Differing]


@dataclass(frozen=True, slots=True, kw_only=True)
class _DifferencesScreen:
    head: Head
    crumbs: Sequence[Crumb]
    said: str
    projects: Sequence[_DifferingProject]
    pages: Pages


def differences_screen(row: Import, found: DifferencePage) -> _DifferencesScreen:
    """One page of known projects that differ, with how many there are and how many are taken over."""
    head = head_of(row)
    return _DifferencesScreen(
        head=head,
        crumbs=(*head.crumbs[:-1], Crumb(row.file_name, head.url), Crumb(_("Known joint projects"))),
        said=said(found.total, found.taken),
        projects=tuple(_differing(project, some) for project, some in found.projects),
        pages=Pages(number=found.number, count=found.pages),
    )


def said(total: int, taken: int) -> str:
    """A sentence that counts the projects that differ, and those of them that will be updated."""
    text = ngettext(
        "%(n)s known joint project differs in the file. Updated: %(taken)s.",
        "%(n)s known joint projects differ in the file. Updated: %(taken)s.",
        total,
    )
    return text % {"n": texts.number(total), "taken": texts.number(taken)}


def _differing(project: Project, found: Sequence[ProjectDifference]) -> _DifferingProject:
    title, _language = projects.project_title(project)
    is_public = project.status == ProjectStatus.PUBLISHED
    return _DifferingProject(
        pk=project.pk,
        title=title,
        url=projects.project_url(project) if is_public else "",
        is_taken=all(one.is_taken for one in found),
        rows=tuple(map(_difference, found)),
    )


def _difference(one: ProjectDifference) -> _Differing:
    facts = projects.FACTS_OF_PARTS if one.participation_id else projects.FACTS
    return _Differing(
        actor=one.participation.actor.name if one.participation else "",
        fact=str(facts[one.fact]),
        before=_shown(one.fact, one.before),
        after=_shown(one.fact, one.after),
    )


def _shown(fact: str, text: str) -> str:
    if not text:
        return ""
    if fact in {"starts_on", "ends_on"}:
        return format_date(date.fromisoformat(text))
    if fact == "cents":
        return projects.euros(int(text))
    return str(projects.ROLES.get(text, text)) if fact == "role" else text


def address(row: Import) -> str:
    """The path of the page that shows the differences of this import."""
    return reverse("directory:import_differences", args=[row.pk])
