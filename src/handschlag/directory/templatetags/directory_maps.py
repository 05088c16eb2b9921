"""The maps as tags and what their templates need: `{% map_layer layer %}`, `{% land_map screen.map %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.tallies import format_number
from handschlag.directory.map import dots
from handschlag.directory.map.dots import MapDot
from handschlag.directory.map.drawing import (
    Drawing,
    LandMap,
    LandShape,
    Layer,
    Subject,
    count_with_noun,
    name_of,
    place_name,
    text_of,
    value_text,
)
from handschlag.directory.map.outlines import SHEET

register = template.Library()
register.filter("drawn", text_of)
register.filter("name_of_dot", name_of)
register.filter("place_name", place_name)
VIEW_BOX = f"0 0 {SHEET.width:g} {SHEET.height:g}"


@register.filter
def counted(count: int, subject: Subject) -> str:
    """`{{ total|counted:chart.show }}`: 7 networks."""
    return count_with_noun(subject, count)


@register.filter
def density(value: float) -> str:
    """Entries for each million people."""
    return value_text(value, Drawing.DENSITY)


@register.inclusion_tag("directory/map/network.html")
def network_map(drawn: Mapping[str, object] | None) -> dict[str, object]:
    """Nothing where the place of the network is not known."""
    return {"map": drawn, "view_box": VIEW_BOX, "outlines": dots.outlines().values()}


@register.inclusion_tag("directory/map/land.html")
def land_map(drawn: LandMap | None) -> dict[str, object]:
    """What the tag draws; without a map it draws nothing."""
    return {"map": drawn, "view_box": VIEW_BOX, "outlines": dots.outlines().values()}


@register.inclusion_tag("directory/map/land_number.html")
def land_number(shape: LandShape, layer: str) -> dict[str, object]:
    """The number that stands in a tinted Land, in one of the two sizes; a city state gets a disc."""
    size = dots.LARGE_NUMBER if layer == "large" else dots.SMALL_NUMBER
    outline = dots.outlines()[shape.code]
    return {
        "layer": layer,
        "outline": outline,
        "number": shape.number,
        "y": outline.y + size * 0.35,
        "radius": dots.disc_of(shape.code, shape.number, size),
    }


CURRENT = mark_safe(' aria-current="true"')
MARK = (
    '<a href="{}"{} class="hs-mark"><title>{}</title>'
    '<circle class="hs-mark__reach" cx="{}" cy="{}" r="{}"/>'
    '<circle class="hs-mark__dot" cx="{}" cy="{}" r="{}"/>{}</a>\n'
)
NUMBER = '<text class="hs-mark__number" x="{}" y="{}" text-anchor="middle">{}</text>'


@register.simple_tag
def map_lands(shapes: Iterable[LandShape]) -> SafeString:
    """Every Land as a link. Many small parts: written here, which is ten times as quick as in a template."""
    return format_html_join(
        "\n",
        '<a href="{}"{} class="hs-land hs-land--{}"><title>{}</title><path d="{}"/></a>',
        (
            (shape.url, CURRENT if shape.is_chosen else "", shape.tint, shape.title, shape.path)
            for shape in shapes
        ),
    )


@register.simple_tag
def map_layer(layer: Layer) -> SafeString:
    """Names first, so that dots lie above them; each dot is a link as large as a finger."""
    plan, chosen = layer.plan, layer.chosen
    names = format_html_join(
        "\n",
        '<text class="hs-map__name{}" aria-hidden="true" x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                " hs-map__name--chosen" if name.key == chosen else "",
                *(text_of(name.x), text_of(name.y), name.anchor, name.text),
            )
            for name in plan.names
        ),
    )
    dots = mark_safe("".join(_dot(layer, mark, url, title) for mark, url, title in layer.marks))  # noqa: S308 - escaped one by one
    return format_html('<g class="hs-map__layer hs-map__layer--{}">{}\n{}</g>', plan.size, names, dots)


def _dot(layer: Layer, mark: MapDot, url: str, title: str) -> SafeString:
    scale, x, y = layer.plan.scale, text_of(mark.x), text_of(mark.y)
    number: SafeString | str = ""
    if mark.count > 1:
        y_of_number = text_of(mark.y + scale.smallest_count * 0.42)
        number = format_html(NUMBER, x, y_of_number, format_number(mark.count))
    current = CURRENT if mark.key == layer.chosen else ""
    reach, radius = text_of(scale.room(mark.count)), text_of(scale.radius(mark.count))
    return format_html(MARK, url, current, title, x, y, reach, x, y, radius, number)
