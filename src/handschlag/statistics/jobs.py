"""What this floor does beside its pages: keeps the figures of past events, packs all files of an event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.common.jobs import Cancelled, Run, handler, periodic
from handschlag.common.models import Job
from handschlag.common.times import at_place
from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.registration.badges import print_people
from handschlag.statistics import everything, kept_figures
from handschlag.statistics.everything import complete_file


@periodic("statistics.keep", every=timedelta(hours=12), title=_("Keeping the figures of past events"))
def archive_figures(run: Run) -> dict[str, Any]:
    """Keeps the figures of past events before their people are erased; how many changed."""
    del run
    return {"kept": kept_figures.archive_past_events(now=timezone.now())}


def _file_of(job: Job) -> str:
    return reverse("statistics:everything_file", args=[job.payload["slug"], job.pk])


@handler(
    everything.JOB,
    title=_("All files of the event"),
    phases={"packing": _("packing files")},
    leads_to=_file_of,
)
def pack_everything(run: Run, event_id: int, slug: str, is_personal: bool, language: str) -> dict[str, Any]:
    """With the rights that the person has now; nobody who is erased meanwhile is in the file."""
    del slug
    user = User.objects.filter(pk=run.owner_id or 0, is_active=True).first()
    event = Event.objects.filter(pk=event_id).first()
    if user is None or event is None:
        raise Cancelled
    by, now = user.subject, timezone.now()
    everything.require_right(by, event_id, is_personal=is_personal)
    service = Service.objects.select_related("event").filter(event=event).first()

    def tell(done: int, total: int) -> None:
        run.check()
        run.progress(phase="packing", done=done, total=total)

    def make() -> bytes:
        return complete_file(event, service, is_personal=is_personal, now=now, tell=tell)

    with translation.override(language), at_place(event.time_zone):
        name = print_people(event_id, make, ending="zip")
    everything.note_everything(event=event, is_personal=is_personal, by=by, now=now)
    return {"file": name}
