"""The page of the map, put together from few questions; their number does not depend on the answers."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Link
from handschlag.directory.queries import map as questions
from handschlag.directory.queries.choices import names_of_choices
from handschlag.directory.rules import classes, germany, map_dots
from handschlag.directory.rules.chart import CHOICES, Chart, Drawing, Subject
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.layers import LayerPlan, Size, layer_plan
from handschlag.directory.rules.map_dots import Site
from handschlag.directory.screens.map import captions, drawing, tables
from handschlag.directory.screens.map.choice import NOWHERE, choice
from handschlag.directory.screens.map.filtering import joined_address, map_filters


def map_screen(criteria: Criteria, chart: Chart, *, today: date) -> dict[str, Any]:
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
        "land_heads": tables.land_heads(chart, address),
        "land_rows": tables.land_rows(figures, chart=chart, address=address),
        "place_table": tables.place_table(sites, figures, chart=chart, address=address),
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
        "headline": captions.headline(chart, total, figures),
        "description": captions.description(chart, figures, total=total, placed=placed),
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
    steps, chosen = classes.steps_of(values), chart.at or chart.around or chart.place
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
    sites = germany.on_sheet(gathered.seats)
    return sites, tuple(layer_plan(sites, size, named=drawing.name_of) for size in Size)


def _choice(
    criteria: Criteria, chart: Chart, gathered: questions.MapData, *, address: drawing.Address, today: date
) -> dict[str, Any] | None:
    """The list of what was chosen; asked only where something was."""
    if not chart.has_choice:
        return None
    (sites, plans), size = _placed(gathered, get_language()), Size.LARGE if chart.at else Size.SMALL
    plan = next(plan for plan in plans if plan.size is size)
    mark = map_dots.found(plan.marks, chart.at or chart.around) or map_dots.alone(sites, chart.place)
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


def _legend(step: classes.ColourClass, chart: Chart) -> str:
    least, largest = (drawing.value_text(value, chart.drawing) for value in (step.least, step.largest))
    return least if least == largest else _("%(least)s to %(largest)s") % {"least": least, "largest": largest}


def _points_url(criteria: Criteria, chart: Chart) -> str:
    address = joined_address(reverse("directory:map_points"), criteria.query_string())
    return joined_address(address, Chart(show=chart.show).query_string())
