"""The map as tables: the same numbers for whoever does not see the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from handschlag.common.language import pick
from handschlag.directory.queries.map import LandFigure
from handschlag.directory.rules.chart import Chart, Drawing, LandSortKey, Subject
from handschlag.directory.rules.map_dots import Site
from handschlag.directory.screens.map.drawing import Address, value_text

MOST_PLACES = {False: 16, True: 500}  # as many as there are Länder; or all, within reason
MOST_BESIDE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The head of a column; `order` is the word of `aria-sort`."""

    text: str
    url: str
    order: str
    is_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _LandRow:
    name: str
    url: str
    count: str
    people: str
    density: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LandTable:
    heads: tuple[_Head, ...]
    rows: tuple[_LandRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlaceRow:
    name: str
    land: str
    url: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTable:
    """The largest places; the rest is summed up in one line."""

    rows: tuple[_PlaceRow, ...]
    rest: str
    rest_url: str
    rest_count: str

    @property
    def first(self) -> tuple[_PlaceRow, ...]:
        """What stands beside the map as long as nothing is chosen."""
        return self.rows[:MOST_BESIDE]


def land_table(figures: Sequence[LandFigure], *, chart: Chart, address: Address) -> LandTable:
    """The Länder as a table, sorted by the column and in the direction that the address asks for."""
    ordered = sorted(figures, key=lambda figure: _name(figure).casefold())
    if chart.column is not LandSortKey.NAME:
        ordered.sort(key=lambda figure: _value(figure, chart.column), reverse=chart.is_descending)
    elif chart.is_descending:
        ordered.reverse()
    rows = tuple(_land_row(figure, chart=chart, address=address) for figure in ordered)
    return LandTable(heads=_heads(chart, address), rows=rows)


def _name(figure: LandFigure) -> str:
    return pick(figure.name_de, figure.name_en)


def _value(figure: LandFigure, column: LandSortKey) -> float:
    if column is LandSortKey.DENSITY:
        return figure.for_each_million or 0.0
    return figure.people if column is LandSortKey.PEOPLE else figure.count


def _land_row(figure: LandFigure, *, chart: Chart, address: Address) -> _LandRow:
    density = figure.for_each_million
    return _LandRow(
        name=_name(figure),
        url=address(at="", around="", region=figure.slug, pages=1),
        count=number_format(figure.count, force_grouping=True),
        people=number_format(figure.people, force_grouping=True) if figure.people else "",
        density=value_text(density, Drawing.DENSITY) if density is not None else "",
        is_chosen=chart.region == figure.slug,
    )


def _heads(chart: Chart, address: Address) -> tuple[_Head, ...]:
    counted = gettext("Networks") if chart.show is Subject.NETWORKS else gettext("Actors")
    texts = {
        LandSortKey.NAME: gettext("Federal state"),
        LandSortKey.COUNT: counted,
        LandSortKey.PEOPLE: gettext("Population, 2018"),
        LandSortKey.DENSITY: gettext("Per million inhabitants"),
    }
    return tuple(_head(column, text, chart=chart, address=address) for column, text in texts.items())


def _head(column: LandSortKey, text: str, *, chart: Chart, address: Address) -> _Head:
    """A column of numbers begins with the largest, names begin with A; a second click turns it round."""
    is_current, is_number = chart.column is column, column is not LandSortKey.NAME
    turned = not chart.is_descending if is_current else is_number
    order = "" if not is_current else ("descending" if chart.is_descending else "ascending")
    return _Head(
        text=text, url=address(column=column, is_descending=turned), order=order, is_number=is_number
    )


def place_table(
    sites: Sequence[Site], lands: Sequence[LandFigure], *, chart: Chart, address: Address
) -> PlaceTable:
    """The 16 places with the most entries, or up to 500 if asked for; `rest` tells of those left out."""
    most = MOST_PLACES[chart.has_all_places]
    names = {land.code: _name(land) for land in lands}
    ordered = sorted(sites, key=lambda site: (-site.count, site.name.casefold(), site.key))
    rest = ordered[most:]
    return PlaceTable(
        rows=tuple(
            _PlaceRow(
                name=site.name or gettext("a place without a name"),
                land=names.get(site.land, ""),
                url=address(at=site.key, around="", region="", pages=1),
                count=number_format(site.count, force_grouping=True),
            )
            for site in ordered[:most]
        ),
        rest=_rest(len(rest)),
        rest_url=address(has_all_places=True) + "#places" if rest and not chart.has_all_places else "",
        rest_count=number_format(sum(site.count for site in rest), force_grouping=True),
    )


def _rest(places: int) -> str:
    if not places:
        return ""
    text = ngettext("%(places)s more place", "%(places)s more places", places)
    return text % {"places": number_format(places, force_grouping=True)}
