"""What is remembered of an event once its people are erased: that two have met who both allow it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Event


class RememberedMeeting(models.Model):
    """Two people met at an event that is over. They are keyed hashes, as `rules.memory` makes them."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="remembered_meetings")
    first = models.CharField(max_length=64)
    second = models.CharField(max_length=64, db_index=True)
    met_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["met_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second", "event"], name="two_are_remembered_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_remembered_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"remembered meeting {self.pk}"
