"""What search engines are told: every public page, in both languages, with the day of its last change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from handschlag.design.assets.own_content import sign_film
from handschlag.pages.queries import sitemaps

FILM: Final = "pages:sign_language"


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
        *("programmes:finder", "programmes:funding_calls", "directory:projects"),
        *("events:campaigns", "statistics:overview", "api:open_data", "api:reference"),
        *("pages:contact", "pages:imprint", "pages:privacy", "pages:accessibility", "pages:plain_language"),
        *("pages:how_matching_works", FILM),
    )

    def items(self) -> list[str]:
        return list(self.names)

    def get_languages_for_item(self, item: str) -> list[str]:
        """All of them; of the film in sign language those that have one."""
        languages: list[str] = super().get_languages_for_item(item)
        return [one for one in languages if item != FILM or sign_film(one)]

    def location(self, item: str) -> str:
        return reverse(item)


class _Rows(_Both):
    """The pages of rows that have a slug."""

    def __init__(self, name: str, rows: Callable[[], QuerySet[Any]]) -> None:
        self.name = name
        self.rows = rows

    def items(self) -> QuerySet[Any]:
        return self.rows()

    def location(self, item: Any) -> str:
        return reverse(self.name, args=[item.slug])


class _Dated(_Rows):
    """With their last change, which the column `changed` holds."""

    def __init__(self, name: str, rows: Callable[[], QuerySet[Any]], changed: str = "updated_at") -> None:
        super().__init__(name, rows)
        self.changed = changed

    def lastmod(self, item: Any) -> datetime:
        at: datetime = getattr(item, self.changed)
        return at


type _Page = tuple[str, list[Any], datetime]  # its name, the words of its address, its last change


class _Parts(_Both):
    """Pages below a row."""

    def __init__(self, pages: Callable[[], Iterator[_Page]]) -> None:
        self.pages = pages

    def items(self) -> list[_Page]:
        return list(self.pages())

    def location(self, item: _Page) -> str:
        name, words, _changed = item
        return reverse(name, args=words)

    def lastmod(self, item: _Page) -> datetime:
        return item[2]


def _sessions() -> Iterator[_Page]:
    """Programmes with their sessions and changes."""
    for event, sessions in sitemaps.sessions():
        for name in ("events:programme", "events:changes"):
            yield name, [event.slug], event.changed_at
        for number in sessions:
            yield "events:session", [event.slug, number], event.changed_at


def _exhibits() -> Iterator[_Page]:
    """Exhibitions, then their exhibits."""
    shown = sitemaps.exhibits()
    for slug, changed in {slug: changed for slug, _exhibit, changed in shown}.items():
        yield "events:exhibition", [slug], changed
    for slug, exhibit, changed in shown:
        yield "events:exhibit", [slug, exhibit], changed


def _figures() -> Iterator[_Page]:
    for row in sitemaps.figures():
        yield "statistics:event", [row.event.slug], row.published_at


def _campaigns() -> Iterator[_Page]:
    """Campaigns with their calendar and map, and their activities."""
    for campaign, activities in sitemaps.campaigns():
        for name in ("events:campaign", "events:calendar", "events:map"):
            yield name, [campaign.slug], campaign.changed_at
        for slug, changed in activities:
            yield "events:activity", [campaign.slug, slug], changed


def sections() -> dict[str, type[Sitemap] | Sitemap]:
    """All sitemaps, made for one request: they remember what they have read."""
    return {
        "pages": _Words(),
        "networks": _Dated("directory:network", sitemaps.networks),
        "actors": _Dated("directory:actor", sitemaps.actors),
        "stories": _Dated("directory:story", sitemaps.stories),
        "projects": _Dated("directory:project", sitemaps.projects, "changed_at"),
        "fields": _Rows("directory:field", sitemaps.fields),
        "regions": _Rows("directory:land", sitemaps.lands),
        "programmes": _Rows("programmes:programme", sitemaps.programmes),
        "funding_calls": _Dated("programmes:funding_call", sitemaps.funding_calls, "changed_at"),
        "events": _Dated("events:event", sitemaps.events, "changed_at"),
        "sessions": _Parts(_sessions),
        "exhibits": _Parts(_exhibits),
        "figures": _Parts(_figures),
        "campaigns": _Parts(_campaigns),
    }
