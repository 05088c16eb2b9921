"""Brings the Cluster Weeks of 2017 and 2019, with the activities that sources report."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.db import transaction

from handschlag.common.rules.slugs import free_slug
from handschlag.demo.rules.past import BERLIN, PastActivity, past_activities, past_weeks
from handschlag.directory.models import Field, Land, Network
from handschlag.directory.queries.places import Gazetteer
from handschlag.events.models import Activity, ActivityState, Campaign

NAMESPACE = UUID("6f0c2d7e-2017-4d19-9a55-0c1e5b2a7f11")


@transaction.atomic
def load(*, now: datetime) -> None:
    """Both weeks are there, real and public; nothing where they were there already."""
    weeks = past_weeks()
    if Campaign.objects.filter(slug__in=[one["slug"] for one in weeks]).exists():
        return
    made = {
        one["slug"]: Campaign.objects.create(
            slug=one["slug"],
            is_published=True,
            title_de=one["title_de"],
            title_en=one["title_en"],
            description_de=one["description_de"],
            description_en=one["description_en"],
            first_day=date.fromisoformat(one["first_day"]),
            last_day=date.fromisoformat(one["last_day"]),
            created_at=now,
            changed_at=now,
        )
        for one in weeks
    }
    told = past_activities()
    networks = {one.slug: one for one in Network.objects.filter(slug__in=[one.network for one in told])}
    lands = set(Land.objects.values_list("code", flat=True))
    gazetteer, taken = Gazetteer(), set[str]()
    for one in told:
        row = _activity(made[one.week], one, network=networks.get(one.network), taken=taken, now=now)
        spot = gazetteer.find(one.place, one.land) if one.place else None
        row.land_id = one.land if one.land in lands else None
        row.latitude, row.longitude = (spot.latitude, spot.longitude) if spot else (None, None)
        row.save()
        row.fields.set(Field.objects.filter(code=one.field))


def _activity(
    campaign: Campaign, reported: PastActivity, *, network: Network | None, taken: set[str], now: datetime
) -> Activity:
    """From the beginning of its first day to the end of its last: no source names an hour."""
    slug = free_slug(f"{reported.title_de} {reported.first_day.year}", taken)
    taken.add(slug)
    return Activity(
        campaign=campaign,
        uid=uuid5(NAMESPACE, slug),
        slug=slug,
        state=ActivityState.PUBLISHED,
        network=network,
        host="" if network else reported.host or campaign.title_de,
        title_de=reported.title_de,
        title_en=reported.title_en,
        text_de=f"{reported.text_de} Die Uhrzeit nennt die Quelle nicht.",
        text_en=f"{reported.text_en} The source names no time of day.",
        starts_at=datetime.combine(reported.first_day, time(0), BERLIN),
        ends_at=datetime.combine(reported.last_day, time(23, 59), BERLIN),
        venue=reported.venue,
        place=reported.place,
        link=reported.link,
        published_at=now,
        created_at=now,
        changed_at=now,
    )
