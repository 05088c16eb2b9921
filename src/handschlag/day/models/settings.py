"""How the organisers want the day to be handled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.matching.models import Service


class DaySettings(models.Model):
    """One for each service. Repairs that move `automatic_up_to` other meetings are taken unasked."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="day_settings")
    freeze_minutes = models.PositiveSmallIntegerField(default=30)
    automatic_up_to = models.PositiveSmallIntegerField(null=True, blank=True)  # None: never
    offers_freed_times = models.BooleanField(default=True)
    most_alone = models.PositiveSmallIntegerField(default=5)  # of 100 people in the meetings of a slot
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(freeze_minutes__lte=240), name="a_freeze_of_hours_at_most"),
            models.CheckConstraint(
                condition=Q(automatic_up_to__isnull=True) | Q(automatic_up_to__lte=20),
                name="few_meetings_move_unasked",
            ),
            models.CheckConstraint(condition=Q(most_alone__lte=50), name="a_risk_of_half_at_most"),
        ]

    def __str__(self) -> str:
        return f"settings of the day of matching {self.service_id}"
