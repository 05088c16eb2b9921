"""Where in the house: zones and rooms. Rectangles are in decimetres from the plan's upper left corner."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.common.language import InBothLanguages
from handschlag.events.models.conferences import Event


class Drawn(models.Model):
    """A rectangle on the hall plan; without a width it is not drawn."""

    left = models.PositiveIntegerField(default=0)
    top = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    depth = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Zone(Drawn):
    """A part of the house: hall, foyer, first floor."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="zones")
    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    is_quiet = models.BooleanField(default=False)
    is_step_free = models.BooleanField(default=True)
    # When the zone is lost, as with rooms.
    closes_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    name = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name_de"], name="a_zone_of_an_event_once")
        ]

    def __str__(self) -> str:
        return self.name_de


class Room(Drawn):
    """A room for sessions."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rooms")
    zone = models.ForeignKey(Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="rooms")
    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    is_step_free = models.BooleanField(default=True)
    is_online = models.BooleanField(default=False)  # its sessions can be followed from afar
    online_url = models.URLField(max_length=300, blank=True)  # if not in the provider's rooms
    # When the room is lost: from then on nothing may happen in it.
    closes_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    name = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name_de"], name="a_room_of_an_event_once")
        ]

    def __str__(self) -> str:
        return self.name_de
