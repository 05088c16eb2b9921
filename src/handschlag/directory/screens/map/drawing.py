"""The drawing: Länder, dots and names, ready to be written as SVG.

Numbers of the drawing are texts here: a German page would write them with a comma.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from handschlag.common.language import pick
from handschlag.directory.queries.map import LandFigure
from handschlag.directory.rules import classes, germany, map_dots, map_labels
from handschlag.directory.rules.chart import Chart, Drawing, Subject
from handschlag.directory.rules.layers import LayerPlan, Size
from handschlag.directory.rules.map_labels import Dot

Address = Callable[..., str]


def text_of(number: float) -> str:
    """A number of the drawing: at most one decimal, always with a point."""
    return f"{number:.1f}".removesuffix(".0")


def count_with_noun(subject: Subject, count: int) -> str:
    """ "1 network", "7 networks": with the noun that belongs to it."""
    shown = number_format(count, force_grouping=True)
    if subject is Subject.NETWORKS:
        return ngettext("%(shown)s network", "%(shown)s networks", count) % {"shown": shown}
    return ngettext("%(shown)s actor", "%(shown)s actors", count) % {"shown": shown}


@dataclass(frozen=True, slots=True, kw_only=True)
class _NumberOfLand:
    """The number that stands in a tinted Land, in one of the two sizes; a city state gets a disc."""

    text: str
    x: str
    y: str
    center: str
    radius: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandShape:
    code: str
    path: str
    title: str
    url: str
    tint: str
    is_chosen: bool
    large: _NumberOfLand | None = None
    small: _NumberOfLand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _DrawnMark:
    title: str
    url: str
    x: str
    y: str
    radius: str
    reach: str
    number: str
    number_y: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    text: str
    x: str
    y: str
    anchor: str
    is_chosen: bool = False
    tint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The dots and names of one of the two sizes."""

    size: str
    marks: tuple[_DrawnMark, ...]
    names: tuple[Name, ...]


def value_of(figure: LandFigure, drawing: Drawing) -> float:
    """For each million people where density is drawn, 0.0 if not known; else the plain count."""
    return (figure.for_each_million or 0.0) if drawing is Drawing.DENSITY else float(figure.count)


def value_text(value: float, drawing: Drawing) -> str:
    """A count as it is; a density with three digits, which is as much as it is worth."""
    digits = 1 if drawing is Drawing.DENSITY and value < 99.95 else 0
    return number_format(round(value, digits), digits, force_grouping=True)


def land_shapes(
    figures: Sequence[LandFigure], steps: Sequence[classes.ColourClass], *, chart: Chart, address: Address
) -> tuple[LandShape, ...]:
    """Every Land, in the order of the table; white where nothing is."""
    return tuple(_land_shape(figure, steps, chart=chart, address=address) for figure in figures)


def _land_shape(
    figure: LandFigure, steps: Sequence[classes.ColourClass], *, chart: Chart, address: Address
) -> LandShape:
    outline = germany.outlines()[figure.code]
    value, is_tinted = value_of(figure, chart.drawing), chart.drawing is not Drawing.PLACES
    tint = str(classes.tint_of(value, steps)) if is_tinted else ("land" if figure.count else "0")
    text = value_text(value, chart.drawing)
    is_chosen = chart.region == figure.slug
    return LandShape(
        code=figure.code,
        path=outline.path,
        title=_land_title(figure, chart),
        url=address(at="", around="", region="" if is_chosen else figure.slug, pages=1),
        tint=tint,
        is_chosen=is_chosen,
        large=_number(figure.code, text, germany.LARGE_NUMBER) if is_tinted else None,
        small=_number(figure.code, text, germany.SMALL_NUMBER) if is_tinted else None,
    )


