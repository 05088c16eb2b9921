"""Activities as subscriptions: entries of a calendar, and news for readers of Atom."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.language import is_english, pick
from handschlag.events.queries.campaigns.snapshots import CampaignView, in_feeds
from handschlag.events.rules.calendar import CalendarStatus, Entry, Feed
from handschlag.events.rules.campaigns.criteria import Criteria
from handschlag.events.rules.campaigns.listing import ActivityRecord, ActivityResult
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.filters import ViewAddress, filtered_page, with_query

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
    said = [pick(row.summary_de, row.summary_en), f"{row.host}.", activity_labels.fee(row.fee_cents), url]
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
    where, when = activity_labels.where_of(row), activity_labels.whole(row.starts_at, row.ends_at)
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
