"""Messages that organisers write to many people of an event."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.common.language import InBothLanguages
from handschlag.events.models import Event


class SendingState(models.TextChoices):
    DRAFT = "draft"
    PLANNED = "planned"  # goes out at its time
    SENT = "sent"
    CANCELLED = "cancelled"


class EmailSending(models.Model):
    """One message to one audience. Who belongs to it is asked when it goes out, in the order of keys."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sendings")
    audience = models.CharField(max_length=40)
    subject_de = models.CharField(max_length=120)
    subject_en = models.CharField(max_length=120)
    text_de = models.TextField()
    text_en = models.TextField()
    state = models.CharField(max_length=9, choices=SendingState.choices, default=SendingState.DRAFT)
    send_at = models.DateTimeField(null=True)
    done_up_to = models.PositiveBigIntegerField(default=0)  # key of the last registration that was written to
    number = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    subject = InBothLanguages()
    text = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "send_at"], name="sendings_that_are_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(send_at__isnull=False), name="a_planned_sending_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"sending {self.pk} of event {self.event_id}"
