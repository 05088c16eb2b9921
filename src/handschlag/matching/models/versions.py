"""What was published: versions of the timetable with their receipts, and who was told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.matching.models.participants import Participant
from handschlag.matching.models.runs import Run
from handschlag.matching.models.service import Service


class TimetableVersion(models.Model):
    """A published timetable, never changed. `content` is written and read by `rules.versions`."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    receipt = models.JSONField(default=dict)
    problem_json = models.TextField(blank=True)
    plan_json = models.TextField(blank=True)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="versions")
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "number"], name="a_version_of_a_timetable_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of matching {self.service_id}"


class Notice(models.Model):
    """Somebody is to be told what a version changes for them; once, however often the sending is started."""

    version = models.ForeignKey(TimetableVersion, on_delete=models.CASCADE, related_name="notices")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="notices")
    changes = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_on_paper = models.BooleanField(default=False)  # told by telephone or in print

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "participant"], name="a_notice_once")
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
