"""The map of Germany: who is where."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.design.components.parts import Link
from handschlag.directory import filters, labels, texts
from handschlag.directory.criteria import PARAMETERS, Criteria
from handschlag.directory.filters import Names, names_of_choices
from handschlag.directory.map import dots, drawing
from handschlag.directory.map import drawing as questions
from handschlag.directory.map.dots import LayerPlan, MapDot, Site, Size, layer_plan
from handschlag.directory.map.drawing import (
    CHOICES,
    Address,
    Chart,
    Drawing,
    LandFigure,
    LandSortKey,
    MapData,
    Subject,
    count_with_noun,
    points,
)
from handschlag.directory.map.drawing import PARAMETERS as CHART_PARAMETERS
from handschlag.directory.map.outlines import SHEET

NOT_HERE = {"network"}  # a map of one network's actors is reached from its page


def map_filters(criteria: Criteria, chart: Chart, *, gathered: MapData, names: Names) -> dict[str, Any]:
    """The filters without that of networks; every link keeps what the map shows, but no chosen place."""
    url, query = reverse("directory:map"), chart.query_string(at="")
    made = filters.filters(criteria, gathered.found, names=names, url=url)
    switch = filters.switch_of_figures(criteria, gathered.found, url, is_invented=gathered.is_invented)
    suggestion = made["suggestion"]
    return {
        **made,
        "chosen": (*made["chosen"], *chart.pairs(at="")),
        "facets": [replace(facet, is_open=False) for facet in made["facets"] if facet.name not in NOT_HERE],
        "switch": [replace(link, url=joined_address(link.url, query)) for link in switch],
        "chips": [replace(chip, url=joined_address(chip.url, query)) for chip in made["chips"]],
        "clear_url": joined_address(url, query),
        "suggestion": suggestion and replace(suggestion, url=joined_address(suggestion.url, query)),
    }


def joined_address(url: str, query: str) -> str:
    """Adds a query to an address that may have one already; an empty query changes nothing."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"


MOST_PLACES = {False: 16, True: 500}  # as many as there are Länder; or all, within reason


def land_rows(
    figures: Sequence[LandFigure], *, chart: Chart, address: Address
) -> list[tuple[LandFigure, str]]:
    """The Länder with their addresses, sorted by the column and in the direction that was asked for."""
    ordered = sorted(figures, key=lambda figure: figure.name.casefold())
    if chart.column is not LandSortKey.NAME:
        ordered.sort(key=lambda figure: _value(figure, chart.column), reverse=chart.is_descending)
    elif chart.is_descending:
        ordered.reverse()
    return [(figure, address(region=figure.slug)) for figure in ordered]


def _value(figure: LandFigure, column: LandSortKey) -> float:
    if column is LandSortKey.DENSITY:
        return figure.for_each_million or 0.0
    return figure.people if column is LandSortKey.PEOPLE else figure.count


def land_heads(chart: Chart, address: Address) -> list[tuple[LandSortKey, str, str]]:
    """Each column with its address and the word of `aria-sort`.

    A column of numbers begins with the largest, names begin with A; a second click turns it round.
    """
    heads = []
    for column in LandSortKey:
        is_current = chart.column is column
        turned = not chart.is_descending if is_current else column is not LandSortKey.NAME
        order = ("descending" if chart.is_descending else "ascending") if is_current else ""
        heads.append((column, address(column=column, is_descending=turned), order))
    return heads


def place_table(
    sites: Sequence[Site], lands: Sequence[LandFigure], *, chart: Chart, address: Address
) -> dict[str, Any]:
    """The 16 places with the most entries, or up to 500 if asked for; the rest is summed up."""
    by_code = {land.code: land for land in lands}
    ordered = sorted(sites, key=lambda site: (-site.count, site.name.casefold(), site.key))
    rest = ordered[MOST_PLACES[chart.has_all_places] :]
    return {
        "rows": [
            (site, by_code.get(site.land), address(place=site.key))
            for site in ordered[: len(ordered) - len(rest)]
        ],
        "rest": len(rest),
        "rest_count": sum(site.count for site in rest),
        "all_url": address(has_all_places=True) + "#places",
    }


AT_ONCE = 30
NOWHERE = "none"  # the address of what has no coordinates


def choice(
    rows: questions.Rows,
    gathered: questions.MapData,
    sites: tuple[Site, ...],
    *,
    chart: Chart,
    mark: MapDot | None,
    address: Address,
) -> dict[str, Any] | None:
    """Who is at the dot or in the Land that was chosen; none where nothing or nobody is left."""
    land = next((figure for figure in gathered.figures if figure.slug == chart.region), None)
    most = AT_ONCE * chart.pages
    if NOWHERE in (chart.at, chart.around):
        mark = land = None
        ids = _ids_nowhere(rows, gathered, sites)
    elif mark:
        land = None
        keys = frozenset(site.key for site in mark.sites)
        ids = questions.ids_at(rows, keys, lands=frozenset(site.land for site in mark.sites))
    elif land:
        ids = questions.ids_in(rows, land.code, most=most)
    else:
        return None
    total = land.count if land else len(ids)
    return {
        "mark": mark,
        "land": land,
        "total": total,
        "entries": questions.entries(chart.show, ids[:most]),
        "close_url": address(at=""),
        "more_url": address(pages=chart.pages + 1) if total > most else "",
    }


