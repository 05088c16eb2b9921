"""From the invitation to the first meeting, as a table of stages and one of weeks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_short_date, local_date
from handschlag.design.components.organiser import table_of
from handschlag.design.tallies import format_number
from handschlag.matching.models import Service
from handschlag.matching.phases import dates_of
from handschlag.registration.models import EventInvitation, Registration, RegistrationState
from handschlag.statistics.figures import Figures

WEEKS: Final = 12  # rows at most: the latest ones


class Stage(Labelled):
    INVITED = "invited", _("Invited")
    REGISTERED = "registered", _("Registered")
    JOINED = "joined", _("In matchmaking")
    DESCRIBED = "described", _("Profile complete")
    WISHED = "wished", _("Wishes sent")
    MET = "met", _("Met someone")


type Days = Mapping[Stage, Sequence[date]]  # when each person came to the stage


def weeks_of(days: Days, *, today: date) -> list[tuple[date, dict[Stage, int]]]:
    """The end of each week with all who had come to each stage by then; the last week ends `today` at most.

    >>> days = {Stage.JOINED: [date(2027, 3, 1), date(2027, 3, 9)]}
    >>> [(end.day, counts[Stage.JOINED]) for end, counts in weeks_of(days, today=date(2027, 3, 10))]
    [(7, 1), (9, 2)]
    """
    known = {stage: sorted(found) for stage, found in days.items()}
    first = min((found[0] for found in known.values() if found), default=None)
    if first is None:
        return []
    last = max(found[-1] for found in known.values() if found)
    ends = list(_ends_of(first, min(max(last, first), today)))[-WEEKS:]
    return [(end, {stage: bisect_right(found, end) for stage, found in known.items()}) for end in ends]


def _ends_of(first: date, last: date) -> Iterator[date]:
    """Every Sunday from the first day on, and the last day."""
    sunday = first + timedelta(days=6 - first.weekday())
    while sunday < last:
        yield sunday
        sunday += timedelta(days=7)
    yield last


def days_of(service: Service, figures: Figures) -> Days:
    """By stage; three queries. Whoever left before the event stands at registration."""
    begins_at = dates_of(service).begins_at
    invited = EventInvitation.objects.filter(event=service.event_id, withdrawn_at=None).order_by()
    rows = Registration.objects.filter(
        event=service.event_id, state=RegistrationState.CONFIRMED, erased_at=None
    ).order_by()
    names = ("joined_at", "described_at", "wished_at", "left_at")
    registered, stages = [], []
    for asked_at, *moments, left_at in rows.values_list("asked_at", *(f"matching__{one}" for one in names)):
        registered.append(asked_at)
        if left_at is None or left_at >= begins_at:
            stages.append(moments)
    return {
        Stage.INVITED: _days(invited.values_list("sent_at", flat=True)),
        Stage.REGISTERED: _days(registered),
        Stage.JOINED: _days(one[0] for one in stages),
        Stage.DESCRIBED: _days(one[1] for one in stages),
        Stage.WISHED: _days(one[2] for one in stages),
        Stage.MET: _days(figures.first_met),
    }


def _days(moments: Iterable[datetime | None]) -> list[date]:
    return [local_date(at) for at in moments if at is not None]


OPTIONAL: Final = frozenset({Stage.INVITED, Stage.MET})


def funnel_context(days: Days, *, today: date) -> dict[str, Any] | None:
    """None where nobody is registered; invitations and meetings are left out where there are none."""
    shown = {stage: found for stage, found in days.items() if found or stage not in OPTIONAL}
    weeks = weeks_of(shown, today=today)
    if not weeks:
        return None
    heads = (gettext("Until"), *(gettext(stage.label) for stage in shown))
    rows = [
        (format_short_date(end), *(format_number(counts[stage]) for stage in shown)) for end, counts in weeks
    ]
    return {
        "stages": [{"label": gettext(stage.label), "count": len(found)} for stage, found in shown.items()],
        "most": max(len(found) for found in shown.values()),
        "weeks": table_of(gettext("Week by week"), heads, rows),
    }
