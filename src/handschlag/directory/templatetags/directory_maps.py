"""Small maps as tags: `{% network_map screen.map %}` and `{% land_map screen.map %}`."""

from __future__ import annotations

from django import template

from handschlag.directory.rules.projection import SHEET
from handschlag.directory.screens.map.small import LandMap, NetworkMap

register = template.Library()
VIEW_BOX = f"0 0 {SHEET.width:g} {SHEET.height:g}"


@register.inclusion_tag("directory/map/network.html")
def network_map(drawn: NetworkMap | None) -> dict[str, object]:
    """Nothing where the place of the network is not known."""
    return {"map": drawn, "view_box": VIEW_BOX}


@register.inclusion_tag("directory/map/land.html")
def land_map(drawn: LandMap | None) -> dict[str, object]:
    return {"map": drawn, "view_box": VIEW_BOX}
