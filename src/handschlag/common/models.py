"""The nouns that every app needs: audit entries, jobs, mail, the version of public content."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.common.times import machine_time


class AuditEntry(models.Model):
    """One write: who, what, on which object, and which fields. Never changed, never deleted by hand."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.object_id}"


class PublicContent(models.Model):
    """Marks that the database itself changes with every write to a watched table: see `page_cache.triggers`.

    All of them together are the version. On SQLite there is one; PostgreSQL has as many as there ever were
    transactions at once.
    """

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


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


class MailState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"  # a demo sends nothing: it shows what it would have sent
    BOUNCED = "bounced"  # it was taken, and came back later


class Urgency(models.IntegerChoices):
    """Who is served first; a postman of its own carries what cannot wait behind bulk mail."""

    CODE = 0  # somebody sits before a form that asks for it
    HOUR = 1  # about the present hour
    USUAL = 2


class Mail(models.Model):
    """A letter, rendered when it was written; its words are erased after a time, the fact stays.

    No credential stands in it: links and codes are sealed (`common.mail.outbox`) and put in when it is sent.
    """

    to = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    template = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)  # an iCalendar file that goes along
    sender_name = models.CharField(max_length=120, blank=True)  # who writes; the platform where it is empty
    reply_to = models.EmailField(max_length=254, blank=True)
    unsubscribe = models.CharField(max_length=400, blank=True)  # where one press ends such letters; sealed
    message_id = models.CharField(max_length=120, unique=True)
    # Which email it is, of which event and which sending: those stand on floors above, so ids alone.
    kind = models.CharField(max_length=40, blank=True)
    event_id = models.PositiveBigIntegerField(null=True)
    sending_id = models.PositiveBigIntegerField(null=True)

    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.USUAL)
    state = models.CharField(max_length=7, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True)
    is_held = models.BooleanField(default=False)  # by a backup that was brought back, until it is released
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    repeated_at = models.DateTimeField(null=True)  # it did not arrive, and another one was sent instead
    # Somebody whom it names was erased while it waited: it still goes, and nothing of it is kept then.
    is_erased_when_sent = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "urgency", "due_at"], name="mail_in_its_order"),
            models.Index(fields=["event_id", "kind", "state"], name="mail_of_an_event"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="mail_being_sent_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(to="", subject="", text="", html="", calendar="", unsubscribe=""),
                name="erased_mail_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class Hold(models.Model):
    """There is one while a backup that was brought back holds what had been on its way when it was made.

    Much of that arrived long ago. Until somebody releases it, only codes go out, to whoever asks for one now.
    """

    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"hold since {machine_time(self.since)}"


class MailPerson(models.Model):
    """Somebody whom a letter concerns: it goes to them, or names them. Floors say which row that is."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="people")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    is_recipient = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "mail"], name="a_letter_concerns_a_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} in mail {self.mail_id}"
