"""The list of joint projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.parts import Link
from handschlag.directory.models import Actor, Participation, Project, ProjectRole
from handschlag.directory.queries.browsing import ProjectPage
from handschlag.directory.rules.criteria import Criteria, Sort
from handschlag.directory.screens import answers, filters, lists, projects, texts

MOST_PARTNERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProjectLine:
    """A line of the list; `lead` is empty where the catalogue does not say who leads it."""

    title: str
    language: str
    url: str
    about: str
    span: str
    state: str
    lead: Actor | None
    partners: Sequence[Actor]
    more: str
    programme: str
    is_demo: bool


def projects_list(page: ProjectPage, *, today: date) -> dict[str, Any]:
    """What the list of joint projects shows; newest first, or the best match where words were typed."""
    url = reverse("directory:projects")
    answer = answers.projects_answer(
        page.found.tally, of=page.all, criteria=page.criteria, names=page.names, left_out=page.left_out
    )
    usual = Sort.RELEVANCE if page.criteria.text else Sort.NEWEST
    return lists.list_screen(
        page,
        url,
        answer,
        filters=filters.filters(page.criteria, page.found, names=page.names, url=url, usual=usual),
        rows=tuple(_line_of(one, page.parts.get(one.pk, ()), today=today) for one in page.entries),
        exports=_exports(page.criteria),
        is_portraits=False,
    )


def _line_of(project: Project, parts: Sequence[Participation], *, today: date) -> _ProjectLine:
    title, language = projects.project_title(project)
    leads = [one.actor for one in parts if one.role == ProjectRole.COORDINATOR]
    others = list({one.actor_id: one.actor for one in parts if one.actor not in leads}.values())
    more = len(others) - MOST_PARTNERS
    return _ProjectLine(
        title=title,
        language=language,
        url=projects.project_url(project),
        about=" · ".join(filter(None, (projects.short_name(project, title), projects.kind_of(project)))),
        span=texts.months(project.starts_on, project.ends_on),
        state=projects.project_state(project, today=today),
        lead=leads[0] if leads else None,
        partners=others[:MOST_PARTNERS],
        more=_more_partners(more) if more > 0 else "",
        programme=project.programme or project.funder,
        is_demo=project.is_demo,
    )


def _more_partners(number: int) -> str:
    return ngettext("and %(n)s more partner", "and %(n)s more partners", number) % {"n": texts.number(number)}


def _exports(criteria: Criteria) -> Sequence[Link]:
    """Exactly this list as a file; a project is no address card."""
    return tuple(
        Link(
            label=label,
            url=filters.address(reverse("directory:projects_export", args=[ending]), criteria),
        )
        for ending, label in (("csv", _("CSV")), ("xlsx", _("XLSX")), ("json", _("JSON")))
    )
