"""The lists of networks and of actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.parts import Link, Pages
from handschlag.directory.models import Actor
from handschlag.directory.queries.browsing import ListPage, NetworkPage
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.screens import answers, entry_rows, filters
from handschlag.directory.screens.answers import Answer
from handschlag.directory.screens.entry_rows import ActorRow, NetworkRow
from handschlag.directory.screens.filters import Filters, LooserSearch

FORMATS = {
    "csv": gettext_lazy("CSV"),
    "xlsx": gettext_lazy("XLSX"),
    "json": gettext_lazy("JSON"),
    "vcf": gettext_lazy("vCard"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListScreen[Row]:
    answer: Answer
    url: str
    filters: Filters
    rows: Sequence[Row]
    pages: Pages
    views: Sequence[Link]
    exports: Sequence[Link]
    ways_out: Sequence[LooserSearch]
    is_empty: bool
    url_of_all: str  # with the invented entries, where there are only those and they are left out
    is_all_invented: bool  # then it is said once, not at each row
    is_portraits: bool  # with logo and description instead of columns
    is_indexed: bool  # by search engines: the list as such, not each choice of filters


def networks_screen(page: NetworkPage, *, today: date) -> ListScreen[NetworkRow]:
    url = reverse("directory:networks")
    answer = answers.networks_answer(
        page.found.tally, of=page.all, criteria=page.criteria, names=page.names, left_out=page.left_out
    )
    return ListScreen(
        answer=answer,
        url=url,
        filters=filters.filters(page.criteria, page.found, names=page.names, url=url, has_members=True),
        rows=entry_rows.network_rows(page.entries, page.organisations, today=today),
        pages=pages_of(page),
        views=_views(page.criteria, url),
        exports=_exports("directory:networks_export", page.criteria),
        ways_out=filters.looser_searches(page.ways_out, page.found.facets, page.names, url),
        is_empty=not page.found.total,
        url_of_all=url_of_all(page, url),
        is_all_invented=bool(page.entries) and all(entry.is_demo for entry in page.entries),
        is_portraits=page.criteria.view == "portraits",
        is_indexed=page.criteria.is_empty
        and not page.criteria.invented
        and not page.criteria.view
        and page.number == 1,
    )


def actors_screen(page: ListPage[Actor]) -> ListScreen[ActorRow]:
    url = reverse("directory:actors")
    answer = answers.actors_answer(
        page.found.tally, of=page.all, criteria=page.criteria, names=page.names, left_out=page.left_out
    )
    return ListScreen(
        answer=answer,
        url=url,
        filters=filters.filters(page.criteria, page.found, names=page.names, url=url),
        rows=tuple(entry_rows.actor_row(actor) for actor in page.entries),
        pages=pages_of(page),
        views=(),
        exports=_exports("directory:actors_export", page.criteria),
        ways_out=filters.looser_searches(page.ways_out, page.found.facets, page.names, url),
        is_empty=not page.found.total,
        url_of_all=url_of_all(page, url),
        is_all_invented=bool(page.entries) and all(entry.is_demo for entry in page.entries),
        is_portraits=False,
        is_indexed=page.number == 1 and not page.criteria.query_string(),
    )


def url_of_all(page: ListPage, url: str) -> str:
    return filters.address(url, replace(page.criteria, invented="")) if page.left_out else ""


def pages_of(page: ListPage) -> Pages:
    return Pages(number=page.number, count=page.count, query=page.criteria.query_string())


def _views(criteria: Criteria, url: str) -> Sequence[Link]:
    """The same choice as a table, as portraits and as a map."""
    table, portraits = replace(criteria, view=""), replace(criteria, view="portraits")
    return (
        Link(label=_("List"), url=filters.address(url, table), icon="list", is_current=not criteria.view),
        Link(
            label=_("Portraits"),
            url=filters.address(url, portraits),
            icon="document",
            is_current=bool(criteria.view),
        ),
        Link(label=_("Map"), url=filters.address(reverse("directory:map"), criteria), icon="map"),
    )


def _exports(name: str, criteria: Criteria) -> Sequence[Link]:
    """Exactly this list as a file."""
    return tuple(
        Link(label=str(label), url=filters.address(reverse(name, args=[ending]), criteria))
        for ending, label in FORMATS.items()
    )
