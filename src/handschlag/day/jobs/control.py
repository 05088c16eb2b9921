"""What the day does beside the pages: every open incident gets proposals, whoever died while opening it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler, periodic
from handschlag.day.actions import proposing
from handschlag.day.actions.incident_opening import from_signal
from handschlag.day.models import Incident, IncidentState
from handschlag.day.queries.signals import unanswered


@handler(proposing.PROPOSE, title=_("Suggested solutions for incidents"), is_of_the_day=True)
def propose(run: Run, service_id: int) -> dict[str, Any]:
    """Computes where the timetable has changed since; the result counts the incidents."""
    del run
    return {"computed": proposing.propose_all(service_id=service_id, now=timezone.now())}


@periodic(
    "day.watch", every=timedelta(minutes=1), title=_("Reports and incidents of the day"), is_of_the_day=True
)
def watch(run: Run) -> dict[str, Any]:
    """Whoever is still missing after three minutes, and every incident without a current proposal."""
    del run
    now = timezone.now()
    opened = [from_signal(signal_id=pk, now=now) for pk in unanswered(now=now)]
    rows = Incident.objects.filter(state=IncidentState.OPEN, opened_at__gte=now - timedelta(days=1))
    services = sorted(set(rows.values_list("service_id", flat=True)))
    computed = sum(proposing.propose_all(service_id=pk, now=now) for pk in services)
    return {"opened": sum(one is not None for one in opened), "computed": computed}
