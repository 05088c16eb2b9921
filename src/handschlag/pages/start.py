"""The first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.design import tallies
from handschlag.design.components.parts import written
from handschlag.design.tallies import Tally
from handschlag.directory import labels, texts
from handschlag.directory.counting import counts_per_field, memberships_in, number_of
from handschlag.directory.criteria import Criteria
from handschlag.directory.index import snapshots
from handschlag.directory.index.arrays import Version
from handschlag.directory.map.dots import MapSeat
from handschlag.directory.map.drawing import MapPoint, Subject, land_map, map_data
from handschlag.directory.models import Direction, Field, Statement, Story
from handschlag.directory.public import public_actors, public_networks, public_stories
from handschlag.events.events import EventListItem, event_row, next_events
from handschlag.programmes.models import Programme, all_programmes

SOME_STORIES, SOME_EVENTS = 3, 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """The public directory in numbers; `memberships` counts an organisation once for each network."""

    networks: Tally
    organisations: Tally
    memberships: Tally
    offers: Tally
    needs: Tally
    fields: Sequence[Field]  # of the upper level, those of most networks first
    networks_of: Mapping[str, int]  # real ones, per code of a field
    lands: int  # in which a real network has its seat
    in_lands: int  # networks on the map whose Land is known
    on_map: int  # networks that the map is of: real ones, or invented ones where there are no others
    seats: Sequence[MapSeat]
    sources_seen: date | None  # when a fact was last looked up at its source


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    figures: Figures
    programmes: Sequence[Programme]
    stories: Sequence[Story]
    events: Sequence[EventListItem]  # the next ones


def start(*, today: date) -> Start:
    """What the start page tells: figures, programmes, the latest stories and the next events."""
    stories = public_stories().select_related("network").order_by("-day", "-pk")
    return Start(
        figures=_figures(snapshots.latest(), today),
        programmes=all_programmes(),
        stories=list(stories[:SOME_STORIES]),
        events=next_events(most=SOME_EVENTS, today=today),
    )


@lru_cache(maxsize=4)
def _figures(version: Version, today: date) -> Figures:
    del version  # it is part of the key: another state is another answer
    view = snapshots.view_on(today)
    numbers = counts_per_field(view).networks
    tops = Field.objects.filter(parent__isnull=True, code__in=numbers)
    here = map_data(Criteria(), Subject.NETWORKS, today=today)
    return Figures(
        networks=number_of(view, "network"),
        organisations=number_of(view, "actor"),
        memberships=memberships_in(view),
        offers=_said(Direction.OFFER),
        needs=_said(Direction.NEED),
        fields=sorted(tops, key=lambda field: (-numbers[field.code], field.code)),
        networks_of=numbers,
        lands=sum(1 for figure in here.figures if figure.count),
        seats=here.seats,
        in_lands=sum(figure.count for figure in here.figures),
        on_map=here.total,
        sources_seen=public_networks().filter(is_demo=False).aggregate(seen=Max("sources__seen_on"))["seen"],
    )


def _said(direction: Direction) -> Tally:
    """What public organisations offer or seek."""
    rows = Statement.objects.filter(actor__in=public_actors(), direction=direction)
    found = rows.aggregate(
        real=Count("pk", filter=Q(actor__is_demo=False)), invented=Count("pk", filter=Q(actor__is_demo=True))
    )
    return Tally(real=found["real"], invented=found["invented"])


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
        "networks": tallies.tally_with_noun(figures.networks, labels.networks),
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
    on_map = labels.networks(figures.on_map) % {"n": texts.number(figures.on_map)}
    if not figures.lands:
        return on_map
    if figures.in_lands < figures.on_map:
        every = labels.networks_dative(figures.on_map) % {"n": texts.number(figures.on_map)}
        on_map = _("%(n)s of %(networks)s") % {"n": texts.number(figures.in_lands), "networks": every}
    return _("%(networks)s in %(lands)s of 16 federal states") % {
        "networks": on_map,
        "lands": texts.number(figures.lands),
    }


@cached_for_visitors
@require_safe
def start_page(request: HttpRequest) -> HttpResponse:
    """The start page: figures, programmes, the latest stories and the next events."""
    screen = start_screen(start(today=timezone.localdate()))
    return render(request, "pages/start.html", {"screen": screen})
