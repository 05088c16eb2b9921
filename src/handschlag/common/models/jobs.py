"""Work that outlasts a request: jobs, the workers that do them, and what comes round again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobEnd(models.TextChoices):
    """Why a job did not come to its result."""

    REFUSED = "refused"  # the handler said no, for a reason that is in `result`
    ERROR = "error"  # a mistake of ours; `error_reference` leads to the log
    TOO_LONG = "too_long"  # longer than its handler allows
    LOST = "lost"  # its process died as often as it may be tried


class Job(models.Model):
    """One piece of work. The row is the queue: whoever holds the lease does it, and nobody else.

    `attempts` counts the leases and is their token: a process that lost its lease can write nothing more.
    """

    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    request_id = models.CharField(max_length=36, blank=True)

    state = models.CharField(max_length=9, choices=JobState.choices, default=JobState.QUEUED)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    cancel_requested = models.BooleanField(default=False)

    phase = models.CharField(max_length=60, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    best = models.FloatField(null=True)
    bound = models.FloatField(null=True)

    result = models.JSONField(null=True)
    end = models.CharField(max_length=8, choices=JobEnd.choices, blank=True)
    error_reference = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], name="jobs_in_their_order"),
            models.Index(fields=["owner", "-created_at"], name="jobs_of_a_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
                name="a_running_job_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | (~Q(state__in=["queued", "running"]) & Q(finished_at__isnull=False)),
                name="a_finished_job_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"job {self.pk} ({self.kind})"

    @property
    def is_over(self) -> bool:
        return self.state not in {JobState.QUEUED, JobState.RUNNING}


class Worker(models.Model):
    """A worker process that is alive, as long as `seen_at` is young."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def alive(cls, now: datetime) -> models.QuerySet[Worker]:
        """Those that were seen within a minute; `now` is the database's, as theirs was."""
        return cls.objects.filter(seen_at__gte=now - timedelta(minutes=1))


class Rhythm(models.Model):
    """When a job that comes round again is due next."""

    kind = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
