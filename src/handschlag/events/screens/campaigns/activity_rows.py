"""One activity as a line of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import is_english, pick
from handschlag.common.times import format_day, format_short_day, format_span
from handschlag.directory.screens.texts import seat
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.listing import ActivityRecord
from handschlag.events.screens.campaigns import activity_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """What a list says of an activity; `started` is set where it began on an earlier day."""

    title: str
    url: str
    day: str
    time: str
    begins: str  # for machines
    host: str
    where: str
    detail: str
    far: str
    is_cancelled: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDay:
    """A day with its activities."""

    title: str
    anchor: str
    rows: tuple[ActivityRow, ...]


def _url_of(view: CampaignView, row: ActivityRecord) -> str:
    return reverse("events:activity", args=[view.campaign.slug, row.slug])


def activity_title(row: ActivityRecord) -> str:
    """The title in the language of the page, or in the other one where it is missing."""
    return pick(row.title_de, row.title_en)


def where_of(row: ActivityRecord, view: CampaignView) -> str:
    """Dresden, Sachsen; or online; or both."""
    place = seat(row.place, pick(*view.names.get(("land", row.land), ("", ""))))
    if row.is_online:
        return _("%(place)s and online") % {"place": place} if row.place else _("online")
    return place


def activity_row(
    row: ActivityRecord, view: CampaignView, distances: Mapping[int, float] | None = None
) -> ActivityRow:
    """The line of a list; `distances` are kilometres by activity, where somebody searches nearby."""
    far = (distances or {}).get(row.pk)
    fields = row.field_names_en if is_english() else row.field_names_de
    detail = (
        activity_labels.audiences(row.values["audience"]),
        activity_labels.fee(row.fee_cents),
        ", ".join(fields[:2]),
    )
    return ActivityRow(
        title=activity_title(row),
        url=_url_of(view, row),
        day=format_short_day(row.first_day),
        time=format_span(row.starts_at, row.ends_at),
        begins=row.starts_at.isoformat(),
        host=row.host,
        where=where_of(row, view),
        detail=" · ".join(part for part in detail if part),
        far=activity_labels.kilometres(far) if far is not None else "",
        is_cancelled=row.is_cancelled,
        is_demo=row.is_demo,
    )


def by_days(
    rows: Iterable[ActivityRecord], view: CampaignView, distances: Mapping[int, float] | None = None
) -> tuple[ActivityDay, ...]:
    """Rows in the order of time under the day on which they begin."""
    return tuple(
        day_of(day, list(among), view, distances) for day, among in groupby(rows, lambda row: row.first_day)
    )


def day_of(
    day: date,
    rows: Sequence[ActivityRecord],
    view: CampaignView,
    distances: Mapping[int, float] | None = None,
) -> ActivityDay:
    """The heading of a day with its activities; `rows` have to be those of that day."""
    return ActivityDay(
        title=format_day(day),
        anchor=f"d{day.isoformat()}",
        rows=tuple(activity_row(row, view, distances) for row in rows),
    )
