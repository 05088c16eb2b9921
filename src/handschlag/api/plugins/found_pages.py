"""Data and interfaces for other programs, as the search shows them."""

from __future__ import annotations

from handschlag.directory.hooks.found_pages import PageSource
from handschlag.directory.rules.found_pages import FoundPage

PAGES = (
    FoundPage(
        kind="open-data",
        view="api:open_data",
        title_de="Offene Daten",
        title_en="Open data",
        words="Open Data, Datensatz, Datensätze, Download, herunterladen, CSV, JSON, dataset, datasets",
        beside="Netzwerke, Cluster, Akteure, Förderprogramme, networks, clusters, actors, Germany",
    ),
    FoundPage(
        kind="interface",
        view="api:reference",
        title_de="Schnittstelle",
        title_en="Interface",
        words="API, REST, OpenAPI, Programmierschnittstelle",
        beside="Daten, data, Netzwerke, Cluster, clusters, networks",
    ),
)
SOURCE = PageSource(stamp=lambda: None, pages=lambda: PAGES)
