"""Kinds of participants of one event, each with as many places as the organisers say."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.common.language import InBothLanguages
from handschlag.events.models import Event


class Category(models.Model):
    """For example speakers, exhibitors, guests. People choose among those that are open when registering."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="categories")
    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)  # none of its own: that of the event
    is_open = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    name = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name_de"], name="a_category_of_an_event_once"),
            models.CheckConstraint(condition=~Q(name_de=""), name="a_category_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"category {self.pk} of event {self.event_id}"
