"""A yes that is given beforehand: to whoever fits a need and stands on the person's list."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.matching.models.participants import Statement


class StandingYes(models.Model):
    """For one need, at most so often. It goes with the need; what it has accepted stays accepted."""

    need = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="standing_yes")
    most = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(most__range=(1, 10)), name="a_standing_yes_is_bounded")
        ]

    def __str__(self) -> str:
        return f"standing yes {self.pk}"
