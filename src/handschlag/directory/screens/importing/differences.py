"""What a file tells otherwise of known joint projects, for somebody to take over or to leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_date
from handschlag.directory.models import Import, Project, ProjectDifference, ProjectStatus
from handschlag.directory.queries.importing.project_differences import DifferencePage
from handschlag.directory.screens import projects
from handschlag.directory.screens.importing.head import head_of


def differences_screen(of: Import, found: DifferencePage) -> dict[str, Any]:
    """One page of known projects that differ, with how many there are and how many are taken over."""
    return {
        **head_of(of, below=_("Known joint projects")),
        "total": found.page.paginator.count,
        "taken": found.taken,
        "projects": [_differing(project, some) for project, some in found.projects],
        "page": found.page,
    }


def _differing(project: Project, found: Sequence[ProjectDifference]) -> dict[str, Any]:
    """A project with what differs; a draft has no page."""
    title, _language = projects.project_title(project)
    is_public = project.status == ProjectStatus.PUBLISHED
    return {
        "pk": project.pk,
        "title": title,
        "url": projects.project_url(project) if is_public else "",
        "is_taken": all(one.is_taken for one in found),
        "rows": [(one, *_before_and_after(one)) for one in found],
    }


def _before_and_after(one: ProjectDifference) -> tuple[str, str, str]:
    """The fact in words, and what it says here and in the file; an empty text is no fact yet."""
    facts = projects.FACTS_OF_PARTS if one.participation_id else projects.FACTS
    return str(facts[one.fact]), _shown(one.fact, one.before), _shown(one.fact, one.after)


def _shown(fact: str, text: str) -> str:
    if not text:
        return ""
    if fact in {"starts_on", "ends_on"}:
        return format_date(date.fromisoformat(text))
    if fact == "cents":
        return projects.euros(int(text))
    return str(projects.ROLES.get(text, text)) if fact == "role" else text
