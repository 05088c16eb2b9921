"""What the ground floor does regularly: old jobs and old mail go."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common import database, files
from handschlag.common.database import wipe_log
from handschlag.common.jobs.registry import Run, handler, periodic
from handschlag.common.mail.bounces import read_bounces
from handschlag.common.mail.delivery import erase
from handschlag.common.models import Job

A_DAY = timedelta(days=1)


@handler(files.DROP_JOB, title=_("Deletion of a file"))
def drop_file(run: Run, name: str) -> None:
    """Comes again by itself until the storage is back."""
    del run
    default_storage.delete(name)


@handler(files.STORE_JOB, title=_("Passing a deletion on to other hosts"))
def store_file(run: Run, name: str, text: str) -> None:
    """So does this."""
    del run
    default_storage.save(name, ContentFile(text.encode()))


@periodic("common.clear_sessions", every=A_DAY, title=_("Removal of expired sessions"))
def clear_sessions(run: Run) -> None:
    """Once a day; sessions that still hold stay."""
    del run
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@periodic("common.clear_jobs", every=A_DAY, title=_("Removal of old jobs"))
def clear_jobs(run: Run) -> dict[str, Any]:
    """What came round again is kept for a week, what a person asked for as long as the settings say."""
    del run
    now = timezone.now()
    over = Job.objects.filter(finished_at__isnull=False)
    own, _rows = over.filter(owner=None, finished_at__lt=now - timedelta(days=7)).delete()
    old, _rows = over.filter(finished_at__lt=now - timedelta(days=settings.KEEP_JOBS_DAYS)).delete()
    return {"removed": own + old}


@periodic("common.erase_mail", every=A_DAY, title=_("Deletion of old emails"))
def erase_mail(run: Run) -> dict[str, Any]:
    """Once a day: mail older than `KEEP_MAIL_DAYS` goes; the result counts it."""
    del run
    return {"erased": erase(now=timezone.now(), keep=timedelta(days=settings.KEEP_MAIL_DAYS))}


@periodic("common.bounces", every=timedelta(minutes=5), title=_("Emails that came back"))
def note_bounces(run: Run) -> dict[str, Any]:
    """Reads the maildir of bounces, where there is one; the result counts the emails."""
    del run
    return {"bounced": read_bounces(Path(settings.BOUNCES)) if settings.BOUNCES else 0}


@periodic("common.count_tables", every=A_DAY, title=_("Counting of the tables, for quick answers"))
def count_tables(run: Run) -> None:
    """Once a day: gives the database's planner the numbers it chooses its ways by."""
    del run
    database.gather()


@periodic("common.wipe_log", every=timedelta(minutes=5), title=_("Emptying of the database log"))
def wipe_database_log(run: Run) -> dict[str, Any]:
    """For erasures during which somebody was reading; an empty log costs nothing."""
    del run
    return {"wiped": wipe_log()}
