"""The list beside the map: who is at the place, or in the Land, that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from handschlag.common.language import pick
from handschlag.directory.models import Actor, Network
from handschlag.directory.queries import map as questions
from handschlag.directory.rules.chart import Chart
from handschlag.directory.rules.marks import Mark
from handschlag.directory.screens.map.drawing import Address, counted, name_of

AT_ONCE = 30
NOWHERE = "none"  # the address of what has no coordinates
MOST_FIELDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    name: str
    url: str
    detail: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`more_url` shows the next entries in the same place; `page_url` leads to the page of a Land."""

    title: str
    subtitle: str
    entries: tuple[Entry, ...]
    close_url: str
    more_url: str = ""
    page_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What was chosen, before its entries are fetched."""

    title: str
    subtitle: str
    ids: Sequence[int]
    page_url: str = ""


def choice(
    rows: questions.Rows,
    *,
    chart: Chart,
    marks: Sequence[Mark],
    figures: Sequence[questions.LandFigure],
    address: Address,
) -> Choice | None:
    """None where nothing was chosen, or where nobody is any more; `marks` are those that hold the choice."""
    picked = _picked(rows, chart=chart, marks=marks, figures=figures)
    if picked is None:
        return None
    shown = picked.ids[: AT_ONCE * chart.pages]
    return Choice(
        title=picked.title,
        subtitle=picked.subtitle,
        entries=tuple(_entry(one) for one in questions.entries(chart.show, shown)),
        close_url=address(at="", around="", region="", pages=1),
        more_url=address(pages=chart.pages + 1) if len(picked.ids) > len(shown) else "",
        page_url=picked.page_url,
    )


def _picked(
    rows: questions.Rows, *, chart: Chart, marks: Sequence[Mark], figures: Sequence[questions.LandFigure]
) -> Picked | None:
    if NOWHERE in (chart.at, chart.around):
        return _nowhere(rows, chart)
    if marks:
        return _at_place(rows, chart, marks[0])
    land = next((figure for figure in figures if figure.slug == chart.region), None)
    return _in_land(rows, chart, land) if land else None


def _nowhere(rows: questions.Rows, chart: Chart) -> Picked:
    ids = list(questions.without_coordinates(rows).order_by("name", "pk").values_list("pk", flat=True))
    return Picked(title=gettext("Not on the map"), subtitle=counted(chart.show, len(ids)), ids=ids)


def _at_place(rows: questions.Rows, chart: Chart, mark: Mark) -> Picked:
    keys = frozenset(site.key for site in mark.sites)
    ids = questions.ids_at(rows, keys, frozenset(site.land for site in mark.sites))
    subtitle = counted(chart.show, len(ids))
    if mark.is_merged:
        where = ngettext("in %(places)s place", "in %(places)s places", len(mark.sites))
        subtitle += " " + where % {"places": len(mark.sites)}
    return Picked(title=name_of(mark), subtitle=subtitle, ids=ids)


def _in_land(rows: questions.Rows, chart: Chart, land: questions.LandFigure) -> Picked:
    ids = questions.ids_in(rows, land.code)
    return Picked(
        title=pick(land.name_de, land.name_en),
        subtitle=counted(chart.show, len(ids)),
        ids=ids,
        page_url=reverse("directory:land", args=[land.slug]),
    )


def _entry(one: Network | Actor) -> Entry:
    is_network = isinstance(one, Network)
    name = (one.short_name or one.name) if isinstance(one, Network) else one.name
    fields = [pick(field.label_de, field.label_en) for field in one.fields.all()[:MOST_FIELDS]]
    detail = ". ".join(part for part in (one.place, ", ".join(fields)) if part)
    return Entry(
        name=name,
        url=reverse("directory:network" if is_network else "directory:actor", args=[one.slug]),
        detail=detail or gettext("no seat stated"),
        is_demo=one.is_demo,
    )
