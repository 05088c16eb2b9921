"""The drawing: Länder, dots and names, for the tags that write them as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.directory.queries.map import LandFigure
from handschlag.directory.rules import classes, germany, map_dots, map_labels
from handschlag.directory.rules.chart import Chart, Drawing, Subject
from handschlag.directory.rules.layers import LayerPlan, Size
from handschlag.directory.rules.map_labels import Dot, PlacedName
from handschlag.directory.screens import texts

Address = Callable[..., str]


def text_of(number: float) -> str:
    """A number of the drawing: at most one decimal, always with a point, also on a German page."""
    return f"{number:.1f}".removesuffix(".0")


def count_with_noun(subject: Subject, count: int) -> str:
    """ "1 network", "7 networks": with the noun that belongs to it."""
    if subject is Subject.NETWORKS:
        said = ngettext("%(shown)s network", "%(shown)s networks", count)
    else:
        said = ngettext("%(shown)s actor", "%(shown)s actors", count)
    return said % {"shown": texts.number(count)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LandShape:
    code: str
    path: str
    title: str
    url: str
    tint: str
    is_chosen: bool
    number: str = ""  # stands in a tinted Land


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The dots of one of the two sizes, each with where it leads and what it is."""

    plan: LayerPlan
    marks: tuple[tuple[map_dots.MapDot, str, str], ...]
    chosen: str  # the key of the dot that was chosen


def value_of(figure: LandFigure, drawing: Drawing) -> float:
    """For each million people where density is drawn, 0.0 if not known; else the plain count."""
    return (figure.for_each_million or 0.0) if drawing is Drawing.DENSITY else float(figure.count)


def value_text(value: float, drawing: Drawing) -> str:
    """A count as it is; a density with three digits, which is as much as it is worth."""
    digits = 1 if drawing is Drawing.DENSITY and value < 99.95 else 0
    return number_format(round(value, digits), digits, force_grouping=True)


def land_shape(
    figure: LandFigure, steps: Sequence[classes.ColourClass], *, chart: Chart, address: Address
) -> LandShape:
    """A Land, white where nothing is."""
    value, is_tinted = value_of(figure, chart.drawing), chart.drawing is not Drawing.PLACES
    is_chosen = chart.region == figure.slug
    return LandShape(
        code=figure.code,
        path=germany.outlines()[figure.code].path,
        title=_land_title(figure, chart),
        url=address(region="" if is_chosen else figure.slug),
        tint=str(classes.tint_of(value, steps)) if is_tinted else ("land" if figure.count else "0"),
        is_chosen=is_chosen,
        number=value_text(value, chart.drawing) if is_tinted else "",
    )


def _land_title(figure: LandFigure, chart: Chart) -> str:
    """What a Land says of itself: "Hesse: 9 networks, 1.4 for each million people"."""
    said = f"{figure.name}: {count_with_noun(chart.show, figure.count)}"
    if chart.drawing is Drawing.DENSITY and figure.for_each_million is not None:
        said += ", " + _("%(value)s per million inhabitants") % {
            "value": value_text(figure.for_each_million, chart.drawing)
        }
    return said


def land_names(
    figures: Sequence[LandFigure], steps: Sequence[classes.ColourClass], *, chart: Chart
) -> list[tuple[PlacedName, str]]:
    """Names of Länder under their numbers, on the large drawing, each with the tint below it."""
    dots, tints = list[Dot](), dict[str, str]()
    for figure in figures:
        outline, value = germany.outlines()[figure.code], value_of(figure, chart.drawing)
        disc = germany.disc_of(figure.code, value_text(value, chart.drawing), germany.LARGE_NUMBER)
        radius = float(text_of(disc)) or germany.LARGE_NUMBER * 0.6
        tints[figure.code] = "" if disc else str(classes.tint_of(value, steps))
        dots.append(Dot(key=figure.code, name=figure.name, x=outline.x, y=outline.y, radius=radius))
    size = germany.LARGE_TYPE * 0.875
    placed = map_labels.place_all(dots, size=size, sheet=germany.WHOLE, order=map_labels.Order.UNDER)
    return [(name, tints[name.key]) for name in placed]


def layer(plan: LayerPlan, *, chart: Chart, chosen: str, address: Address) -> Layer:
    """The dots of one size with their names; `chosen` is a place that was chosen, or empty."""

    def url(mark: map_dots.MapDot) -> str:
        return address(**{"at" if plan.size is Size.LARGE else "around": mark.key})

    def title(mark: map_dots.MapDot) -> str:
        return f"{name_of(mark)}: {count_with_noun(chart.show, mark.count)}"

    return dots_layer(plan, chosen=chosen, url=url, title=title)


def dots_layer(
    plan: LayerPlan,
    *,
    chosen: str,
    url: Callable[[map_dots.MapDot], str],
    title: Callable[[map_dots.MapDot], str],
) -> Layer:
    """The dots of one size, whatever they count: `url` and `title` say where a dot leads and what it is."""
    holding = map_dots.found(plan.marks, chosen) if chosen else None
    marks = tuple((mark, url(mark), title(mark)) for mark in plan.marks)
    return Layer(plan=plan, marks=marks, chosen=holding.key if holding else "")


def place_name(name: str) -> str:
    """The name of a place, or that it has none."""
    return name or _("a place without a name")


def name_of(mark: map_dots.MapDot) -> str:
    """ "Stuttgart", or "Stuttgart area" where a dot stands for several places."""
    name = place_name(mark.name)
    return _("%(place)s area") % {"place": name} if mark.is_merged else name
