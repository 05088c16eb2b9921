"""When people were invited, registered, joined, described themselves and sent their wishes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from handschlag.common.times import local_date
from handschlag.matching.models import Service
from handschlag.matching.queries.timing import dates_of
from handschlag.registration.models import EventInvitation, Registration, RegistrationState
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.funnel import Days, Stage


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
