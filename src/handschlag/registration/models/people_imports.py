"""Lists of participants that organisers bring: the file as it was read, and who came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.common.table_import.models import PackedSheet, TableDraft
from handschlag.events.models import Event


class ListState(models.TextChoices):
    COLUMNS = "columns"  # waits for somebody to say which column holds what
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"


class PeopleList(TableDraft, PackedSheet):
    """One file on its way to registrations. Nobody of it is registered before it is applied, as a whole."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="people_lists")
    sheet = models.CharField(max_length=60, blank=True)
    mended = models.JSONField(default=dict)  # row -> field -> text
    left_out = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=ListState.choices, default=ListState.COLUMNS)
    made = models.JSONField(default=list)  # ids of registrations, in the order of the rows
    told = models.PositiveIntegerField(default=0)  # how many of them have a letter

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
