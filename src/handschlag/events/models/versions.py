"""Published states of a programme: what the public reads, and what changed since."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.events.models.conferences import Event


class ProgrammeVersion(models.Model):
    """The programme as it was published. `content` is decoded by `rules/programme`; it never changes."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="programme_versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "number"], name="a_version_of_a_programme_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of event {self.event_id}"
