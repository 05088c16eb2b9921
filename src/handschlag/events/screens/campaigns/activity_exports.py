"""The activities of a list as a table to take along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.times import format_time
from handschlag.directory.screens.files import FileMetadata
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.criteria import Criteria
from handschlag.events.rules.campaigns.listing import ActivityRecord, ActivityResult
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.activity_labels import Word
from handschlag.events.screens.campaigns.calendar import headline
from handschlag.events.screens.campaigns.feeds import url_of
from handschlag.events.screens.campaigns.filters import with_query

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
        "audiences": activity_labels.audiences(row.values["audience"]),
        "fee": row.fee_cents / 100,
        "language": str(activity_labels.SPOKEN.get(row.language, row.language)),
        "fields": ", ".join(activity_labels.field_names(row)),
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
