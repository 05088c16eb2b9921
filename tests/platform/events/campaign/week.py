"""An activity on its way, and what is asked of it again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.directory.contents import GeoPoint
from handschlag.events.campaigns import own_activities
from handschlag.events.campaigns.activities import ActivityContent, activity_content_of, local_moment
from handschlag.events.models import Activity

DAY = date(2027, 4, 20)
LABOR = ActivityContent(
    title_de="Offenes Labor",
    text_de="Wir zeigen unsere Labore.",
    starts_at=local_moment(DAY, 10),
    ends_at=local_moment(DAY, 12),
    spot=GeoPoint(place="Dresden", land="SN", latitude=51.05, longitude=13.74),
    audiences=("everybody",),
)


def save(activity: Activity, by: User, now: datetime, **changes: Any) -> own_activities.Saved:
    activity.refresh_from_db()
    return own_activities.save(
        activity_id=activity.pk,
        version=activity.version,
        facts=replace(activity_content_of(activity), **changes),
        is_sent=False,
        by=by.subject,
        now=now,
    )


def letters_to(user: User) -> list[str]:
    return list(Mail.objects.filter(to=user.email).order_by("pk").values_list("subject", flat=True))
