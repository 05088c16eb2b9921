"""The time grid of meetings: blocks of slots, and the places where people meet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.events.models.conferences import Event
from handschlag.events.models.exhibition import Stand
from handschlag.events.models.venues import Room, Zone


class PlaceKind(models.TextChoices):
    TABLE = "table"
    STAND = "stand"
    ROOM = "room"
    LINK = "link"


class Place(models.Model):
    """Where a meeting happens. `left` and `top` are its middle on the hall plan, in decimetres."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=5, choices=PlaceKind.choices, default=PlaceKind.TABLE)
    zone = models.ForeignKey(Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="places")
    stand = models.ForeignKey(Stand, on_delete=models.CASCADE, null=True, blank=True, related_name="places")
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="places")
    url = models.URLField(max_length=300, blank=True)  # of a meeting online
    seats = models.PositiveSmallIntegerField(default=2)
    is_step_free = models.BooleanField(default=True)
    is_quiet = models.BooleanField(default=False)
    left = models.PositiveIntegerField(null=True, blank=True)
    top = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "code"], name="a_place_of_an_event_once"),
            models.CheckConstraint(condition=Q(seats__gte=2), name="two_sit_at_a_place"),
        ]

    def __str__(self) -> str:
        return self.code


class Block(models.Model):
    """A run of slots of one length: `meeting_minutes` to talk, `change_minutes` to walk, and again."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="blocks")
    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    meeting_minutes = models.PositiveSmallIntegerField(default=20)
    change_minutes = models.PositiveSmallIntegerField(default=5)
    version = models.PositiveIntegerField(default=1)

    name = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_block_ends_later"),
            models.CheckConstraint(
                condition=Q(meeting_minutes__range=(5, 240)), name="a_meeting_has_a_usual_length"
            ),
            models.CheckConstraint(condition=Q(change_minutes__lte=60), name="a_change_has_a_usual_length"),
        ]

    def __str__(self) -> str:
        return self.name_de


class BlockPlace(models.Model):
    """A place can be used in a block."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="open_places")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="open_blocks")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["block", "place"], name="a_place_in_a_block_once")
        ]

    def __str__(self) -> str:
        return f"place {self.place_id} in block {self.block_id}"
