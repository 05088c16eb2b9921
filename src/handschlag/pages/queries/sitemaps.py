"""What search engines are told of: public rows that are not invented, with the day of their last change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import QuerySet

from handschlag.directory.models import Actor, Field, Land, Network, Project, Story
from handschlag.directory.queries.projects import public_projects
from handschlag.directory.queries.public import public_actors, public_networks, public_stories
from handschlag.events.models import Campaign, Event, Exhibit
from handschlag.events.queries.campaigns.public_activities import public_campaigns
from handschlag.events.queries.campaigns.snapshots import campaign_view
from handschlag.events.queries.conferences.public_events import public_events
from handschlag.events.queries.conferences.published_programme import latest
from handschlag.programmes.models import FundingCall, Programme
from handschlag.programmes.queries.funding_calls import public_calls
from handschlag.statistics.models import PublicFigures


def networks() -> QuerySet[Network]:
    """Public networks."""
    return public_networks().filter(is_demo=False).only("slug", "updated_at").order_by("pk")


def actors() -> QuerySet[Actor]:
    """Public actors."""
    return public_actors().filter(is_demo=False).only("slug", "updated_at").order_by("pk")


def stories() -> QuerySet[Story]:
    """Public news."""
    return public_stories().filter(is_demo=False).only("slug", "updated_at").order_by("pk")


def projects() -> QuerySet[Project]:
    """Public joint projects."""
    return public_projects().filter(is_demo=False).only("slug", "changed_at").order_by("pk")


def events() -> QuerySet[Event]:
    """Public events."""
    return public_events().filter(is_demo=False).order_by("pk")


def fields() -> QuerySet[Field]:
    """All fields of technology."""
    return Field.objects.only("slug").order_by("pk")


def lands() -> QuerySet[Land]:
    """All Länder."""
    return Land.objects.only("slug").order_by("pk")


def programmes() -> QuerySet[Programme]:
    """All programmes."""
    return Programme.objects.only("slug").order_by("pk")


def funding_calls() -> QuerySet[FundingCall]:
    """All public funding calls."""
    return public_calls().filter(is_demo=False)


def sessions() -> Iterator[tuple[Event, Collection[int]]]:
    """Events that published a programme, with the numbers of its sessions."""
    for event in events():
        found = latest(event.pk).by_id
        if found:
            yield event, found


def exhibits() -> list[tuple[str, str, datetime]]:
    """Of public events: its address, that of the exhibit, and the last change of the event."""
    rows = Exhibit.objects.filter(event__in=public_events(), is_demo=False).order_by("event", "pk")
    return list(rows.values_list("event__slug", "slug", "event__changed_at"))


def figures() -> QuerySet[PublicFigures]:
    """Published figures of public events."""
    rows = PublicFigures.objects.filter(event__in=public_events(), event__is_demo=False)
    return rows.select_related("event").order_by("pk")


def campaigns() -> Iterator[tuple[Campaign, list[tuple[str, datetime]]]]:
    """Campaigns with the addresses and last changes of their activities."""
    for campaign in (one for one in public_campaigns() if not one.is_demo):
        view = campaign_view(campaign.slug)
        yield campaign, [(row.slug, row.changed_at) for row in (view.snapshot.rows if view else ())]
