"""What machines ask for: who may read what, whom to tell of a weakness, and which pages there are."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.pages.screens.sitemaps import sections

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
