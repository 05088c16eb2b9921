"""What the start page counts: asked once for each state of the directory, kept in the process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Max

from handschlag.directory.models import Direction, Field, Membership, Statement, Story
from handschlag.directory.queries import snapshots
from handschlag.directory.queries.counting import counts_per_field, number_of
from handschlag.directory.queries.map import gathered
from handschlag.directory.queries.public import (
    current,
    of_public_actors,
    public_actors,
    public_networks,
    public_stories,
)
from handschlag.directory.rules.chart import Subject
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.marks import Seat
from handschlag.directory.rules.snapshot import Version
from handschlag.events.queries.conferences.listing import Listed, next_events
from handschlag.programmes.models import Programme
from handschlag.programmes.queries import all_programmes

SOME_STORIES, SOME_EVENTS = 3, 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """The public directory in numbers; `memberships` counts an organisation once for each network."""

    networks: int
    organisations: int
    memberships: int
    offers: int
    needs: int
    fields: Sequence[Field]  # of the upper level, those of most networks first
    networks_of: Mapping[str, int]  # per code of a field
    lands: int  # in which a network has its seat
    seats: Sequence[Seat]
    sources_seen: date | None  # when a fact was last looked up at its source


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    figures: Figures
    programmes: Sequence[Programme]
    stories: Sequence[Story]
    events: Sequence[Listed]  # the next ones


def start(*, today: date) -> Start:
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
    networks, actors = public_networks(), public_actors()
    memberships = Membership.objects.filter(current(today), of_public_actors(), network__in=networks)
    statements = Statement.objects.filter(actor__in=actors).values_list("direction", flat=True)
    view = snapshots.view_on(today)
    numbers = counts_per_field(view).networks
    tops = Field.objects.filter(parent__isnull=True, code__in=numbers)
    here = gathered(Criteria(), Subject.NETWORKS, today=today)
    return Figures(
        networks=here.total,
        organisations=number_of(view, "actor"),
        memberships=memberships.count(),
        offers=statements.filter(direction=Direction.OFFER).count(),
        needs=statements.filter(direction=Direction.NEED).count(),
        fields=sorted(tops, key=lambda field: (-numbers[field.code], field.code)),
        networks_of=numbers,
        lands=sum(1 for figure in here.figures if figure.count),
        seats=here.seats,
        sources_seen=networks.filter(is_demo=False).aggregate(seen=Max("sources__seen_on"))["seen"],
    )
