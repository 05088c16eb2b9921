"""The map as tables: the same numbers for whoever does not see the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handschlag.directory.queries.map import LandFigure
from handschlag.directory.rules.chart import Chart, LandSortKey
from handschlag.directory.rules.map_dots import Site
from handschlag.directory.screens.map.drawing import Address

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
