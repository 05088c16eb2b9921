"""From the invitation to the first meeting, as a table of stages and one of weeks."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from handschlag.common.times import format_short_date
from handschlag.design.components.organiser import table_of
from handschlag.design.numbers import format_number
from handschlag.statistics.rules.funnel import Days, Stage, weeks_of

OPTIONAL: Final = frozenset({Stage.INVITED, Stage.MET})


def funnel_screen(days: Days, *, today: date) -> dict[str, Any] | None:
    """None where nobody is registered; invitations and meetings are left out where there are none."""
    shown = {stage: found for stage, found in days.items() if found or stage not in OPTIONAL}
    weeks = weeks_of(shown, today=today)
    if not weeks:
        return None
    heads = (_("Until"), *(_(stage.label) for stage in shown))
    rows = [
        (format_short_date(end), *(format_number(counts[stage]) for stage in shown)) for end, counts in weeks
    ]
    return {
        "stages": [{"label": _(stage.label), "count": len(found)} for stage, found in shown.items()],
        "most": max(len(found) for found in shown.values()),
        "weeks": table_of(_("Week by week"), heads, rows),
    }
