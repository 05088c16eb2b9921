"""Lists of participants that organisers bring: the file as it was read, and who came of it."""

from __future__ import annotations

import json
import zlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.events.models import Event


class ListState(models.TextChoices):
    COLUMNS = "columns"  # waits for somebody to say which column holds what
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"


class PeopleList(models.Model):
    """One file on its way to registrations. Nobody of it is registered before it is applied, as a whole."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="people_lists")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    sheet = models.CharField(max_length=60, blank=True)
    first_row = models.PositiveIntegerField()  # the number of the row with the headings
    packed = models.BinaryField()  # empty as soon as it is applied
    columns = models.JSONField(default=dict)
    mended = models.JSONField(default=dict)  # row -> fact -> text
    left_out = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=ListState.choices, default=ListState.COLUMNS)
    version = models.PositiveIntegerField(default=1)
    made = models.JSONField(default=list)  # ids of registrations, in the order of the rows
    told = models.PositiveIntegerField(default=0)  # how many of them have a letter
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "undone"], applied_at__isnull=False)
                | (~Q(state__in=["applied", "undone"]) & Q(applied_at__isnull=True)),
                name="an_applied_list_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"list {self.pk} for event {self.event_id}"

    @property
    def rows(self) -> list[list[str]]:
        """From the headings on."""
        unpacked: list[list[str]] = json.loads(zlib.decompress(bytes(self.packed))) if self.packed else []
        return unpacked

    @staticmethod
    def pack(rows: Any) -> bytes:
        return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), level=6)
