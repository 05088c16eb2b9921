"""Questions about jobs."""

from __future__ import annotations

from django.db.models import QuerySet

from handschlag.common.models import Job


def jobs_of(*, owner_id: int | None) -> QuerySet[Job]:
    """A person's jobs, the newest first; all of them for None."""
    return Job.objects.all() if owner_id is None else Job.objects.filter(owner_id=owner_id)
