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
from handschlag.events.rules.campaigns.listing import Listed
from handschlag.events.screens.campaigns import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
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
class Day:
    """A day with its activities."""

    title: str
    anchor: str
    rows: tuple[Row, ...]


def _url_of(view: CampaignView, row: Listed) -> str:
    return reverse("events:activity", args=[view.campaign.slug, row.slug])


def title_of(row: Listed) -> str:
    return pick(row.title_de, row.title_en)


def where_of(row: Listed, view: CampaignView) -> str:
    """Dresden, Sachsen; or online; or both."""
    place = seat(row.place, pick(*view.names.get(("land", row.land), ("", ""))))
    if row.is_online:
        return _("%(place)s and online") % {"place": place} if row.place else _("online")
    return place


def row_of(row: Listed, view: CampaignView, distances: Mapping[int, float] | None = None) -> Row:
    far = (distances or {}).get(row.pk)
    fields = row.field_names_en if is_english() else row.field_names_de
    detail = (words.audiences(row.values["audience"]), words.fee(row.fee_cents), ", ".join(fields[:2]))
    return Row(
        title=title_of(row),
        url=_url_of(view, row),
        day=format_short_day(row.first_day),
        time=format_span(row.starts_at, row.ends_at),
        begins=row.starts_at.isoformat(),
        host=row.host,
        where=where_of(row, view),
        detail=" · ".join(part for part in detail if part),
        far=words.kilometres(far) if far is not None else "",
        is_cancelled=row.is_cancelled,
        is_demo=row.is_demo,
    )


def by_days(
    rows: Iterable[Listed], view: CampaignView, distances: Mapping[int, float] | None = None
) -> tuple[Day, ...]:
    """Rows in the order of time under the day on which they begin."""
    return tuple(
        day_of(day, list(among), view, distances) for day, among in groupby(rows, lambda row: row.first_day)
    )


def day_of(
    day: date, rows: Sequence[Listed], view: CampaignView, distances: Mapping[int, float] | None = None
) -> Day:
    return Day(
        title=format_day(day),
        anchor=f"d{day.isoformat()}",
        rows=tuple(row_of(row, view, distances) for row in rows),
    )
