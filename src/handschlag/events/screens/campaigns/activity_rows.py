"""Activities under their days, as lists and calendars show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from handschlag.events.rules.campaigns.listing import ActivityRecord

type DayOfActivities = tuple[date | None, list[ActivityRecord]]  # without a day, each line has its own


def by_days(rows: Iterable[ActivityRecord]) -> list[DayOfActivities]:
    """Rows in the order of time under the day on which they begin."""
    return [(day, list(among)) for day, among in groupby(rows, lambda row: row.first_day)]
