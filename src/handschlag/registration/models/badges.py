"""Which badges have been printed, and how those of an event look."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.events.models import Event
from handschlag.registration.models.registrations import Registration


class Badge(models.Model):
    """A badge was printed last; `says` is a hash of its words, so that a changed name is noticed."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="badge")
    says = models.CharField(max_length=64)
    printed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(says=""), name="a_printed_badge_says_something")
        ]

    def __str__(self) -> str:
        return f"badge of registration {self.registration_id}"


class BadgeDesign(models.Model):
    """Colour and logo of an event's badges, and the paper on which they were printed last."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="badge_design")
    paper = models.CharField(max_length=4, default="a4")
    colour = models.CharField(max_length=7, blank=True)  # #rrggbb; empty: black
    logo = models.CharField(max_length=100, blank=True)  # the file's name in the store

    def __str__(self) -> str:
        return f"badges of event {self.event_id}"

    @property
    def logo_name(self) -> str:
        """The name of the file without its folder."""
        return self.logo.rpartition("/")[2]
