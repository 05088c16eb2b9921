"""The start page: what the platform is for, at one glance and with live figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handschlag.design import tallies
from handschlag.design.components.linked_data import written
from handschlag.directory.screens import kind_labels, texts
from handschlag.directory.screens.map.small import MapPoint, land_map
from handschlag.events.screens.conferences.events import event_row
from handschlag.pages.queries.start import Figures, Start

SOME_FIELDS, SOME_PROGRAMMES = 6, 3
EXAMPLES = (
    gettext_lazy("hydrogen storage"),
    gettext_lazy("photonics in Jena"),
    gettext_lazy("recyclates"),
)


def start_screen(found: Start) -> dict[str, Any]:
    """The start page; `most` is the value of the longest bar, 1 where there are no bars."""
    figures = found.figures
    bars = [(field, figures.networks_of[field.code]) for field in figures.fields[:SOME_FIELDS]]
    search = reverse("directory:search")
    return {
        "linked_data": _website(search),
        "examples": [(str(one), f"{search}?{urlencode({'q': str(one)})}") for one in EXAMPLES],
        "networks": tallies.tally_with_noun(figures.networks, kind_labels.networks),
        "bars": bars,
        "most": max((value for _field, value in bars), default=1),
        "programmes": [one for one in found.programmes if one.is_funding][:SOME_PROGRAMMES],
        "stories": found.stories,
        "events": [event_row(row) for row in found.events],
        "organisations": tallies.number(figures.organisations),
        "memberships": tallies.number(figures.memberships),
        "offers": tallies.number(figures.offers),
        "needs": tallies.number(figures.needs),
        "where": _where(figures),
        "is_map_invented": not figures.networks.real and figures.networks.invented > 0,
        "map": land_map(
            "",
            title=_("Map of Germany with a dot for each place where a network is based"),
            spots=(
                MapPoint(name=one.name, latitude=one.latitude, longitude=one.longitude)
                for one in figures.seats
            ),
        ),
        "seen": figures.sources_seen,
    }


def _website(search: str) -> str:
    """The platform for search engines, with its own search."""
    asked = {"@type": "EntryPoint", "urlTemplate": f"{settings.BASE_URL}{search}?q={{words}}"}
    return written(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": "Handschlag",
            "url": settings.BASE_URL + reverse("pages:start"),
            "inLanguage": get_language(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": asked,
                "query-input": "required name=words",
            },
        }
    )


def _where(figures: Figures) -> str:
    """Only of those whose Land is known it is said in how many they are."""
    on_map = kind_labels.networks(figures.on_map) % {"n": texts.number(figures.on_map)}
    if not figures.lands:
        return on_map
    if figures.in_lands < figures.on_map:
        every = kind_labels.networks_dative(figures.on_map) % {"n": texts.number(figures.on_map)}
        on_map = _("%(n)s of %(networks)s") % {"n": texts.number(figures.in_lands), "networks": every}
    return _("%(networks)s in %(lands)s of 16 federal states") % {
        "networks": on_map,
        "lands": texts.number(figures.lands),
    }
