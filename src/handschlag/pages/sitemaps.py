"""What search engines are told: sitemaps, robots.txt, security.txt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.design.assets import sign_film
from handschlag.directory.models import Actor, Field, Land, Network, Project, Story
from handschlag.directory.public import public_actors, public_networks, public_projects, public_stories
from handschlag.events.campaigns.campaigns import public_campaigns
from handschlag.events.campaigns.search import campaign_view
from handschlag.events.models import Campaign, Event, Exhibit
from handschlag.events.public_events import public_events
from handschlag.events.published_programme import latest
from handschlag.programmes.funding_calls import public_calls
from handschlag.programmes.models import FundingCall, Programme
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
    for event, found_sessions in sessions():
        for name in ("events:programme", "events:changes"):
            yield name, [event.slug], event.changed_at
        for number in found_sessions:
            yield "events:session", [event.slug, number], event.changed_at


def _exhibits() -> Iterator[_Page]:
    """Exhibitions, then their exhibits."""
    shown = exhibits()
    for slug, changed in {slug: changed for slug, _exhibit, changed in shown}.items():
        yield "events:exhibition", [slug], changed
    for slug, exhibit, changed in shown:
        yield "events:exhibit", [slug, exhibit], changed


def _figures() -> Iterator[_Page]:
    for row in figures():
        yield "statistics:event", [row.event.slug], row.published_at


def _campaigns() -> Iterator[_Page]:
    """Campaigns with their calendar and map, and their activities."""
    for campaign, activities in campaigns():
        for name in ("events:campaign", "events:calendar", "events:map"):
            yield name, [campaign.slug], campaign.changed_at
        for slug, changed in activities:
            yield "events:activity", [campaign.slug, slug], changed


def sections() -> dict[str, type[Sitemap] | Sitemap]:
    """All sitemaps, made for one request: they remember what they have read."""
    return {
        "pages": _Words(),
        "networks": _Dated("directory:network", networks),
        "actors": _Dated("directory:actor", actors),
        "stories": _Dated("directory:story", stories),
        "projects": _Dated("directory:project", projects, "changed_at"),
        "fields": _Rows("directory:field", fields),
        "regions": _Rows("directory:land", lands),
        "programmes": _Rows("programmes:programme", programmes),
        "funding_calls": _Dated("programmes:funding_call", funding_calls, "changed_at"),
        "events": _Dated("events:event", events, "changed_at"),
        "sessions": _Parts(_sessions),
        "exhibits": _Parts(_exhibits),
        "figures": _Parts(_figures),
        "campaigns": _Parts(_campaigns),
    }


A_DAY = 24 * 60 * 60
XML = "application/xml; charset=utf-8"
SECURITY_HOLDS = timedelta(days=180)  # RFC 9116 wants less than a year
NOT_FOR_MACHINES = (
    "account/",
    "audit/",
    "bookmarks/",
    "compare/",
    "demo/",
    "imports/",
    "jobs/",
    "manage/",
    "moderation/",
    "outbox/",
    "reports/",
    "search/",
)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration is for nobody's index: it is full of what does not exist."""
    del request
    if settings.MODE == "demo":
        return _text(["User-agent: *", "Disallow: /"])
    hidden = [f"Disallow: /{code}/{path}" for code, _ in settings.LANGUAGES for path in NOT_FOR_MACHINES]
    return _text(["User-agent: *", *hidden, "", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}"])


@require_safe
@cache_control(public=True, max_age=A_DAY)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Whoever runs the platform names an address; the form of the contact page always works."""
    del request
    until = (timezone.now() + SECURITY_HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    address = settings.SECURITY_CONTACT or settings.OPERATOR_EMAIL
    with override("en"):
        form = f"{settings.BASE_URL}{reverse('pages:contact')}"
    return _text(
        [
            *([f"Contact: mailto:{address}"] if address else []),
            f"Contact: {form}",
            f"Expires: {until.isoformat().replace('+00:00', 'Z')}",
            "Preferred-Languages: de, en",
            f"Canonical: {settings.BASE_URL}{reverse('security')}",
        ]
    )


@cached_for_visitors
@require_safe
@cache_control(public=True, max_age=A_DAY)
def site_index(request: HttpRequest) -> HttpResponse:
    """The index of all sitemaps for search engines; kept for a day."""
    answer = sitemaps.index(request, sections(), sitemap_url_name="sitemap_section", content_type=XML)
    return _dateless(answer)


@cached_for_visitors(parameters=("p",))
@require_safe
@cache_control(public=True, max_age=A_DAY)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """The addresses of one section for search engines; kept for a day, 404 for unknown sections."""
    return _dateless(sitemaps.sitemap(request, sections(), section=section, content_type=XML))


def _dateless(response: HttpResponse) -> HttpResponse:
    """Without a day of change in its head: each entry says its own, and dated answers are not kept."""
    del response["Last-Modified"]
    return response
