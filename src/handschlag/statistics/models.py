"""Figures as they are stored: counts without people, small ones left out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.events.models import Event


class PublicFigures(models.Model):
    """What the organisers have published of an event; `content` is written and read by `rules.published`."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="public_figures")
    number = models.PositiveIntegerField(default=1)  # how often it was published
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-published_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="published_figures_have_a_number"),
            models.CheckConstraint(condition=~Q(digest=""), name="published_figures_have_a_digest"),
        ]

    def __str__(self) -> str:
        return f"figures of event {self.event_id}"


class KeptFigures(models.Model):
    """The last figures of an event that is over: they stay when its people are erased, and name nobody."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="kept_figures")
    content = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-counted_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(content={}), name="kept_figures_say_something")
        ]

    def __str__(self) -> str:
        return f"kept figures of event {self.event_id}"
