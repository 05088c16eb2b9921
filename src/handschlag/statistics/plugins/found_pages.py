"""What is counted about networks and events, as the search shows it."""

from __future__ import annotations

from handschlag.directory.hooks.found_pages import PageSource
from handschlag.directory.rules.found_pages import FoundPage

PAGES = (
    FoundPage(
        kind="statistics",
        view="statistics:overview",
        title_de="Statistik",
        title_en="Statistics",
        words="Zahlen, Auswertung, figures, numbers",
        beside="Netzwerke, Cluster, Matching, Gespräche, networks, clusters, meetings",
    ),
)
SOURCE = PageSource(stamp=lambda: None, pages=lambda: PAGES)
