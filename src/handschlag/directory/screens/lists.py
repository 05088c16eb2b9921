"""The lists of networks, of actors and of joint projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design import tallies
from handschlag.design.components.parts import Link, Pages
from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Actor, Participation, Project, ProjectRole
from handschlag.directory.queries.browsing import ListPage, NetworkPage, ProjectPage
from handschlag.directory.queries.choices import Names
from handschlag.directory.rules.criteria import Criteria, Sort
from handschlag.directory.rules.followed_searches import key_of
from handschlag.directory.screens import answers, entry_rows, filters, kind_labels, projects, texts

FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "vcf": "vCard"}
MOST_PARTNERS = 3

type _Title = Callable[[Tally, Criteria, Names], str]


def _list_screen(
    page: ListPage, name: str, title: _Title, dative: Callable[[int], str], **own: Any
) -> dict[str, Any]:
    """What the lists have in common; `own` is the rest."""
    criteria, url = page.criteria, reverse(f"directory:{name}")
    if page.left_out:
        said = answers.title_without_inventions(page.left_out, criteria, page.names)
    else:
        said = title(page.found.tally, criteria, page.names)
    return {
        "name": name,
        "title": said,
        "criteria": criteria,
        "followed_key": key_of(name, criteria),
        "found": page.found,
        "of": page.all,
        "all": tallies.noun_and_invented(page.all, dative),
        "url": url,
        "pages": Pages(number=page.number, count=page.count, query=criteria.query_string()),
        "views": (),
        "filters": filters.filters(criteria, page.found, names=page.names, url=url),
        "ways_out": filters.looser_searches(page.ways_out, page.found.facets, page.names, url),
        "exports": _exports(f"directory:{name}_export", criteria),
        # With the invented entries, where there are only those and they are left out.
        "url_of_all": filters.address(url, replace(criteria, invented="")) if page.left_out else "",
        # Then it is said once, not at each row.
        "is_all_invented": bool(page.entries) and all(entry.is_demo for entry in page.entries),
        # By search engines: the list as such, not each choice of filters.
        "is_indexed": page.number == 1 and not criteria.query_string(),
        **own,
    }


def networks_screen(page: NetworkPage, *, today: date) -> dict[str, Any]:
    """What the list of networks shows; only its first page, unfiltered, is meant for search engines."""
    url, criteria = reverse("directory:networks"), page.criteria
    return _list_screen(
        page,
        "networks",
        answers.networks_title,
        kind_labels.networks_dative,
        filters=filters.filters(criteria, page.found, names=page.names, url=url, has_members=True),
        rows=entry_rows.network_rows(page.entries, page.organisations, today=today),
        views=_views(criteria, url),
        is_indexed=criteria.is_empty and not criteria.invented and not criteria.view and page.number == 1,
    )


def actors_screen(page: ListPage[Actor]) -> dict[str, Any]:
    """What the list of actors shows: its answer, filters, rows and exports."""
    rows = [entry_rows.actor_row(actor) for actor in page.entries]
    return _list_screen(page, "actors", answers.actors_title, kind_labels.actors_dative, rows=rows)


def projects_list(page: ProjectPage, *, today: date) -> dict[str, Any]:
    """What the list of joint projects shows; newest first, or the best match where words were typed."""
    url, criteria = reverse("directory:projects"), page.criteria
    usual = Sort.RELEVANCE if criteria.text else Sort.NEWEST
    return _list_screen(
        page,
        "projects",
        answers.projects_title,
        kind_labels.projects_dative,
        filters=filters.filters(criteria, page.found, names=page.names, url=url, usual=usual),
        rows=[_project_row(one, page.parts.get(one.pk, ()), today=today) for one in page.entries],
        exports=_exports("directory:projects_export", criteria)[:-1],  # a project is no address card
    )


def _project_row(project: Project, parts: Sequence[Participation], *, today: date) -> dict[str, Any]:
    """A line of the list; `lead` is empty where the catalogue does not say who leads it."""
    title, language = projects.project_title(project)
    leads = [one.actor for one in parts if one.role == ProjectRole.COORDINATOR]
    others = list({one.actor_id: one.actor for one in parts if one.actor not in leads}.values())
    return {
        "project": project,
        "title": title,
        "language": language,
        "about": " · ".join(filter(None, (projects.short_name(project, title), projects.kind_of(project)))),
        "span": texts.months(project.starts_on, project.ends_on),
        "state": projects.project_state(project, today=today),
        "lead": leads[0] if leads else None,
        "partners": others[:MOST_PARTNERS],
        "more": max(0, len(others) - MOST_PARTNERS),
    }


def _views(criteria: Criteria, url: str) -> Sequence[Link]:
    """The same choice as a table, as portraits and as a map."""
    table, portraits = (filters.address(url, replace(criteria, view=view)) for view in ("", "portraits"))
    map_url, is_table = filters.address(reverse("directory:map"), criteria), not criteria.view
    return (
        Link(label=_("List"), url=table, icon="list", is_current=is_table),
        Link(label=_("Portraits"), url=portraits, icon="document", is_current=not is_table),
        Link(label=_("Map"), url=map_url, icon="map"),
    )


def _exports(name: str, criteria: Criteria) -> Sequence[Link]:
    """Exactly this list as a file."""
    return tuple(
        Link(label=label, url=filters.address(reverse(name, args=[ending]), criteria))
        for ending, label in FORMATS.items()
    )
