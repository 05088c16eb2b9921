"""An activity on its way, and what is asked of it again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.directory.rules.contents import Spot
from handschlag.events.actions.campaigns import entering
from handschlag.events.models import Activity
from handschlag.events.queries.campaigns.entries import facts_of
from handschlag.events.rules.campaigns.facts import Facts
from handschlag.events.rules.campaigns.times import at

DAY = date(2027, 4, 20)
LABOR = Facts(
    title_de="Offenes Labor",
    text_de="Wir zeigen unsere Labore.",
    starts_at=at(DAY, 10),
    ends_at=at(DAY, 12),
    spot=Spot(place="Dresden", land="SN", latitude=51.05, longitude=13.74),
    audiences=("everybody",),
)


def save(activity: Activity, by: User, now: datetime, **changes: Any) -> entering.Saved:
    activity.refresh_from_db()
    return entering.save(
        activity_id=activity.pk,
        version=activity.version,
        facts=replace(facts_of(activity), **changes),
        is_sent=False,
        by=by.subject,
        now=now,
    )


def letters_to(user: User) -> list[str]:
    return list(Mail.objects.filter(to=user.email).order_by("pk").values_list("subject", flat=True))
