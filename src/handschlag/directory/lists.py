"""The lists of networks, of actors and of joint projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design import tallies
from handschlag.design.components.parts import Link, Pages
from handschlag.design.tallies import Tally
from handschlag.directory import counting, filters, labels, rows, texts
from handschlag.directory import rows as directory_rows
from handschlag.directory.criteria import Criteria, Loosening, Sort, loosenings, search_key
from handschlag.directory.filters import Names, names_of_choices
from handschlag.directory.index import finding, snapshots
from handschlag.directory.index.facets import SearchResult
from handschlag.directory.models import Actor, Network, Participation, Project, ProjectRole
from handschlag.directory.public import parts_in, public_projects

PER_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage[Entry]:
    """The entries from `number` on of those found; `all` is how many there are without any filter."""

    criteria: Criteria
    found: SearchResult
    names: Names
    entries: Sequence[Entry]
    number: int
    count: int
    all: Tally
    ways_out: Sequence[tuple[Loosening, Tally]]  # with what each would show; only where nothing was found
    left_out: int  # invented entries that alone were found, where only real ones are wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSelection:
    """All that was found, for a file."""

    criteria: Criteria
    ids: Sequence[int]
    tally: Tally
    names: Names

    @property
    def total(self) -> int:
        """Lines of the file."""
        return self.tally.every


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage(ListPage[Network]):
    organisations: Mapping[int, int]  # per network: distinct public actors of today


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage(ListPage[Project]):
    parts: Mapping[int, Sequence[Participation]]  # per project: those of public actors, who leads it first


def page_of_networks(criteria: Criteria, *, number: int, today: date) -> NetworkPage:
    """The networks that fit, `PER_PAGE` to a page, with ways out where nothing fits."""
    found = finding.find_networks(criteria, today=today)
    number, ids = cut(found.ids, number)
    return NetworkPage(
        criteria=_as_answered(criteria, found),
        found=found,
        names=names_of_choices(criteria),
        entries=rows.networks_in_order(ids),
        organisations=counting.organisations_per_network(ids, today=today),
        number=number,
        count=pages_of(found.total),
        all=counting.number_of(snapshots.view_on(today), "network"),
        ways_out=_ways_out(finding.find_networks, criteria, found, today),
        left_out=_left_out(finding.find_networks, criteria, found, today),
    )


def page_of_actors(criteria: Criteria, *, number: int, today: date) -> ListPage[Actor]:
    """The actors that fit, `PER_PAGE` to a page, with ways out where nothing fits."""
    found = finding.find_actors(criteria, today=today)
    number, ids = cut(found.ids, number)
    return ListPage(
        criteria=criteria,
        found=found,
        names=names_of_choices(criteria),
        entries=rows.actors_in_order(ids, today=today),
        number=number,
        count=pages_of(found.total),
        all=counting.number_of(snapshots.view_on(today), "actor"),
        ways_out=_ways_out(finding.find_actors, criteria, found, today),
        left_out=_left_out(finding.find_actors, criteria, found, today),
    )


def page_of_projects(criteria: Criteria, *, number: int, today: date) -> ProjectPage:
    """The joint projects that fit, `PER_PAGE` to a page, each with the parts of its public actors."""
    found = finding.find_projects(criteria, today=today)
    number, ids = cut(found.ids, number)
    rows = public_projects().in_bulk(list(ids))
    return ProjectPage(
        criteria=criteria,
        found=found,
        names=names_of_choices(criteria),
        entries=[rows[pk] for pk in ids if pk in rows],
        parts=parts_in(ids),
        number=number,
        count=pages_of(found.total),
        all=counting.number_of(snapshots.view_on(today), "project"),
        ways_out=_ways_out(finding.find_projects, criteria, found, today),
        left_out=_left_out(finding.find_projects, criteria, found, today),
    )


def choice_of_projects(criteria: Criteria, *, today: date) -> ExportSelection:
    """All joint projects that fit, as ids in their order."""
    found = finding.find_projects(criteria, today=today)
    return ExportSelection(
        criteria=criteria, ids=found.ids, tally=found.tally, names=names_of_choices(criteria)
    )


def choice_of_networks(criteria: Criteria, *, today: date) -> ExportSelection:
    """All public networks that fit, as ids in their order."""
    found = finding.find_networks(criteria, today=today)
    return ExportSelection(
        criteria=_as_answered(criteria, found),
        ids=found.ids,
        tally=found.tally,
        names=names_of_choices(criteria),
    )


def choice_of_actors(criteria: Criteria, *, today: date) -> ExportSelection:
    """All public actors that fit, as ids in their order."""
    found = finding.find_actors(criteria, today=today)
    return ExportSelection(
        criteria=criteria, ids=found.ids, tally=found.tally, names=names_of_choices(criteria)
    )


def _as_answered(criteria: Criteria, found: SearchResult) -> Criteria:
    """Where only networks that are no more fit, the list is one of those."""
    return replace(criteria, ended="yes") if found.is_of_ended else criteria


def pages_of(total: int) -> int:
    """How many pages this number of entries fills: one even for none."""
    return max(1, -(-total // PER_PAGE))


def cut(ids: Sequence[int], number: int) -> tuple[int, Sequence[int]]:
    """The page with this number; a number past the end is the last page."""
    number = min(max(number, 1), pages_of(len(ids)))
    return number, ids[(number - 1) * PER_PAGE : number * PER_PAGE]


def _ways_out(
    find: Callable[..., SearchResult], criteria: Criteria, found: SearchResult, today: date
) -> list[tuple[Loosening, Tally]]:
    """Where nothing was found: what each single filter costs, the one that costs most first."""
    if found.total:
        return []
    return most_first((way, find(way.rest, today=today).tally) for way in loosenings(criteria))


def most_first(ways: Iterable[tuple[Loosening, Tally]]) -> list[tuple[Loosening, Tally]]:
    """Those that lead to something, the one with the most real entries first."""
    return sorted((pair for pair in ways if pair[1].every), key=lambda pair: (-pair[1].real, -pair[1].every))


def _left_out(find: Callable[..., SearchResult], criteria: Criteria, found: SearchResult, today: date) -> int:
    """Where nothing was found because only real entries are wanted: how many invented ones there are."""
    if found.total or criteria.invented != "no":
        return 0
    return find(replace(criteria, invented=""), today=today).invented


FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "vcf": "vCard"}
MOST_PARTNERS = 3

type _Title = Callable[[Tally, Criteria, Names], str]


def _list_context(
    page: ListPage, name: str, title: _Title, dative: Callable[[int], str], **own: Any
) -> dict[str, Any]:
    """What the lists have in common; `own` is the rest."""
    criteria, url = page.criteria, reverse(f"directory:{name}")
    if page.left_out:
        said = filters.title_without_inventions(page.left_out, criteria, page.names)
    else:
        said = title(page.found.tally, criteria, page.names)
    return {
        "name": name,
        "title": said,
        "criteria": criteria,
        "followed_key": search_key(name, criteria),
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


def networks_context(page: NetworkPage, *, today: date) -> dict[str, Any]:
    """What the list of networks shows; only its first page, unfiltered, is meant for search engines."""
    url, criteria = reverse("directory:networks"), page.criteria
    return _list_context(
        page,
        "networks",
        filters.networks_title,
        labels.networks_dative,
        filters=filters.filters(criteria, page.found, names=page.names, url=url, has_members=True),
        rows=directory_rows.network_rows(page.entries, page.organisations, today=today),
        views=_views(criteria, url),
        is_indexed=criteria.is_empty and not criteria.invented and not criteria.view and page.number == 1,
    )


def actors_context(page: ListPage[Actor]) -> dict[str, Any]:
    """What the list of actors shows: its answer, filters, rows and exports."""
    rows = [directory_rows.actor_row(actor) for actor in page.entries]
    return _list_context(page, "actors", filters.actors_title, labels.actors_dative, rows=rows)


def projects_list(page: ProjectPage, *, today: date) -> dict[str, Any]:
    """What the list of joint projects shows; newest first, or the best match where words were typed."""
    url, criteria = reverse("directory:projects"), page.criteria
    usual = Sort.RELEVANCE if criteria.text else Sort.NEWEST
    return _list_context(
        page,
        "projects",
        filters.projects_title,
        labels.projects_dative,
        filters=filters.filters(criteria, page.found, names=page.names, url=url, usual=usual),
        rows=[_project_row(one, page.parts.get(one.pk, ()), today=today) for one in page.entries],
        exports=_exports("directory:projects_export", criteria)[:-1],  # a project is no address card
    )


def _project_row(project: Project, parts: Sequence[Participation], *, today: date) -> dict[str, Any]:
    """A line of the list; `lead` is empty where the catalogue does not say who leads it."""
    title, language = rows.project_title(project)
    leads = [one.actor for one in parts if one.role == ProjectRole.COORDINATOR]
    others = list({one.actor_id: one.actor for one in parts if one.actor not in leads}.values())
    return {
        "project": project,
        "title": title,
        "language": language,
        "about": " · ".join(filter(None, (rows.short_name(project, title), rows.kind_of(project)))),
        "span": texts.months(project.starts_on, project.ends_on),
        "state": rows.project_state(project, today=today),
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
