"""Activities for programs: feeds, a calendar entry, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.accounts.access import counted_as_download
from handschlag.common.language import is_english, pick
from handschlag.common.times import format_time
from handschlag.directory import exports
from handschlag.directory.exports import FileMetadata
from handschlag.events.calendar_files import CalendarStatus, Entry, Feed, write_calendar
from handschlag.events.campaigns import filters
from handschlag.events.campaigns.calendar import campaign_at, criteria_of, headline
from handschlag.events.campaigns.filters import ViewAddress, Word, filtered_page, with_query
from handschlag.events.campaigns.search import (
    ActivityRecord,
    ActivityResult,
    CampaignView,
    Criteria,
    find_activities,
    in_feeds,
)

MOST_NEWS = 100
KEPT = 8192


def feed(view: CampaignView, found: ActivityResult, criteria: Criteria, *, now: datetime) -> Feed:
    """Everything that was found, as a calendar to subscribe to; what was cancelled stays for a while."""
    here = with_query(reverse("events:calendar", args=[view.campaign.slug]), criteria.query_string())
    own = with_query(reverse("events:calendar_feed", args=[view.campaign.slug]), criteria.query_string())
    base = settings.BASE_URL
    return Feed(
        name=view.campaign.title,
        description=_("Activities of %(title)s") % {"title": view.campaign.title},
        entries=tuple(entry(row, view) for row in found.rows if in_feeds(row, now)),
        url=base + here,
        source=base + own,
    )


def single(view: CampaignView, slug: str) -> Feed | None:
    """One activity as a calendar of its own; nothing where there is none at this address."""
    row = next((row for row in view.snapshot.rows if row.slug == slug), None)
    return Feed(name=pick(row.title_de, row.title_en), entries=(entry(row, view),)) if row else None


def entry(row: ActivityRecord, view: CampaignView) -> Entry:
    """The activity for calendars, in the language of the page; kept, as many ask for the same."""
    return _entry(row, view, get_language() or "de")


@lru_cache(maxsize=KEPT)
def _entry(row: ActivityRecord, view: CampaignView, language: str) -> Entry:
    """One activity for calendars; `language` is the one that is spoken now."""
    del language  # it is part of the key
    url = url_of(row, view)
    place = ", ".join(part for part in (row.venue, row.street, f"{row.postcode} {row.place}".strip()) if part)
    said = [pick(row.summary_de, row.summary_en), f"{row.host}.", filters.fee(row.fee_cents), url]
    return Entry(
        uid=str(row.uid),
        title=_told(row),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=row.changed_at,
        sequence=row.sequence,
        state=CalendarStatus.CANCELLED if row.is_cancelled else CalendarStatus.CONFIRMED,
        description="\n".join(part for part in said if part),
        location=place or (row.online_url or _("online") if row.is_online else ""),
        spot=row.spot,
        url=url,
        categories=row.field_names_en if is_english() else row.field_names_de,
        is_busy=not row.is_cancelled,
    )


def _told(row: ActivityRecord) -> str:
    """In a calendar nothing but the title is seen: what is invented says so there."""
    title = pick(row.title_de, row.title_en)
    return _("%(title)s (invented)") % {"title": title} if row.is_demo else title


def url_of(row: ActivityRecord, view: CampaignView) -> str:
    """The full address of the activity's page, for files that are read elsewhere."""
    return settings.BASE_URL + reverse("events:activity", args=[view.campaign.slug, row.slug])


def news(view: CampaignView, found: ActivityResult, criteria: Criteria) -> str:
    """What was entered or changed last, as an Atom feed (RFC 4287)."""
    rows = sorted(found.rows, key=lambda row: row.changed_at, reverse=True)[:MOST_NEWS]
    base, slug = settings.BASE_URL, view.campaign.slug
    own = base + with_query(reverse("events:news_feed", args=[slug]), criteria.query_string())
    here = base + with_query(reverse("events:calendar", args=[slug]), criteria.query_string())
    updated = rows[0].changed_at if rows else view.campaign.changed_at
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{"en" if is_english() else "de"}">',
        f"<id>{escape(own)}</id>",
        f"<title>{_xml(view.campaign.title)}</title>",
        f"<updated>{_stamp(updated)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(here)}/>',
        "<author><name>Handschlag</name></author>",
        *(_item(row, view) for row in rows),
        "</feed>\n",
    ]
    return "\n".join(lines)


def _item(row: ActivityRecord, view: CampaignView) -> str:
    title = _told(row)
    if row.is_cancelled:
        title = _("Cancelled: %(title)s") % {"title": title}
    where, when = filters.where_of(row), filters.whole(row.starts_at, row.ends_at)
    said = ". ".join(part for part in (when, where, row.host, pick(row.summary_de, row.summary_en)) if part)
    return (
        f"<entry><id>urn:uuid:{row.uid}</id><title>{_xml(title)}</title>"
        f"<updated>{_stamp(row.changed_at)}</updated><published>{_stamp(row.published_at)}</published>"
        f'<link rel="alternate" type="text/html" href={quoteattr(url_of(row, view))}/>'
        f"<author><name>{_xml(row.host)}</name></author>"
        f"<summary>{_xml(said)}</summary></entry>"
    )


