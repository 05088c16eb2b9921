"""The list of events, the page of one, and both as files."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.web.downloads import counted_as_download
from handschlag.common.language import pick
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.times import move_to
from handschlag.common.web.parameters import page_number
from handschlag.directory.models import Land
from handschlag.directory.screens.files import MEDIA_TYPES
from handschlag.events.hooks.event_links import event_links
from handschlag.events.hooks.event_sections import event_sections
from handschlag.events.queries.conferences.event_summary import event_summary
from handschlag.events.queries.conferences.listing import FACETS, When, chosen_events, page_of_events
from handschlag.events.queries.conferences.public_events import event_at
from handschlag.events.rules.calendar import Feed
from handschlag.events.screens.conferences import entries, exports
from handschlag.events.screens.conferences.event import event_screen
from handschlag.events.screens.conferences.events import events_screen
from handschlag.events.views.conferences.event_parameters import (
    calendar_file,
    choice_of,
    shown_event,
)


def _when_of(request: HttpRequest) -> When:
    return When.PAST if request.GET.get("when") == When.PAST else When.UPCOMING


@cached_for_visitors(parameters=("q", "when", "page", *FACETS))
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The list of public events, narrowed down by words, filters and time."""
    page = page_of_events(
        choice_of(request, FACETS),
        when=_when_of(request),
        number=page_number(request),
        today=timezone.localdate(),
    )
    lands = {land.code: pick(land.name_de, land.name_en) for land in Land.objects.all()}
    return render(request, "events/conferences/events.html", events_screen(page, lands=lands))


@counted_as_download
@require_safe
def events_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The chosen events as a file in the format that the address ends with; 404 for others."""
    if ending not in exports.FORMATS:
        raise Http404
    today, choice = timezone.localdate(), choice_of(request, FACETS)
    rows = chosen_events(choice, when=_when_of(request), today=today)
    given = exports.file_metadata(len(rows), choice, today=today)
    body = _spoken(exports.bytes_of(ending, given, rows), get_language() or "de")
    response = StreamingHttpResponse(body, content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="handschlag-events-{today}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _spoken(body: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The file is written after the view has answered: it must not fall back into another language."""
    with override(language):
        yield from body


@require_safe
def events_feed(request: HttpRequest) -> HttpResponse:
    """All events of a choice, past ones as well: whoever subscribes keeps them."""
    rows = chosen_events(choice_of(request, FACETS), when=None, today=timezone.localdate())
    url = request.build_absolute_uri(reverse("events:events"))
    feed = Feed(
        name=_("Events of innovation networks"),
        entries=tuple(entries.of_event(row.event) for row in rows),
        url=url,
        source=request.build_absolute_uri(),
        refresh_minutes=720,
    )
    changed = max((row.event.changed_at for row in rows), default=timezone.now())
    return calendar_file(request, feed, name="handschlag-events.ics", changed_at=changed)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an event; 410 where it is archived, except for those who may edit it."""
    found = event_at(slug, subject_of(request.user))
    if found.is_gone:
        return render(request, "events/conferences/gone.html", status=410)
    if found.entry is None:
        raise Http404
    shown = found.entry.event
    move_to(shown.time_zone)
    now = timezone.now()
    context = {
        **event_screen(found.entry, event_summary(shown), now=now),
        "sections": tuple(filter(None, (plugin(shown.pk, now) for plugin in event_sections))),
        "further": tuple(filter(None, (plugin(shown.pk, shown.slug) for plugin in event_links))),
    }
    return render(request, "events/conferences/event.html", context)


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as an entry for the visitor's calendar; a draft only for its organisers."""
    one = shown_event(request, slug).event
    feed = Feed(name=pick(one.title_de, one.title_en), entries=(entries.of_event(one),))
    return calendar_file(request, feed, name=f"{one.slug}.ics", changed_at=one.changed_at)
