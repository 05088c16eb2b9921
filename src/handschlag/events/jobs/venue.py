"""Stand signs are printed; what was printed, and names of people at stands, are forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Action, require
from handschlag.common.jobs import Cancelled, Run, handler, periodic
from handschlag.common.models import Job
from handschlag.events.actions import printed_files
from handschlag.events.actions.venue.signs import JOB
from handschlag.events.actions.venue.stands import forget_staff
from handschlag.events.models import Event
from handschlag.events.queries.organising import organises
from handschlag.events.queries.venue.signs import chosen
from handschlag.events.screens.venue.signs import printed


def _file_of(job: Job) -> str:
    return reverse("events:signs_file", args=[job.payload["slug"], job.pk])


@handler(
    JOB,
    title=_("Stand signs"),
    phases={"laying": _("creating signs"), "setting": _("preparing the text")},
    leads_to=_file_of,
)
def print_signs(
    run: Run, event_id: int, slug: str, ids: list[int], paper: str, language: str
) -> dict[str, Any]:
    """With the rights that the person has now."""
    del slug
    user = User.objects.filter(pk=run.owner_id or 0, is_active=True).first()
    event = Event.objects.filter(pk=event_id).first()
    if user is None or event is None:
        raise Cancelled
    require(user.subject, Action.EDIT_EVENT, owns=organises(user.subject, event_id))
    rows = chosen(event_id, ids)

    def tell(done: int) -> None:
        run.check()
        run.progress(phase="laying" if done < len(rows) else "setting", done=done, total=len(rows))

    data = printed(event, rows, paper=paper, language=language, now=timezone.now(), tell=tell)
    return {"file": printed_files.store(data, event_id=event_id), "signs": len(rows)}


@handler(printed_files.FORGET, title=_("Removal of an event's printed files"))
def forget_prints_of_event(run: Run, event_id: int) -> dict[str, Any]:
    """After an erasure while the storage was away; it comes again until that is back."""
    del run
    return {"removed": printed_files.delete_all(event_id)}


@periodic("events.forget_prints", every=timedelta(days=1), title=_("Removal of printed files"))
def forget_printed_files(run: Run) -> dict[str, Any]:
    """Once a day, printed files older than a day are gone; how many."""
    del run
    return {"removed": printed_files.delete_old(now=timezone.now())}


@periodic("events.forget_staff", every=timedelta(days=1), title=_("Deletion of names of contacts at stands"))
def forget_people_at_stands(run: Run) -> dict[str, Any]:
    """Once a day, names of contacts go whose event ended more than 90 days ago; how many."""
    del run
    return {"removed": forget_staff(now=timezone.now())}