def _land_title(figure: LandFigure, chart: Chart) -> str:
    """What a Land says of itself: "Hesse: 9 networks, 1.4 for each million people"."""
    name = pick(figure.name_de, figure.name_en)
    said = f"{name}: {count_with_noun(chart.show, figure.count)}"
    if chart.drawing is Drawing.DENSITY and figure.for_each_million is not None:
        said += ", " + gettext("%(value)s per million inhabitants") % {
            "value": value_text(figure.for_each_million, chart.drawing)
        }
    return said


def _number(code: str, text: str, size: float) -> _NumberOfLand:
    outline, is_city = germany.outlines()[code], code in germany.CITY_STATES
    radius = max(size * 0.75, map_labels.width_of(text, size) / 2 + size * 0.25) if is_city else 0.0
    return _NumberOfLand(
        text=text,
        x=text_of(outline.x),
        y=text_of(outline.y + size * 0.35),
        center=text_of(outline.y),
        radius=text_of(radius) if is_city else "",
    )


def land_names(
    figures: Sequence[LandFigure], steps: Sequence[classes.ColourClass], *, chart: Chart
) -> tuple[Name, ...]:
    """Names of Länder under their numbers, on the large drawing."""
    size, dots, tints = germany.LARGE_TYPE * 0.875, list[Dot](), dict[str, str]()
    for figure in figures:
        outline = germany.outlines()[figure.code]
        value = value_of(figure, chart.drawing)
        text = value_text(value, chart.drawing)
        is_inside = figure.code not in germany.CITY_STATES
        tints[figure.code] = str(classes.tint_of(value, steps)) if is_inside else ""
        number = _number(figure.code, text, germany.LARGE_NUMBER)
        radius = float(number.radius or 0.0) or germany.LARGE_NUMBER * 0.6
        name = pick(figure.name_de, figure.name_en)
        dots.append(Dot(key=figure.code, name=name, x=outline.x, y=outline.y, radius=radius))
    placed = map_labels.place_all(dots, size=size, sheet=germany.WHOLE, order=map_labels.Order.UNDER)
    return tuple(
        Name(text=one.text, x=text_of(one.x), y=text_of(one.y), anchor=one.anchor, tint=tints[one.key])
        for one in placed
    )


def layer(plan: LayerPlan, *, chart: Chart, chosen: str, address: Address) -> Layer:
    """The dots of one size with their names; `chosen` is a place that was chosen, or empty."""

    def url(mark: map_dots.MapDot) -> str:
        at, around = (mark.key, "") if plan.size is Size.LARGE else ("", mark.key)
        return address(at=at, around=around, region="", pages=1)

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
    key = holding.key if holding else ""
    return Layer(
        size=plan.size,
        marks=tuple(
            _drawn(mark, plan, url=url(mark), title=title(mark), is_chosen=mark.key == key)
            for mark in plan.marks
        ),
        names=tuple(_name(label, key) for label in plan.names),
    )


def _name(label: map_labels.PlacedName, chosen: str) -> Name:
    return Name(
        text=label.text,
        x=text_of(label.x),
        y=text_of(label.y),
        anchor=label.anchor,
        is_chosen=label.key == chosen,
    )


def _drawn(mark: map_dots.MapDot, plan: LayerPlan, *, url: str, title: str, is_chosen: bool) -> _DrawnMark:
    return _DrawnMark(
        title=title,
        url=url,
        x=text_of(mark.x),
        y=text_of(mark.y),
        radius=text_of(plan.scale.radius(mark.count)),
        reach=text_of(plan.scale.room(mark.count)),
        number="" if mark.count == 1 else number_format(mark.count, force_grouping=True),
        number_y=text_of(mark.y + plan.scale.smallest_count * 0.42),
        is_chosen=is_chosen,
    )


def name_of(mark: map_dots.MapDot) -> str:
    """ "Stuttgart", or "Stuttgart and around" where a dot stands for several places."""
    name = mark.name or gettext("a place without a name")
    return gettext("%(place)s and around") % {"place": name} if mark.is_merged else name
