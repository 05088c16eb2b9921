"""The filters of the lists, as they stand above the map: closed, and keeping what the map shows."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from handschlag.directory.queries.choices import Names
from handschlag.directory.queries.map import MapData
from handschlag.directory.rules.chart import Chart
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.screens import filters
from handschlag.directory.screens.filters import Filters

NOT_HERE = {"network"}  # a map of one network's actors is reached from its page


def map_filters(criteria: Criteria, chart: Chart, *, gathered: MapData, names: Names) -> Filters:
    """The filters without that of networks; every link keeps what the map shows, but no chosen place."""
    made = filters.filters(criteria, gathered.found, names=names, url=reverse("directory:map"))
    kept = chart.pairs(at="", around="", region="", pages=1)
    query = chart.query_string(at="", around="", region="", pages=1)
    return replace(
        made,
        chosen=(*made.chosen, *kept),
        facets=tuple(replace(facet, is_open=False) for facet in made.facets if facet.name not in NOT_HERE),
        switch=tuple(
            replace(link, url=joined_address(link.url, query))
            for link in filters.switch_of_figures(
                criteria, gathered.found, reverse("directory:map"), is_invented=gathered.is_invented
            )
        ),
        chips=tuple(replace(chip, url=joined_address(chip.url, query)) for chip in made.chips),
        clear_url=joined_address(made.clear_url, query),
        suggestion=replace(made.suggestion, url=joined_address(made.suggestion.url, query))
        if made.suggestion
        else None,
    )


def joined_address(url: str, query: str) -> str:
    """Adds a query to an address that may have one already; an empty query changes nothing."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"
