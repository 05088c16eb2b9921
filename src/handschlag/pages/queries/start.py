"""What the start page counts: asked once for each state of the directory, kept in the process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q

from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Direction, Field, Statement, Story
from handschlag.directory.queries import snapshots
from handschlag.directory.queries.counting import counts_per_field, memberships_in, number_of
from handschlag.directory.queries.map import map_data
from handschlag.directory.queries.public import public_actors, public_networks, public_stories
from handschlag.directory.rules.chart import Subject
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.map_dots import MapSeat
from handschlag.directory.rules.snapshot import Version
from handschlag.events.queries.conferences.listing import EventListItem, next_events
from handschlag.programmes.models import Programme
from handschlag.programmes.queries import all_programmes

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
