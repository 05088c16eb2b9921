"""The poster of a Land: what takes place there, to hang up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.printing import qr
from handschlag.common.times import format_day, format_days, format_span
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.listing import ActivityRecord
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.filters import with_query

TEMPLATE = "events/printing/poster.typ"
PAPERS = {"a4": 24, "a3": 48}  # how many activities are readable on one sheet


def poster(view: CampaignView, land: str, paper: str) -> dict[str, Any] | None:
    """The values of the template; None for a Land or paper that there is not."""
    names = {one.slug: pick(one.name_de, one.name_en) for one in view.lands}
    if land not in names or paper not in PAPERS:
        return None
    rows = [row for row in view.snapshot.rows if row.land == land and not row.is_cancelled]
    shown = rows[: PAPERS[paper]]
    here = with_query(reverse("events:calendar", args=[view.campaign.slug]), f"land={land}")
    address = settings.BASE_URL + here
    return {
        "title": f"{view.campaign.title}: {names[land]}",
        "campaign": view.campaign.title,
        "land": names[land],
        "period": format_days(view.campaign.first_day, view.campaign.last_day),
        "count": activity_labels.counted(len(rows)),
        "paper": paper,
        "days": _days(shown),
        "rest": _rest(len(rows) - len(shown)),
        "empty": "" if rows else _("No activities in this federal state yet."),
        "code": qr(address),
        "alt": _("QR code: %(address)s") % {"address": address},
        "address": address.partition("://")[2],
        "invite": _("All changes, including new entries:"),
        "invented": _("Invented for the demo") if view.campaign.is_demo else "",
    }


def _days(rows: list[ActivityRecord]) -> list[dict[str, Any]]:
    """Rows under their days, as plain values."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(format_day(row.first_day), []).append(
            {
                "time": format_span(row.starts_at, row.ends_at),
                "title": pick(row.title_de, row.title_en),
                "where": ", ".join(part for part in (row.venue, row.place) if part),
                "host": row.host,
            }
        )
    return [{"day": day, "rows": listed} for day, listed in found.items()]


def _rest(number: int) -> str:
    if number <= 0:
        return ""
    text = ngettext("and %(number)s more", "and %(number)s more", number)
    return text % {"number": number}
