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
from handschlag.directory.rules.map_dots import MapDot
from handschlag.directory.screens.map.drawing import Address, count_with_noun, name_of

AT_ONCE = 30
NOWHERE = "none"  # the address of what has no coordinates
MOST_FIELDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    name: str
    url: str
    detail: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSelection:
    """`more_url` shows the next entries in the same place; `page_url` leads to the page of a Land."""

    title: str
    subtitle: str
    entries: tuple[_Entry, ...]
    close_url: str
    more_url: str = ""
    page_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picked:
    """What was chosen, before its entries are fetched: the first ids, and how many there are."""

    title: str
    subtitle: str
    ids: Sequence[int]
    total: int
    page_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """Finds the entries that belong to a choice; `off_sheet` are the keys of places that lie abroad."""

    rows: questions.Rows
    chart: Chart
    figures: Sequence[questions.LandFigure]
    off_sheet: frozenset[str]

    @property
    def most(self) -> int:
        return AT_ONCE * self.chart.pages

    def pick(self, mark: MapDot | None) -> _Picked | None:
        """None where nothing was chosen, or where nobody is any more; `mark` is the dot of a place."""
        if NOWHERE in (self.chart.at, self.chart.around):
            return self.nowhere()
        if mark:
            return self.at_place(mark)
        land = next((figure for figure in self.figures if figure.slug == self.chart.region), None)
        return self.in_land(land) if land else None

    def nowhere(self) -> _Picked:
        ids = questions.ids_without_coordinates(self.rows)
        if self.off_sheet:
            ids += questions.ids_at(self.rows, self.off_sheet)
        subtitle = count_with_noun(self.chart.show, len(ids))
        return _Picked(title=gettext("Not on the map"), subtitle=subtitle, ids=ids, total=len(ids))

    def at_place(self, mark: MapDot) -> _Picked:
        keys = frozenset(site.key for site in mark.sites)
        ids = questions.ids_at(self.rows, keys, lands=frozenset(site.land for site in mark.sites))
        subtitle = count_with_noun(self.chart.show, len(ids))
        if mark.is_merged:
            where = ngettext("in %(places)s place", "in %(places)s places", len(mark.sites))
            subtitle += " " + where % {"places": len(mark.sites)}
        return _Picked(title=name_of(mark), subtitle=subtitle, ids=ids, total=len(ids))

    def in_land(self, land: questions.LandFigure) -> _Picked:
        return _Picked(
            title=pick(land.name_de, land.name_en),
            subtitle=count_with_noun(self.chart.show, land.count),
            ids=questions.ids_in(self.rows, land.code, most=self.most),
            total=land.count,
            page_url=reverse("directory:land", args=[land.slug]),
        )


def choice(chooser: Chooser, *, mark: MapDot | None, address: Address) -> MapSelection | None:
    """Who is at the place or in the Land that was chosen; none where nothing or nobody is left."""
    picked = chooser.pick(mark)
    if picked is None:
        return None
    shown, chart = picked.ids[: chooser.most], chooser.chart
    return MapSelection(
        title=picked.title,
        subtitle=picked.subtitle,
        entries=tuple(_entry(one) for one in questions.entries(chart.show, shown)),
        close_url=address(at="", around="", region="", pages=1),
        more_url=address(pages=chart.pages + 1) if picked.total > len(shown) else "",
        page_url=picked.page_url,
    )


def _entry(one: Network | Actor) -> _Entry:
    is_network = isinstance(one, Network)
    name = (one.short_name or one.name) if isinstance(one, Network) else one.name
    fields = [pick(field.label_de, field.label_en) for field in one.fields.all()[:MOST_FIELDS]]
    detail = ". ".join(part for part in (one.place, ", ".join(fields)) if part)
    return _Entry(
        name=name,
        url=reverse("directory:network" if is_network else "directory:actor", args=[one.slug]),
        detail=detail or gettext("no location stated"),
        is_demo=one.is_demo,
    )
