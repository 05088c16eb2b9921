"""What people say from where they are: I am late, I cannot come, nobody is here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.matching.models import Participant, Request, Service


class SignalKind(models.TextChoices):
    LATE = "late"
    CANNOT_COME = "cannot_come"
    PARTNER_MISSING = "partner_missing"
    HERE = "here"
    GONE = "gone"
    UNDONE = "undone"


class Signal(models.Model):
    """Somebody said something. `key` comes from the device: said again after a gap, it is the same one."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="signals")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="signals")
    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, null=True, blank=True, related_name="signals"
    )
    kind = models.CharField(max_length=15, choices=SignalKind.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    key = models.UUIDField()
    said_at = models.DateTimeField()
    heard_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["heard_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["service", "heard_at"], name="signals_as_heard")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "key"], name="a_signal_is_heard_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["late", "cannot_come", "partner_missing", "here", "gone", "undone"]),
                name="a_signal_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="late") | Q(minutes__gte=1, minutes__lte=1440), name="late_by_some_minutes"
            ),
            models.CheckConstraint(
                condition=~Q(kind="partner_missing") | Q(request__isnull=False),
                name="somebody_is_missing_at_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"signal {self.pk}"
