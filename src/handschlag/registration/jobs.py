"""What registration does regularly: gives free places, and forgets people some time after the event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, periodic
from handschlag.events.models import Event, EventStatus
from handschlag.registration.actions import deciding, forgetting


@periodic("registration.fill", every=timedelta(minutes=5), title=_("Free places for those who wait"))
def fill(run: Run) -> dict[str, Any]:
    """Capacities and seats change where the event is edited; here those who wait profit from it."""
    del run
    now = timezone.now()
    coming = Event.objects.filter(status=EventStatus.PUBLISHED, last_day__gte=timezone.localdate(now))
    events = coming.filter(registrations__state__in=["waiting", "confirmed"]).distinct()
    ids = list(events.order_by("pk").values_list("pk", flat=True))
    return {"promoted": sum(deciding.fill(event_id=pk, by=None, now=now) for pk in ids)}


@periodic("registration.forget", every=timedelta(days=1), title=_("Erasing registrations of past events"))
def forget(run: Run) -> dict[str, Any]:
    del run
    keep = timedelta(days=settings.KEEP_REGISTRATIONS_DAYS)
    return {"erased": forgetting.forget(now=timezone.now(), keep=keep)}
