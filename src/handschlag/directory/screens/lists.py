"""The lists of networks and of actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.parts import Link, Pages
from handschlag.directory.models import Actor
from handschlag.directory.queries.browsing import ListPage, NetworkPage
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.screens import answers, entry_rows, filters
from handschlag.directory.screens.answers import Answer

FORMATS = {
    "csv": gettext_lazy("CSV"),
    "xlsx": gettext_lazy("XLSX"),
    "json": gettext_lazy("JSON"),
    "vcf": gettext_lazy("vCard"),
}


def list_screen(page: ListPage, url: str, answer: Answer, **own: Any) -> dict[str, Any]:
    """What the lists of networks, of actors and of joint projects have in common; `own` is the rest."""
    return {
        "answer": answer,
        "url": url,
        "pages": Pages(number=page.number, count=page.count, query=page.criteria.query_string()),
        "views": (),
        "ways_out": filters.looser_searches(page.ways_out, page.found.facets, page.names, url),
        "is_empty": not page.found.total,
        # With the invented entries, where there are only those and they are left out.
        "url_of_all": filters.address(url, replace(page.criteria, invented="")) if page.left_out else "",
        # Then it is said once, not at each row.
        "is_all_invented": bool(page.entries) and all(entry.is_demo for entry in page.entries),
        "is_portraits": page.criteria.view == "portraits",  # with logo and description instead of columns
        # By search engines: the list as such, not each choice of filters.
        "is_indexed": page.number == 1 and not page.criteria.query_string(),
        **own,
    }


def networks_screen(page: NetworkPage, *, today: date) -> dict[str, Any]:
    """What the list of networks shows; only its first page, unfiltered, is meant for search engines."""
    url = reverse("directory:networks")
    criteria = page.criteria
    answer = answers.networks_answer(
        page.found.tally, of=page.all, criteria=criteria, names=page.names, left_out=page.left_out
    )
    return list_screen(
        page,
        url,
        answer,
        filters=filters.filters(criteria, page.found, names=page.names, url=url, has_members=True),
        rows=entry_rows.network_rows(page.entries, page.organisations, today=today),
        views=_views(criteria, url),
        exports=_exports("directory:networks_export", criteria),
        is_indexed=criteria.is_empty and not criteria.invented and not criteria.view and page.number == 1,
    )


def actors_screen(page: ListPage[Actor]) -> dict[str, Any]:
    """What the list of actors shows: its answer, filters, rows and exports."""
    url = reverse("directory:actors")
    answer = answers.actors_answer(
        page.found.tally, of=page.all, criteria=page.criteria, names=page.names, left_out=page.left_out
    )
    return list_screen(
        page,
        url,
        answer,
        filters=filters.filters(page.criteria, page.found, names=page.names, url=url),
        rows=tuple(entry_rows.actor_row(actor) for actor in page.entries),
        exports=_exports("directory:actors_export", page.criteria),
        is_portraits=False,
    )


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
