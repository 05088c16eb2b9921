"""Work of matching that outlasts a request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler, periodic
from handschlag.matching.actions.leaving import catch_up
from handschlag.matching.actions.lists import LISTS, write_lists
from handschlag.matching.actions.releasing import WATCH
from handschlag.matching.actions.telling import tell_everybody
from handschlag.matching.actions.withdrawing import try_watched
from handschlag.matching.jobs import planning as planning
from handschlag.matching.models import Service


@handler(WATCH, title=_("Requests on the watch list"))
def watch(run: Run, service_id: int) -> dict[str, Any]:
    del run
    return {"held": len(try_watched(service_id=service_id, now=timezone.now()))}


@handler(LISTS, title=_("Recommendations"))
def make_lists(run: Run, service_id: int) -> dict[str, Any]:
    del run
    return {"lines": write_lists(service_id=service_id)}


@periodic("matching.requests", every=timedelta(minutes=5), title=_("Letters about new requests"))
def tell(run: Run) -> dict[str, Any]:
    del run
    return {"letters": tell_everybody(now=timezone.now())}


@periodic(
    "matching.catch_up", every=timedelta(minutes=5), title=_("Meetings that changes elsewhere endanger")
)
def follow(run: Run) -> dict[str, Any]:
    """Registrations, programmes and rooms change elsewhere; whom that concerns is told from here."""
    now = timezone.now()
    coming = Service.objects.filter(is_open=True, event__last_day__gte=timezone.localdate(now))
    lost = 0
    for pk in coming.order_by("pk").values_list("pk", flat=True):
        run.check()
        lost += catch_up(service_id=pk, now=now)
    return {"lost": lost}
