"""The page of the map, put together from few questions; their number does not depend on the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext

from handschlag.design.components.parts import Link
from handschlag.directory.queries import map as questions
from handschlag.directory.queries.choices import names_of_choices
from handschlag.directory.rules import classes, germany, map_dots
from handschlag.directory.rules.chart import Chart, Drawing, Subject
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.layers import LayerPlan, Size, layer_plan
from handschlag.directory.rules.map_dots import Site
from handschlag.directory.screens.filters import Filters
from handschlag.directory.screens.map import drawing
from handschlag.directory.screens.map.captions import MapCaptions, map_captions
from handschlag.directory.screens.map.choice import NOWHERE, Chooser, MapSelection, choice
from handschlag.directory.screens.map.filtering import joined_address, map_filters
from handschlag.directory.screens.map.tables import LandTable, PlaceTable, land_table, place_table


@dataclass(frozen=True, slots=True, kw_only=True)
class _LegendStep:
    tint: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScreen:
    """`kept` are the choices of the map that a search and a filter keep."""

    url: str
    filters: Filters
    criteria: Criteria
    chart: Chart
    words: MapCaptions
    shapes: tuple[drawing.LandShape, ...]
    layers: tuple[drawing.Layer, ...]
    land_names: tuple[drawing.Name, ...]
    legend: tuple[_LegendStep, ...]
    land_table: LandTable
    place_table: PlaceTable
    unplaced_url: str
    report_url: str
    choice: MapSelection | None
    subjects: tuple[Link, ...]
    drawings: tuple[Link, ...]
    list_or_map: tuple[Link, ...]
    points_url: str
    choose_url: str
    kept: tuple[tuple[str, str], ...]
    is_networks: bool
    is_places: bool


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Addresses of this map with other choices; what was searched for stays in `here`."""

    here: str
    chart: Chart

    def __call__(self, **changes: object) -> str:
        opens_a_list = any(changes.get(name) for name in ("at", "around", "region"))
        anchor = "#choice" if opens_a_list else ""
        return joined_address(self.here, self.chart.query_string(**changes)) + anchor


def map_screen(criteria: Criteria, chart: Chart, *, today: date) -> MapScreen:
    """Everything that the page of the map says."""
    gathered = questions.map_data(criteria, chart.show, today=today)
    figures, placed = gathered.figures, _placed(gathered)
    address = _Addresses(joined_address(reverse("directory:map"), criteria.query_string()), chart)
    plans = placed.plans if chart.drawing is Drawing.PLACES else ()
    chosen, steps = chart.at or chart.around, _steps(figures, chart)
    return MapScreen(
        criteria=criteria,
        chart=chart,
        words=map_captions(
            chart=chart,
            total=gathered.total,
            invented=gathered.found.invented,
            is_invented=gathered.is_invented,
            placed=sum(site.count for site in placed.sites),
            figures=figures,
            blank=[figure for figure in gathered.everywhere if not figure.count],
            is_filtered=not criteria.is_empty,
        ),
        shapes=drawing.land_shapes(figures, steps, chart=chart, address=address),
        layers=tuple(drawing.layer(plan, chart=chart, chosen=chosen, address=address) for plan in plans),
        land_names=drawing.land_names(figures, steps, chart=chart) if steps else (),
        legend=tuple(_legend(step, chart) for step in steps),
        land_table=land_table(figures, chart=chart, address=address),
        place_table=place_table(placed.sites, figures, chart=chart, address=address),
        unplaced_url=address(at=NOWHERE, around="", region="", pages=1),
        report_url=reverse("pages:contact"),
        choice=_choice(criteria, chart, gathered, address=address, today=today),
        subjects=_subjects(chart, address),
        drawings=_drawings(chart, address),
        list_or_map=_list_or_map(criteria, chart, address),
        points_url=_points_url(criteria, chart),
        choose_url=address(at="KEY", around="", region="", pages=1),
        url=reverse("directory:map"),
        filters=map_filters(criteria, chart, gathered=gathered, names=names_of_choices(criteria)),
        kept=chart.pairs(at="", around="", region="", pages=1),
        is_networks=chart.show is Subject.NETWORKS,
        is_places=chart.drawing is Drawing.PLACES,
    )


def _steps(figures: Sequence[questions.LandFigure], chart: Chart) -> tuple[classes.ColourClass, ...]:
    if chart.drawing is Drawing.PLACES:
        return ()
    return classes.steps_of(drawing.value_of(figure, chart.drawing) for figure in figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    sites: tuple[Site, ...]
    plans: tuple[LayerPlan, ...]


@lru_cache(maxsize=questions.REMEMBERED)
def _placed(gathered: questions.MapData) -> _Placed:
    """Where dots and names go follows from what was gathered alone."""
    sites = germany.on_sheet(gathered.seats)
    return _Placed(sites=sites, plans=tuple(layer_plan(sites, size) for size in Size))


def _choice(
    criteria: Criteria, chart: Chart, gathered: questions.MapData, *, address: drawing.Address, today: date
) -> MapSelection | None:
    """The list of what was chosen; asked only where something was."""
    if not chart.has_choice:
        return None
    placed, size = _placed(gathered), Size.LARGE if chart.at else Size.SMALL
    plan = next(plan for plan in placed.plans if plan.size is size)
    chooser = Chooser(
        rows=questions.rows_for(criteria, chart.show, today=today),
        chart=chart,
        figures=gathered.figures,
        off_sheet=frozenset(seat.key for seat in gathered.seats) - {site.key for site in placed.sites},
    )
    return choice(chooser, mark=map_dots.found(plan.marks, chart.at or chart.around), address=address)


def _subjects(chart: Chart, address: drawing.Address) -> tuple[Link, ...]:
    texts = {Subject.NETWORKS: gettext("Networks"), Subject.ACTORS: gettext("Actors")}
    return tuple(
        Link(label=text, url=address(show=subject, pages=1), is_current=chart.show is subject)
        for subject, text in texts.items()
    )


def _drawings(chart: Chart, address: drawing.Address) -> tuple[Link, ...]:
    texts = {
        Drawing.PLACES: gettext("Places"),
        Drawing.LANDS: gettext("Federal states"),
        Drawing.DENSITY: gettext("Per million inhabitants"),
    }
    return tuple(
        Link(label=text, url=address(drawing=one), is_current=chart.drawing is one)
        for one, text in texts.items()
    )


def _list_or_map(criteria: Criteria, chart: Chart, address: drawing.Address) -> tuple[Link, ...]:
    name = "directory:networks" if chart.show is Subject.NETWORKS else "directory:actors"
    return (
        Link(label=gettext("List"), url=joined_address(reverse(name), criteria.query_string()), icon="list"),
        Link(label=gettext("Map"), url=address(), icon="map", is_current=True),
    )


def _legend(step: classes.ColourClass, chart: Chart) -> _LegendStep:
    least, largest = (drawing.value_text(value, chart.drawing) for value in (step.least, step.largest))
    span = gettext("%(least)s to %(largest)s") % {"least": least, "largest": largest}
    return _LegendStep(tint=str(step.tint), text=least if least == largest else span)


def _points_url(criteria: Criteria, chart: Chart) -> str:
    address = joined_address(reverse("directory:map_points"), criteria.query_string())
    return joined_address(address, Chart(show=chart.show).query_string())
