"""What organisers removed, kept for a while so that it can come back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.events.models.conferences import Event


class Removal(models.Model):
    """A removed part of an event: its rows as they were, and which rows pointed to it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="removals")
    part = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    rows = models.JSONField()
    links = models.JSONField(default=list)  # [model, pk, column] of rows that lost the part
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return f"removal {self.pk} from event {self.event_id}"
