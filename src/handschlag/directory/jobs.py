"""What the directory does in the background; importing this module registers it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.common.jobs import Cancelled, Run, handler, periodic
from handschlag.common.models import Job
from handschlag.directory import duplicates, joining
from handschlag.directory.imports import proceeding, uploading
from handschlag.directory.imports.stages import JOB, step_back
from handschlag.directory.models import ImportState


def _list_of_pairs(job: Job) -> str:
    del job
    return reverse("directory:duplicates")


@handler("directory.find_duplicates", title=_("Search for duplicates"), leads_to=_list_of_pairs)
def find_duplicates(run: Run, **payload: Any) -> dict[str, Any]:
    """Asked for by an editor; `waiting` is how many pairs are left to look at."""
    del run, payload
    return {"waiting": duplicates.find_duplicates(now=timezone.now())}


@periodic(
    "directory.find_duplicates_nightly", every=timedelta(days=1), title=_("Nightly search for duplicates")
)
def find_duplicates_nightly(run: Run) -> dict[str, Any]:
    """The same every night, asked for by nobody; `waiting` is how many pairs are left to look at."""
    del run
    return {"waiting": duplicates.find_duplicates(now=timezone.now())}


PHASES = {
    ImportState.CHECKING: _("reading the table; nothing is changed yet"),
    ImportState.APPLYING: _("importing the table"),
    ImportState.UNDOING: _("undoing the import"),
}


def _page_of(job: Job) -> str:
    return reverse("directory:import", args=[job.payload["import_id"]])


def _owner_of(run: Run) -> User:
    """Whoever asked; if the account is gone, nobody is left who may go on."""
    user = User.objects.filter(pk=run.owner_id or 0, is_active=True).first()
    if user is None:
        raise Cancelled
    return user


@handler(
    JOB,
    title=_("Import of a table"),
    phases={stage.value: text for stage, text in PHASES.items()},
    limit=timedelta(minutes=30),
    max_attempts=2,
    leads_to=_page_of,
)
def work(run: Run, import_id: int, stage: str) -> dict[str, Any]:
    """With the rights that the person has now: they may have changed since the job was asked for."""
    by = _owner_of(run).subject

    def progress(done: int, total: int) -> None:
        run.check()
        run.progress(done=done, total=total, phase=stage)

    try:
        row = proceeding.perform(
            import_id=import_id,
            stage=ImportState(stage),
            by=by,
            clock=timezone.now,
            progress=progress,
            finish=run.complete,
        )
    except Cancelled:
        step_back(import_id=import_id, stage=ImportState(stage))
        raise
    return {"import_id": row.pk, **row.counts}


@periodic("directory.forget_imports", every=timedelta(days=1), title=_("Removal of old imports"))
def forget_imports(run: Run) -> dict[str, Any]:
    """Once a day; how many unfinished imports were discarded, and how many rows of applied ones."""
    del run
    return uploading.delete_expired_imports(now=timezone.now())


@periodic("directory.forget_join_requests", every=timedelta(days=1), title=_("Removal of old requests"))
def forget_join_requests(run: Run) -> dict[str, Any]:
    """Once a day; `removed` is how many requests went, with the letters about them."""
    del run
    return {"removed": joining.delete_expired_requests(now=timezone.now())}
