"""Campaigns (Cluster Weeks) and their activities as machines read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from handschlag.api.shapes import (
    Listing,
    Named,
    Tag,
    Text,
    fields_of,
    licence,
    page_of_rows,
    pages_of,
    slugs_exist,
)
from handschlag.directory.models import Field, Land
from handschlag.directory.public import Whereabouts
from handschlag.events.campaigns.campaigns import activity_at, public_campaigns
from handschlag.events.campaigns.search import (
    ActivityRecord,
    CampaignView,
    Criteria,
    campaign_view,
    find_activities,
)
from handschlag.events.models import Activity, Audience, Campaign
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRow:
    """A period that gathers activities of many hosts; `activities` take place in it."""

    id: str
    title: Text
    description: Text
    first_day: date
    last_day: date
    activities: int
    is_invented: bool
    changed_at: datetime
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """What one host does. `id` stays whatever it is called; `sequence` grows when time or place change."""

    id: UUID
    campaign: str
    title: Text
    summary: Text
    host: Named
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    sequence: int
    venue: str
    street: str
    postcode: str
    place: str
    region: Tag | None
    latitude: float | None
    longitude: float | None
    is_online: bool
    online_url: str
    language: str
    audiences: list[Audience]
    fee_cents: int
    is_invented: bool
    changed_at: datetime
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts(ActivityRow):
    """All that is public of an activity."""

    text: Text
    fee_note: Text
    link: str
    fields: list[Tag]


def campaigns(*, after: str, limit: int) -> Listing[CampaignRow]:
    """The latest first."""
    rows = [_campaign_of(one, one.happening) for one in public_campaigns()]  # type: ignore[attr-defined]
    return page_of_rows(rows, key=lambda row: row.id, after=after, limit=limit, under=licence())


def campaign(slug: str) -> CampaignRow | None:
    """The campaign with the number of its activities; None where it is not public."""
    view = campaign_view(slug)
    return _campaign_of(view.campaign, view.snapshot.happens.bit_count()) if view else None


def _campaign_of(row: Campaign, happening: int) -> CampaignRow:
    return CampaignRow(
        id=row.slug,
        title=Text(de=row.title_de, en=row.title_en),
        description=Text(de=row.description_de, en=row.description_en),
        first_day=row.first_day,
        last_day=row.last_day,
        activities=happening,
        is_invented=row.is_demo,
        changed_at=row.changed_at,
        pages=pages_of("events:campaign", row.slug),
    )


def activities(slug: str, criteria: Criteria, *, after: str, limit: int) -> Listing[ActivityRow] | None:
    """Activities of a campaign by time; None where there is no such campaign."""
    view = campaign_view(slug)
    if view is None:
        return None
    slugs_exist("field", criteria.fields, Field)
    slugs_exist("land", criteria.lands, Land)
    slugs_exist("programme", criteria.programmes, Programme)
    found = find_activities(view, criteria).rows
    part = page_of_rows(found, key=lambda row: row.uid, after=after, limit=limit, under=licence())
    rows = [ActivityRow(**_facts_of(one, view)) for one in part.rows]
    return Listing(licence=part.licence, total=part.total, after=part.after, rows=rows)


def all_activities() -> Iterator[ActivityRow]:
    """Those of every campaign."""
    for one in public_campaigns():
        view = campaign_view(one.slug)
        for row in view.snapshot.rows if view else ():
            yield ActivityRow(**_facts_of(row, view))


def activity(uid: UUID) -> Whereabouts[ActivityFacts]:
    """What is at a stable id."""
    place = Activity.objects.filter(uid=uid).values_list("campaign__slug", "slug").first()
    found = activity_at(*place) if place else None
    if found is None or found.activity is None:
        return Whereabouts(is_gone=found is not None and found.is_gone)
    view = campaign_view(found.activity.campaign.slug)
    row = next((one for one in view.snapshot.rows if one.uid == str(uid)), None) if view else None
    if view is None or row is None:
        return Whereabouts()
    one = found.activity
    shown = ActivityFacts(
        **_facts_of(row, view),
        text=Text(de=one.text_de, en=one.text_en),
        fee_note=Text(de=one.fee_note_de, en=one.fee_note_en),
        link=one.link,
        fields=fields_of(one.fields.all()),
    )
    return Whereabouts(entry=shown)


def _facts_of(row: ActivityRecord, view: CampaignView | None) -> dict[str, Any]:
    assert view is not None
    land = view.names.get(("land", row.land))
    slug = view.campaign.slug
    return {
        "id": UUID(row.uid),
        "campaign": slug,
        "title": Text(de=row.title_de, en=row.title_en),
        "summary": Text(de=row.summary_de, en=row.summary_en),
        "host": Named(id=row.host_slug or None, name=row.host),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "is_cancelled": row.is_cancelled,
        "sequence": row.sequence,
        "venue": row.venue,
        "street": row.street,
        "postcode": row.postcode,
        "place": row.place,
        "region": Tag(id=row.land, de=land[0], en=land[1]) if land else None,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "is_online": row.is_online,
        "online_url": row.online_url,
        "language": row.language,
        "audiences": [Audience(one) for one in row.values["audience"]],
        "fee_cents": row.fee_cents,
        "is_invented": row.is_demo,
        "changed_at": row.changed_at,
        "pages": pages_of("events:activity", slug, row.slug),
    }
