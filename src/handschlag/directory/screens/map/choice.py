"""The list beside the map: who is at the place, or in the Land, that was chosen."""

from __future__ import annotations

from typing import Any

from handschlag.directory.queries import map as questions
from handschlag.directory.rules.chart import Chart
from handschlag.directory.rules.map_dots import MapDot, Site
from handschlag.directory.screens.map.drawing import Address

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
