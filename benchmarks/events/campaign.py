"""Makes a campaign of 2,000 activities in all Länder, for the calendar's pages."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

SLUG = "week"
ACTIVITIES = 2_000
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
FIRST = date(2027, 4, 19)
WORDS = ("Labor", "Werkhalle", "Seminar", "Rundgang", "Photonik", "Holzbau", "Wasserstoff", "Sensorik")
AUDIENCES = ("everybody", "companies", "research", "young")


def fill() -> None:
    """Published, a week long, at random places, each of one field."""
    from handschlag.directory.models import Field, Place
    from handschlag.directory.public_data import loading
    from handschlag.events.models import Activity, Campaign

    loading.load_regions()
    loading.load_vocabulary()
    dice = random.Random(2)
    made = Campaign.objects.create(
        slug=SLUG,
        title_de="Aktionswoche",
        is_published=True,
        first_day=FIRST,
        last_day=FIRST + timedelta(days=6),
        created_at=NOW,
        changed_at=NOW,
    )
    towns = list(Place.objects.order_by("-population", "pk")[:300])
    fields = list(Field.objects.filter(parent=None).order_by("pk"))
    rows = Activity.objects.bulk_create(
        [_activity(made, number, dice.choice(towns), dice) for number in range(ACTIVITIES)], batch_size=500
    )
    links = [Activity.fields.through(activity=row, field=dice.choice(fields)) for row in rows]
    Activity.fields.through.objects.bulk_create(links, batch_size=500)
    Campaign.objects.filter(pk=made.pk).update(stamp=UUID(int=1))


def _activity(made: Any, number: int, town: Any, dice: random.Random) -> Any:
    from handschlag.events.models import Activity

    begin = datetime(2027, 4, 19, 7, 0, tzinfo=UTC) + timedelta(days=number % 7, hours=dice.randrange(10))
    return Activity(
        campaign=made,
        slug=f"activity-{number}",
        title_de=f"{dice.choice(WORDS)} {dice.choice(WORDS)} {number}",
        text_de=" ".join(dice.choices(WORDS, k=40)),
        host=f"Netzwerk {number % 100}",
        state="published",
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
        place=town.name,
        land_id=town.land_id,
        latitude=town.latitude,
        longitude=town.longitude,
        audiences=[dice.choice(AUDIENCES)],
        created_at=NOW,
        changed_at=NOW,
        published_at=NOW,
    )


def paths() -> dict[str, str]:
    one = f"/de/cluster-week/{SLUG}/"
    return {
        "cluster week": one,
        "calendar, list": f"{one}calendar/",
        "calendar, filtered": f"{one}calendar/?land=SN&audience=companies",
        "calendar, 50 km around": f"{one}calendar/?near=Kassel&within=50&sort=distance",
        "calendar, a day": f"{one}calendar/?view=day&day=2027-04-20",
        "calendar, the week": f"{one}calendar/?view=week",
        "map of activities": f"{one}map/",
        "activity": f"{one}activities/activity-77/",
        "feed of a Land": f"{one}calendar.ics?land=SN",
    }
