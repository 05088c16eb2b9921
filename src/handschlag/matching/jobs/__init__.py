"""Work of matching that outlasts a request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.common.jobs import Cancelled, Run, handler, periodic
from handschlag.common.models import Job
from handschlag.matching.actions import assisting
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.digests import send_digests
from handschlag.matching.actions.freed_capacity import WATCH
from handschlag.matching.actions.leaving import CATCH_UP, catch_up
from handschlag.matching.actions.lists import LISTS, write_many_lists, write_stale_lists
from handschlag.matching.actions.phase_emails import send_phase_emails
from handschlag.matching.actions.pricing import PRICES
from handschlag.matching.actions.remembering import remember_past_meetings
from handschlag.matching.actions.reminding import REMIND, send_reminders
from handschlag.matching.actions.withdrawing import try_watched
from handschlag.matching.engine import price_cache
from handschlag.matching.engine.encoders import forget_old_vectors
from handschlag.matching.jobs import partner_search as partner_search
from handschlag.matching.jobs import planning as planning
from handschlag.matching.models import Service
from handschlag.matching.rules.reminders import Missing


@handler(WATCH, title=_("Requests on the waiting list"))
def watch(run: Run, service_id: int) -> dict[str, Any]:
    """Tries the requests on the waiting list again; gives how many are held now."""
    del run
    return {"held": len(try_watched(service_id=service_id, now=timezone.now()))}


@handler(LISTS, title=_("Recommendations"))
def make_lists(run: Run, service_id: int) -> dict[str, Any]:
    """Makes everybody's recommendations anew; gives how many lines were written."""
    return {"lines": write_many_lists(service_ids=[service_id], check=run.check)}


@periodic(
    "matching.stale_lists", every=timedelta(days=1), title=_("Recommendations"), limit=timedelta(hours=1)
)
def make_stale_lists(run: Run) -> dict[str, Any]:
    """Once a day no list of an event to come is old; gives how many events there were."""
    return {"events": write_stale_lists(now=timezone.now(), check=run.check)}


@handler(assisting.SUMMARY, title=_("Summary for people whose details were filled in by the organisers"))
def sum_up(run: Run, call_id: int) -> dict[str, Any]:
    """Where the team has finished before, the letter is out already."""
    del run
    return {"sent": assisting.sum_up(call_id=call_id, now=timezone.now())}


def _people_to_call(job: Job) -> str:
    found = Service.objects.select_related("event").filter(pk=job.payload["service_id"]).first()
    return reverse("matching:readiness", args=[found.event.slug]) if found else ""


@handler(
    REMIND,
    title=_("Reminders from the organisers"),
    phases={"sending": _("sending emails")},
    leads_to=_people_to_call,
)
def remind(run: Run, service_id: int, steps: list[str]) -> dict[str, Any]:
    """Writes to everybody who misses one of these steps; gives how many emails were written.

    With the rights that whoever asked for it has now.
    """
    user = User.objects.filter(pk=run.owner_id or 0, is_active=True).first()
    service = Service.objects.filter(pk=service_id).first()
    if user is None or service is None:
        raise Cancelled
    require_team(user.subject, service.event_id)

    def tell(done: int, total: int) -> None:
        run.check()
        run.progress(phase="sending", done=done, total=total)

    chosen = frozenset(map(Missing, steps))
    return {"letters": send_reminders(service_id=service_id, steps=chosen, now=timezone.now(), tell=tell)}


@handler(PRICES, title=_("Cost of rules"))
def find_prices(run: Run, service_id: int, mark: str) -> dict[str, Any]:
    """Of the event as it stands; when it has changed since, the page asks for them anew."""
    del run, mark
    return price_cache.encoded(price_cache.found(Service.objects.get(pk=service_id))[1])


@periodic("matching.memory", every=timedelta(hours=12), title=_("Meetings remembered for later events"))
def remember(run: Run) -> dict[str, Any]:
    """Keeps which meetings took place, where both people allow it; deletes what is too old."""
    del run
    return {"remembered": remember_past_meetings(now=timezone.now())}


@periodic("matching.vectors", every=timedelta(days=1), title=_("Texts compared by their meaning"))
def forget_vectors(run: Run) -> dict[str, Any]:
    """Deletes what was kept of texts for comparing them; gives how many."""
    del run
    return {"deleted": forget_old_vectors(now=timezone.now())}


@periodic("matching.requests", every=timedelta(minutes=5), title=_("Emails about new requests"))
def tell(run: Run) -> dict[str, Any]:
    """Sends the emails about new requests that are due; gives how many were written."""
    del run
    return {"letters": send_digests(now=timezone.now())}


@periodic("matching.phases", every=timedelta(hours=1), title=_("Emails about the steps of matchmaking"))
def tell_phases(run: Run) -> dict[str, Any]:
    """Whoever has something to do or to know gets one email; gives how many were written."""
    del run
    return {"letters": send_phase_emails(now=timezone.now())}


@periodic(CATCH_UP, every=timedelta(minutes=5), title=_("Meetings at risk because of other changes"))
def follow(run: Run) -> dict[str, Any]:
    """Registrations, programmes and rooms change elsewhere; whom that concerns is told from here."""
    now = timezone.now()
    coming = Service.objects.filter(is_open=True, event__last_day__gte=timezone.localdate(now))
    lost = 0
    for pk in coming.order_by("pk").values_list("pk", flat=True):
        run.check()
        lost += catch_up(service_id=pk, now=now)
    return {"lost": lost}
