"""Small maps as tags: `{% network_map screen.map %}` and `{% land_map screen.map %}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from handschlag.directory.rules.projection import SHEET
from handschlag.directory.screens.map.drawing import LandShape, Layer
from handschlag.directory.screens.map.small import LandMap, NetworkMap

register = template.Library()
VIEW_BOX = f"0 0 {SHEET.width:g} {SHEET.height:g}"


@register.inclusion_tag("directory/map/network.html")
def network_map(drawn: NetworkMap | None) -> dict[str, object]:
    """Nothing where the place of the network is not known."""
    return {"map": drawn, "view_box": VIEW_BOX}


@register.inclusion_tag("directory/map/land.html")
def land_map(drawn: LandMap | None) -> dict[str, object]:
    """What the tag draws; without a map it draws nothing."""
    return {"map": drawn, "view_box": VIEW_BOX}


CURRENT = mark_safe(' aria-current="true"')
MARK = (
    '<a href="{}"{} class="hs-mark"><title>{}</title>'
    '<circle class="hs-mark__reach" cx="{}" cy="{}" r="{}"/>'
    '<circle class="hs-mark__dot" cx="{}" cy="{}" r="{}"/>{}</a>\n'
)


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
    names = format_html_join(
        "\n",
        '<text class="hs-map__name{}" aria-hidden="true" x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (" hs-map__name--chosen" if name.is_chosen else "", name.x, name.y, name.anchor, name.text)
            for name in layer.names
        ),
    )
    dots = format_html_join(
        "",
        MARK,
        (
            (
                *(mark.url, CURRENT if mark.is_chosen else "", mark.title),
                *(mark.x, mark.y, mark.reach, mark.x, mark.y, mark.radius),
                _number(mark.x, mark.number_y, mark.number),
            )
            for mark in layer.marks
        ),
    )
    return format_html('<g class="hs-map__layer hs-map__layer--{}">{}\n{}</g>', layer.size, names, dots)


def _number(x: str, y: str, number: str) -> SafeString | str:
    if not number:
        return ""
    return format_html(
        '<text class="hs-mark__number" x="{}" y="{}" text-anchor="middle">{}</text>', x, y, number
    )
