"""Work of the day that outlasts a request, and what follows from what people say and leave unsaid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler, periodic
from handschlag.day import incidents, outcomes, proposals, refilling, signals, stepping_in
from handschlag.day.incidents import from_signal
from handschlag.day.models import Incident, IncidentState
from handschlag.day.push import forget_pushes
from handschlag.day.refilling import services_today
from handschlag.day.signals import unanswered_signals


@handler(proposals.PROPOSE, title=_("Suggested solutions for incidents"), is_of_the_day=True)
def propose(run: Run, service_id: int) -> dict[str, Any]:
    """Computes where the timetable has changed since; the result counts the incidents."""
    del run
    return {"computed": proposals.propose_all(service_id=service_id, now=timezone.now())}


@periodic(
    "day.watch", every=timedelta(minutes=1), title=_("Reports and incidents of the day"), is_of_the_day=True
)
def watch(run: Run) -> dict[str, Any]:
    """Whoever is still missing after three minutes, and every incident without a current proposal."""
    del run
    now = timezone.now()
    opened = [from_signal(signal_id=pk, now=now) for pk in unanswered_signals(now=now)]
    rows = Incident.objects.filter(state=IncidentState.OPEN, opened_at__gte=now - timedelta(days=1))
    services = sorted(set(rows.values_list("service_id", flat=True)))
    computed = sum(proposals.propose_all(service_id=pk, now=now) for pk in services)
    return {"opened": sum(one is not None for one in opened), "computed": computed}


@handler(signals.HEAR, title=_("Reports from participants"), is_of_the_day=True)
def hear(run: Run, signal_id: int) -> dict[str, Any]:
    """An incident for the organisers, with its repairs; a missing partner becomes one after three minutes."""
    del run
    now = timezone.now()
    closed = incidents.close_undone(signal_id=signal_id, now=now)
    incident = from_signal(signal_id=signal_id, now=now)
    if incident is not None:
        proposals.propose_all(service_id=incident.service_id, now=now)
    return {"incident": incident.pk if incident else None, "closed": closed}


@handler(signals.REPLACE, title=_("Possible replacement"), is_of_the_day=True)
def replace(run: Run, signal_id: int) -> dict[str, Any]:
    """When somebody has waited long enough."""
    del run
    found = stepping_in.offer_replacement(signal_id=signal_id, now=timezone.now())
    return {"stand_by": found.pk if found else None}


@handler(refilling.REFILL, title=_("Freed times"), is_of_the_day=True)
def refill(run: Run, service_id: int) -> dict[str, Any]:
    """Somebody has said no: the next two are asked."""
    del run
    return {"offers": len(refilling.offer_freed_times(service_id=service_id, now=timezone.now()))}


@periodic(
    "day.freed_times", every=timedelta(minutes=1), title=_("Freed times are offered"), is_of_the_day=True
)
def refill_all(run: Run) -> dict[str, Any]:
    """What became free since, and what was not answered in four minutes; the result counts the offers."""
    del run
    now = timezone.now()
    made = [refilling.offer_freed_times(service_id=pk, now=now) for pk in services_today(now=now)]
    return {"offers": sum(len(several) for several in made)}


@periodic("day.questions", every=timedelta(hours=1), title=_("Emails: results of the meetings"))
def ask(run: Run) -> dict[str, Any]:
    """Every hour; the result counts the letters that were written."""
    del run
    return {"letters": outcomes.send_outcome_reminders(now=timezone.now())}


@periodic("day.forget_pushes", every=timedelta(days=1), title=_("Removal of old push messages"))
def forget(run: Run) -> dict[str, Any]:
    """Once a day; the result counts them."""
    del run
    return {"removed": forget_pushes(now=timezone.now())}
