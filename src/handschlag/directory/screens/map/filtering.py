"""The filters of the lists, as they stand above the map: closed, and keeping what the map shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from handschlag.directory.queries.choices import Names
from handschlag.directory.queries.map import MapData
from handschlag.directory.rules.chart import Chart
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.screens import filters

NOT_HERE = {"network"}  # a map of one network's actors is reached from its page


def map_filters(criteria: Criteria, chart: Chart, *, gathered: MapData, names: Names) -> dict[str, Any]:
    """The filters without that of networks; every link keeps what the map shows, but no chosen place."""
    url, query = reverse("directory:map"), chart.query_string(at="")
    made = filters.filters(criteria, gathered.found, names=names, url=url)
    switch = filters.switch_of_figures(criteria, gathered.found, url, is_invented=gathered.is_invented)
    suggestion = made["suggestion"]
    return {
        **made,
        "chosen": (*made["chosen"], *chart.pairs(at="")),
        "facets": [replace(facet, is_open=False) for facet in made["facets"] if facet.name not in NOT_HERE],
        "switch": [replace(link, url=joined_address(link.url, query)) for link in switch],
        "chips": [replace(chip, url=joined_address(chip.url, query)) for chip in made["chips"]],
        "clear_url": joined_address(url, query),
        "suggestion": suggestion and replace(suggestion, url=joined_address(suggestion.url, query)),
    }


def joined_address(url: str, query: str) -> str:
    """Adds a query to an address that may have one already; an empty query changes nothing."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"
