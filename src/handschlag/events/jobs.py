"""What the events do in the background: changes are told, signs printed, what is over forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.accounts.policy import Action, require
from handschlag.common.jobs import Cancelled, Run, handler, periodic
from handschlag.common.models import Job
from handschlag.events import printed_files, reception, removals
from handschlag.events.access import organises
from handschlag.events.contributions import proposing
from handschlag.events.models import Event, ProgrammeVersion
from handschlag.events.programme import publishing
from handschlag.events.programme_import import actions
from handschlag.events.venue.signs import JOB, chosen, printed
from handschlag.events.venue.stands import forget_staff


def _version_of(job: Job) -> str:
    found = ProgrammeVersion.objects.select_related("event").filter(pk=job.payload["version_id"]).first()
    return reverse("events:version", args=[found.event.slug, found.number]) if found else ""


@handler(publishing.NOTICES, title=_("Emails about programme changes"), leads_to=_version_of)
def tell_changes(run: Run, *, version_id: int, **payload: Any) -> None:
    """All letters or none: an attempt that breaks off has told nobody."""
    del payload
    with transaction.atomic():
        run.complete({"told": publishing.tell_changes(version_id=version_id, now=timezone.now())})


@periodic(
    "events.forget_removals",
    every=timedelta(days=1),
    title=_("Permanent deletion of removed parts of events"),
)
def forget_removals(run: Run) -> dict[str, Any]:
    """Once a day, what was removed a week ago is gone for good; how many."""
    del run
    return {"forgotten": removals.forget_removals(now=timezone.now())}


@periodic(
    "events.forget_passes", every=timedelta(days=1), title=_("Deletion of reception teams of past events")
)
def forget_passes(run: Run) -> dict[str, Any]:
    """A month after the event."""
    del run
    return {"forgotten": reception.forget_passes(now=timezone.now())}


@periodic(
    "events.forget_contributions",
    every=timedelta(hours=6),
    title=_("Deletion of contributions that are no longer needed"),
)
def forget_contributions(run: Run) -> dict[str, Any]:
    """Never confirmed, or closed for as long as the call of the event says."""
    del run
    return {"forgotten": proposing.forget_old(now=timezone.now())}


@periodic(
    "events.forget_imports", every=timedelta(days=1), title=_("Deletion of tables that were never imported")
)
def forget_imports(run: Run) -> dict[str, Any]:
    """After two weeks."""
    del run
    return {"forgotten": actions.forget_imports(now=timezone.now())}


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
