"""What search engines are told: every public page, in both languages, with the day of its last change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.urls import reverse

from handschlag.directory.models import Field, Land
from handschlag.directory.queries.projects import public_projects
from handschlag.directory.queries.public import public_actors, public_networks, public_stories
from handschlag.events.models import Exhibit
from handschlag.events.queries.campaigns.public_activities import public_campaigns
from handschlag.events.queries.campaigns.snapshots import campaign_view
from handschlag.events.queries.conferences.public_events import public_events
from handschlag.events.queries.conferences.published_programme import latest
from handschlag.programmes.models import Programme
from handschlag.statistics.models import PublicFigures


class _Both(Sitemap):
    """Each address stands with its sister in the other language; pages belong to the configured host.

    Search engines are told of nothing that does not exist.
    """

    i18n = True
    alternates = True
    x_default = True
    limit = 2000

    @property
    def protocol(self) -> str:  # type: ignore[override]
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        del site
        return urlsplit(settings.BASE_URL).netloc


class _Words(_Both):
    names: ClassVar = (
        *("pages:start", "directory:networks", "directory:actors", "directory:map", "directory:fields"),
        *("directory:lands", "directory:stories", "events:events", "programmes:programmes", "pages:sources"),
        *("programmes:finder", "directory:projects"),
        *("events:campaigns", "statistics:overview", "api:open_data", "api:reference"),
        *("pages:contact", "pages:imprint", "pages:privacy", "pages:accessibility", "pages:plain_language"),
    )

    def items(self) -> list[str]:
        return list(self.names)

    def location(self, item: str) -> str:
        return reverse(item)


class _Rows(_Both):
    """The pages of rows that have a slug."""

    name: ClassVar[str]

    def location(self, item: Any) -> str:
        return reverse(self.name, args=[item.slug])


class _Dated(_Rows):
    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item.updated_at
        return changed


class _Networks(_Dated):
    name = "directory:network"

    def items(self) -> QuerySet[Model]:
        return public_networks().filter(is_demo=False).only("slug", "updated_at").order_by("pk")


class _Actors(_Dated):
    name = "directory:actor"

    def items(self) -> QuerySet[Model]:
        return public_actors().filter(is_demo=False).only("slug", "updated_at").order_by("pk")


class _Stories(_Dated):
    name = "directory:story"

    def items(self) -> QuerySet[Model]:
        return public_stories().filter(is_demo=False).only("slug", "updated_at").order_by("pk")


class _Projects(_Rows):
    name = "directory:project"

    def items(self) -> QuerySet[Model]:
        return public_projects().filter(is_demo=False).only("slug", "changed_at").order_by("pk")

    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item.changed_at
        return changed


class _Events(_Rows):
    name = "events:event"

    def items(self) -> QuerySet[Model]:
        return public_events().filter(is_demo=False).only("slug", "changed_at").order_by("pk")

    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item.changed_at
        return changed


class _Fields(_Rows):
    name = "directory:field"

    def items(self) -> QuerySet[Model]:
        return Field.objects.only("slug").order_by("pk")


class _Lands(_Rows):
    name = "directory:land"

    def items(self) -> QuerySet[Model]:
        return Land.objects.only("slug").order_by("pk")


class _Programmes(_Rows):
    name = "programmes:programme"

    def items(self) -> QuerySet[Model]:
        return Programme.objects.only("slug").order_by("pk")


class _Parts(_Both):
    """Pages below a row: each item is the name of a page, the words of its address, and its last change."""

    def location(self, item: Any) -> str:
        name, words, _changed = item
        return reverse(name, args=words)

    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item[2]
        return changed


class _Sessions(_Parts):
    """Programmes with their sessions and changes, of public events that published one."""

    def items(self) -> list[Any]:
        found: list[Any] = []
        for event in public_events().filter(is_demo=False).order_by("pk"):
            sessions = latest(event.pk).by_id
            names = ("events:programme", "events:changes") if sessions else ()
            found += [(name, [event.slug], event.changed_at) for name in names]
            found += [("events:session", [event.slug, number], event.changed_at) for number in sessions]
        return found


class _Exhibits(_Parts):
    """Exhibitions with their exhibits, of public events."""

    def items(self) -> list[Any]:
        rows = Exhibit.objects.filter(event__in=public_events(), is_demo=False).order_by("event", "pk")
        shown = rows.values_list("event__slug", "slug", "event__changed_at")
        halls = {slug: changed for slug, _exhibit, changed in shown}
        whole = [("events:exhibition", [slug], changed) for slug, changed in halls.items()]
        return [*whole, *(("events:exhibit", [slug, one], changed) for slug, one, changed in shown)]


class _Figures(_Parts):
    """Published figures of the matching of public events."""

    def items(self) -> list[Any]:
        rows = PublicFigures.objects.filter(event__in=public_events(), event__is_demo=False).order_by("pk")
        return [
            ("statistics:event", [row.event.slug], row.published_at) for row in rows.select_related("event")
        ]


class _Campaigns(_Parts):
    """Campaigns with their calendar and map, and their activities."""

    def items(self) -> list[Any]:
        found: list[Any] = []
        for campaign in (one for one in public_campaigns() if not one.is_demo):
            names = ("events:campaign", "events:calendar", "events:map")
            found += [(name, [campaign.slug], campaign.changed_at) for name in names]
            view = campaign_view(campaign.slug)
            rows = view.snapshot.rows if view else ()
            found += [("events:activity", [campaign.slug, row.slug], row.changed_at) for row in rows]
        return found


SECTIONS: Mapping[str, type[Sitemap]] = {
    "pages": _Words,
    "networks": _Networks,
    "actors": _Actors,
    "stories": _Stories,
    "projects": _Projects,
    "fields": _Fields,
    "regions": _Lands,
    "programmes": _Programmes,
    "events": _Events,
    "sessions": _Sessions,
    "exhibits": _Exhibits,
    "figures": _Figures,
    "campaigns": _Campaigns,
}
