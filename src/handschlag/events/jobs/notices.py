"""Tells people about sessions that moved, after a programme was published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run, handler
from handschlag.common.models import Job
from handschlag.events.actions import publishing
from handschlag.events.models import ProgrammeVersion


def _version_of(job: Job) -> str:
    found = ProgrammeVersion.objects.select_related("event").filter(pk=job.payload["version_id"]).first()
    return reverse("events:version", args=[found.event.slug, found.number]) if found else ""


@handler(publishing.NOTICES, title=_("Emails about programme changes"), leads_to=_version_of)
def tell_changes(run: Run, *, version_id: int, **payload: Any) -> None:
    """All letters or none: an attempt that breaks off has told nobody."""
    del payload
    with transaction.atomic():
        run.complete({"told": publishing.tell_changes(version_id=version_id, now=timezone.now())})
