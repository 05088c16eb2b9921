"""What follows from what participants say and leave unsaid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler, periodic
from handschlag.day.actions import (
    incident_closing,
    outcome_reminders,
    proposing,
    refilling,
    signal_reports,
    stepping_in,
)
from handschlag.day.actions.incident_opening import from_signal
from handschlag.day.queries.refilling import services_today


@handler(signal_reports.HEAR, title=_("Reports from participants"), is_of_the_day=True)
def hear(run: Run, signal_id: int) -> dict[str, Any]:
    """An incident for the organisers, with its repairs; a missing partner becomes one after three minutes."""
    del run
    now = timezone.now()
    closed = incident_closing.close_undone(signal_id=signal_id, now=now)
    incident = from_signal(signal_id=signal_id, now=now)
    if incident is not None:
        proposing.propose_all(service_id=incident.service_id, now=now)
    return {"incident": incident.pk if incident else None, "closed": closed}


@handler(signal_reports.REPLACE, title=_("Possible replacement"), is_of_the_day=True)
def replace(run: Run, signal_id: int) -> dict[str, Any]:
    """When somebody has waited long enough."""
    del run
    found = stepping_in.offer(signal_id=signal_id, now=timezone.now())
    return {"stand_by": found.pk if found else None}


@handler(refilling.REFILL, title=_("Freed times"), is_of_the_day=True)
def refill(run: Run, service_id: int) -> dict[str, Any]:
    """Somebody has said no: the next two are asked."""
    del run
    return {"offers": len(refilling.offer_freed(service_id=service_id, now=timezone.now()))}


@periodic(
    "day.freed_times", every=timedelta(minutes=1), title=_("Freed times are offered"), is_of_the_day=True
)
def refill_all(run: Run) -> dict[str, Any]:
    """What became free since, and what was not answered in four minutes; the result counts the offers."""
    del run
    now = timezone.now()
    made = [refilling.offer_freed(service_id=pk, now=now) for pk in services_today(now=now)]
    return {"offers": sum(len(several) for several in made)}


@periodic("day.questions", every=timedelta(hours=1), title=_("Emails: results of the meetings"))
def ask(run: Run) -> dict[str, Any]:
    """Every hour; the result counts the letters that were written."""
    del run
    return {"letters": outcome_reminders.send_outcome_reminders(now=timezone.now())}