def _ids_nowhere(rows: questions.Rows, gathered: questions.MapData, sites: tuple[Site, ...]) -> list[int]:
    """Those without coordinates, and those whose place lies off the sheet."""
    ids = questions.ids_without_coordinates(rows)
    off_sheet = frozenset(seat.key for seat in gathered.seats) - {site.key for site in sites}
    return ids + questions.ids_at(rows, off_sheet) if off_sheet else ids


def headline(chart: Chart, total: int, figures: Sequence[LandFigure]) -> str:
    """Those whose Land is known; the others are not said to be there."""
    who = count_with_noun(chart.show, total)
    lands, in_lands = sum(1 for figure in figures if figure.count), sum(figure.count for figure in figures)
    if not lands:
        return who
    if in_lands < total:
        who = _("%(n)s of %(who)s") % {"n": texts.number(in_lands), "who": _of_all(chart, total)}
    where = ngettext("%(who)s in one federal state", "%(who)s in %(lands)s federal states", lands)
    return where % {"who": who, "lands": lands}


def _of_all(chart: Chart, total: int) -> str:
    """After "63 of": German has another form there."""
    word = labels.networks_dative if chart.show is Subject.NETWORKS else labels.actors_dative
    return word(total) % {"n": texts.number(total)}


def description(chart: Chart, figures: Sequence[LandFigure], *, total: int, placed: int) -> str:
    """What somebody would say who looks at the drawing."""
    most = sorted(figures, key=lambda figure: -figure.count)[:3]
    names = ", ".join(f"{one.name} {texts.number(one.count)}" for one in most if one.count)
    said = [_("Map of Germany with its sixteen federal states."), _drawn(chart, figures, total, placed)]
    if names:
        said.append(_("Most of them: %(names)s.") % {"names": names})
    return " ".join(said)


def _drawn(chart: Chart, figures: Sequence[LandFigure], total: int, placed: int) -> str:
    """What the drawing shows of all that there are, which need not be all."""
    shown = placed if chart.drawing is Drawing.PLACES else sum(figure.count for figure in figures)
    if shown >= total:
        return _("It shows %(who)s.") % {"who": count_with_noun(chart.show, total)}
    numbers = {
        "n": texts.number(shown),
        "who": _of_all(chart, total),
        "rest": texts.number(total - shown),
    }
    if chart.drawing is Drawing.PLACES:
        return _("It shows %(n)s of %(who)s; for %(rest)s no place is known.") % numbers
    return _("It shows %(n)s of %(who)s; for %(rest)s the federal state is not known.") % numbers


def map_context(criteria: Criteria, chart: Chart, *, today: date) -> dict[str, Any]:
    """What the page of the map shows: the drawing, the same as tables, and the list of what was chosen."""
    gathered = questions.map_data(criteria, chart.show, today=today)
    sites, _plans = _placed(gathered, get_language())
    figures, address = gathered.figures, _addresses(criteria, chart)
    return {
        "url": reverse("directory:map"),
        "criteria": criteria,
        "found": gathered.found,
        "chart": chart,
        "is_networks": chart.show is Subject.NETWORKS,
        "is_places": chart.drawing is Drawing.PLACES,
        **_counts(gathered, chart),
        **_drawing(gathered, chart, address),
        "land_heads": land_heads(chart, address),
        "land_rows": land_rows(figures, chart=chart, address=address),
        "place_table": place_table(sites, figures, chart=chart, address=address),
        "choice": _choice(criteria, chart, gathered, address=address, today=today),
        "unplaced_url": address(at=NOWHERE),
        "subjects": _subjects(chart, address),
        "drawings": _drawings(chart, address),
        "list_or_map": _list_or_map(criteria, chart, address),
        "points_url": _points_url(criteria, chart),
        "choose_url": address(place="KEY"),
        "filters": map_filters(criteria, chart, gathered=gathered, names=names_of_choices(criteria)),
        "kept": chart.pairs(at=""),  # by a search and a filter
    }


def _counts(gathered: questions.MapData, chart: Chart) -> dict[str, Any]:
    """How many there are, how many of them are drawn, and what is missing."""
    (sites, _plans), figures, total = _placed(gathered, get_language()), gathered.figures, gathered.total
    placed, in_lands = sum(site.count for site in sites), sum(figure.count for figure in figures)
    return {
        "headline": headline(chart, total, figures),
        "description": description(chart, figures, total=total, placed=placed),
        "total": total,
        "in_lands": in_lands,
        "nowhere": max(0, total - in_lands),
        "invented": gathered.found.invented,  # found besides, or all that is drawn and counted
        "is_invented": gathered.is_invented,
        "unplaced": total - placed,
        "unplaced_in_lands": max(0, in_lands - placed),
        # Of which the directory knows nothing at all, whatever was searched for.
        "blank": [figure.name for figure in gathered.everywhere if not figure.count],
        "has_white": not all(figure.count for figure in figures),
    }