def _xml(text: str) -> str:
    """A text without what XML may not hold at all."""
    return escape("".join(sign for sign in text if sign.isprintable() or sign in "\n\t"))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def feeds_screen(view: CampaignView, found: ActivityResult, criteria: Criteria) -> dict[str, Any]:
    """The page of subscriptions; their addresses carry the filters that are chosen now."""
    place = ViewAddress(url=reverse("events:feeds", args=[view.campaign.slug]))
    return {
        **filtered_page(view, found, criteria, place),
        "webcal_url": "webcal:" + settings.BASE_URL.partition(":")[2],
    }


HEADS: Final[Mapping[str, Word]] = {
    "title": gettext_lazy("Title"),
    "host": gettext_lazy("Host"),
    "first_day": gettext_lazy("First day"),
    "begins": gettext_lazy("Begins"),
    "last_day": gettext_lazy("Last day"),
    "ends": gettext_lazy("Ends"),
    "venue": gettext_lazy("Venue"),
    "street": gettext_lazy("Street"),
    "postcode": gettext_lazy("Postcode"),
    "place": gettext_lazy("Place"),
    "land": gettext_lazy("Federal state"),
    "online": gettext_lazy("Online"),
    "audiences": gettext_lazy("For whom"),
    "fee": gettext_lazy("Fee in euros"),
    "language": gettext_lazy("Language"),
    "fields": gettext_lazy("Fields"),
    "state": gettext_lazy("Status"),
    "address": gettext_lazy("Page"),
    "is_invented": gettext_lazy("Invented for the demo"),
}


def records(view: CampaignView, found: ActivityResult) -> Iterator[dict[str, Any]]:
    """One line of the file for each activity found, cancelled ones included, as it is asked for."""
    return (_record(row, view) for row in found.rows)


def _record(row: ActivityRecord, view: CampaignView) -> dict[str, Any]:
    return {
        "title": pick(row.title_de, row.title_en),
        "host": row.host,
        "first_day": row.first_day.isoformat(),
        "begins": format_time(row.starts_at),
        "last_day": row.last_day.isoformat(),
        "ends": format_time(row.ends_at),
        "venue": row.venue,
        "street": row.street,
        "postcode": row.postcode,
        "place": row.place,
        "land": pick(row.land_name_de, row.land_name_en),
        "online": (row.online_url or _("yes")) if row.is_online else "",
        "audiences": filters.audiences(row.values["audience"]),
        "fee": row.fee_cents / 100,
        "language": str(filters.SPOKEN.get(row.language, row.language)),
        "fields": ", ".join(filters.field_names(row)),
        "state": _("cancelled") if row.is_cancelled else _("takes place"),
        "address": url_of(row, view),
        "is_invented": row.is_demo,
    }


def file_metadata(
    view: CampaignView, found: ActivityResult, criteria: Criteria, *, today: date
) -> FileMetadata:
    """What the head of the file says; its address shows the same list with the same filters."""
    here = with_query(reverse("events:calendar", args=[view.campaign.slug]), criteria.query_string())
    return FileMetadata(
        title=f"{view.campaign.title}: {headline(found)}",
        address=settings.BASE_URL + here,
        exported_on=today.isoformat(),
        count=len(found.rows),
        counting=_("Public activities, including cancelled ones; in German time."),
        licence=_("As entered by the hosts. The activity’s own page is authoritative."),
    )


CALENDAR = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def calendar_feed(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities as a calendar to subscribe to."""
    view, criteria, now = campaign_at(campaign), criteria_of(request), timezone.now()
    made = feed(view, find_activities(view, criteria), criteria, now=now)
    return _calendar_file(write_calendar(made, now=view.campaign.changed_at), name=campaign)


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def news_feed(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities as an Atom feed."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    return HttpResponse(news(view, find_activities(view, criteria), criteria), content_type=ATOM)


@require_safe
def activity_calendar(_request: HttpRequest, campaign: str, activity: str) -> HttpResponse:
    """One activity for the visitor's own calendar."""
    view = campaign_at(campaign)
    made = single(view, activity)
    if made is None:
        raise Http404
    return _calendar_file(write_calendar(made, now=view.campaign.changed_at), name=activity)


def _calendar_file(content: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@counted_as_download
@require_safe
def activities_export(request: HttpRequest, campaign: str, ending: str) -> HttpResponse:
    """The list as a table, with everything that the filters leave."""
    if ending not in {"csv", "xlsx"}:
        raise Http404
    view, criteria = campaign_at(campaign), criteria_of(request)
    found, today = find_activities(view, criteria), timezone.localdate()
    about = file_metadata(view, found, criteria, today=today)
    content = b"".join(exports.bytes_of(ending, about, records(view, found), heads=HEADS))
    response = HttpResponse(content, content_type=exports.MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{campaign}-{today}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def feeds_page(request: HttpRequest, campaign: str) -> HttpResponse:
    """The page that offers the chosen activities as calendar and as feed."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    context = feeds_screen(view, find_activities(view, criteria), criteria)
    return render(request, "events/campaigns/feeds.html", context)
