"""Calls of the organisers before the event: who was reached, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.matching.models.service import Service
from handschlag.registration.models import Registration


class CallResult(models.TextChoices):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALLS_BACK = "calls_back"
    IN_NAME = "in_name"  # the organisers fill in, with the person's consent by telephone
    NO_PART = "no_part"  # does not want to take part in matching


class Call(models.Model):
    """One call to somebody who is registered. Rows of assisted mode say when the summary was sent."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="calls")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="calls")
    result = models.CharField(max_length=11, choices=CallResult.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    summed_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["service", "registration"], name="calls_to_a_person")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(result__in=["reached", "not_reached", "calls_back", "in_name", "no_part"]),
                name="a_call_has_a_known_result",
            ),
            models.CheckConstraint(
                condition=Q(summed_up_at__isnull=True) | Q(result="in_name"),
                name="a_summary_is_of_what_was_filled_in",
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class CallTask(models.Model):
    """Who of the team calls somebody: one person for each who is to be called."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="call_tasks")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="call_task")
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"call task {self.pk}"