def _drawing(gathered: questions.MapData, chart: Chart, address: drawing.Address) -> dict[str, Any]:
    """Dots, or Länder tinted by their numbers with a legend."""
    figures, is_places = gathered.figures, chart.drawing is Drawing.PLACES
    plans = _placed(gathered, get_language())[1] if is_places else ()
    values = () if is_places else tuple(drawing.value_of(figure, chart.drawing) for figure in figures)
    steps, chosen = dots.steps_of(values), chart.at or chart.around or chart.place
    return {
        "shapes": [drawing.land_shape(figure, steps, chart=chart, address=address) for figure in figures],
        "layers": [drawing.layer(plan, chart=chart, chosen=chosen, address=address) for plan in plans],
        "land_names": drawing.land_names(figures, steps, chart=chart) if steps else (),
        "legend": [(step.tint, _legend(step, chart)) for step in steps],
    }


def _addresses(criteria: Criteria, chart: Chart) -> drawing.Address:
    """Addresses of this map with other choices; what was searched for stays."""
    here = joined_address(reverse("directory:map"), criteria.query_string())

    def address(**changes: object) -> str:
        opens_a_list = any(changes.get(name) for name in CHOICES)
        return joined_address(here, chart.query_string(**changes)) + ("#choice" if opens_a_list else "")

    return address


@lru_cache(maxsize=questions.REMEMBERED)
def _placed(
    gathered: questions.MapData, language: str | None
) -> tuple[tuple[Site, ...], tuple[LayerPlan, ...]]:
    """Where dots and names go follows from what was gathered, and from the words of the language."""
    del language  # it is part of the key
    sites = dots.on_sheet(gathered.seats)
    return sites, tuple(layer_plan(sites, size, named=drawing.name_of) for size in Size)


def _choice(
    criteria: Criteria, chart: Chart, gathered: questions.MapData, *, address: drawing.Address, today: date
) -> dict[str, Any] | None:
    """The list of what was chosen; asked only where something was."""
    if not chart.has_choice:
        return None
    (sites, plans), size = _placed(gathered, get_language()), Size.LARGE if chart.at else Size.SMALL
    plan = next(plan for plan in plans if plan.size is size)
    mark = dots.found(plan.marks, chart.at or chart.around) or dots.alone(sites, chart.place)
    rows = questions.rows_for(criteria, chart.show, today=today)
    return choice(rows, gathered, sites, chart=chart, mark=mark, address=address)


def _subjects(chart: Chart, address: drawing.Address) -> list[Link]:
    labels = {Subject.NETWORKS: _("Networks"), Subject.ACTORS: _("Actors")}
    return [
        Link(label=label, url=address(show=subject, pages=1), is_current=chart.show is subject)
        for subject, label in labels.items()
    ]


def _drawings(chart: Chart, address: drawing.Address) -> list[Link]:
    labels = {
        Drawing.PLACES: _("Places"),
        Drawing.LANDS: _("Federal states"),
        Drawing.DENSITY: _("Per million inhabitants"),
    }
    return [
        Link(label=label, url=address(drawing=one), is_current=chart.drawing is one)
        for one, label in labels.items()
    ]


def _list_or_map(criteria: Criteria, chart: Chart, address: drawing.Address) -> tuple[Link, ...]:
    name = "directory:networks" if chart.show is Subject.NETWORKS else "directory:actors"
    return (
        Link(label=_("List"), url=joined_address(reverse(name), criteria.query_string()), icon="list"),
        Link(label=_("Map"), url=address(), icon="map", is_current=True),
    )


def _legend(step: dots.ColourClass, chart: Chart) -> str:
    least, largest = (drawing.value_text(value, chart.drawing) for value in (step.least, step.largest))
    return least if least == largest else _("%(least)s to %(largest)s") % {"least": least, "largest": largest}


def _points_url(criteria: Criteria, chart: Chart) -> str:
    address = joined_address(reverse("directory:map_points"), criteria.query_string())
    return joined_address(address, Chart(show=chart.show).query_string())


VIEW_BOX = f"0 0 {SHEET.width:g} {SHEET.height:g}"


@cached_for_visitors(parameters=(*PARAMETERS, *CHART_PARAMETERS))
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The page of the map, with filters and drawing as the address asks for them."""
    criteria, chart = Criteria.of(request.GET), Chart.of(request.GET)
    screen = map_context(criteria, chart, today=timezone.localdate())
    return render(request, "directory/map.html", {"screen": screen, "view_box": VIEW_BOX})


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def points_file(request: HttpRequest) -> HttpResponse:
    """Asked again and again, answered in full only when something has changed."""
    criteria, chart = Criteria.of(request.GET), Chart.of(request.GET)
    found = points(criteria, chart.show, today=timezone.localdate())
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8")
