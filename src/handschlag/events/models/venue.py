"""The venue: zones and rooms, stands and exhibits, places to meet and blocks of slots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.directory.models import Actor, Network
from handschlag.events.models.events import Event
from handschlag.programmes.models import Programme


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


class Stand(Drawn):
    """Where something is shown."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="stands")
    code = models.CharField(max_length=10)
    zone = models.ForeignKey(Zone, on_delete=models.SET_NULL, null=True, blank=True, related_name="stands")
    is_step_free = models.BooleanField(default=True)
    has_power = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "code"], name="a_stand_of_an_event_once")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def shown(self) -> list[Exhibit | InformationDesk]:
        """What there is at this stand."""
        return [*self.exhibits.all(), *self.desks.all()]


class Exhibit(models.Model):
    """What is shown: from which project, by whom, funded by which programme."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="exhibits")
    stand = models.ForeignKey(
        Stand, on_delete=models.SET_NULL, null=True, blank=True, related_name="exhibits"
    )
    slug = models.SlugField(max_length=100)
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    project = models.CharField(max_length=200, blank=True)
    network = models.ForeignKey(
        Network, on_delete=models.SET_NULL, null=True, blank=True, related_name="exhibits"
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="exhibits"
    )
    organisation = models.CharField(max_length=200, blank=True)  # who shows it, if not in the directory
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="exhibits"
    )
    picture = models.ImageField(upload_to="exhibits/", blank=True)
    picture_text_de = models.CharField(max_length=300, blank=True)
    picture_text_en = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=400, blank=True)
    source_seen_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    title = InBothLanguages()
    text = InBothLanguages()
    picture_text = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["title_de", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "slug"], name="an_exhibit_of_an_event_once")
        ]

    def __str__(self) -> str:
        return self.title_de

    @property
    def shown_by(self) -> str:
        """The organisation, as the directory calls it or as the organisers wrote it."""
        return self.actor.name if self.actor else self.organisation


class StandStaff(models.Model):
    """Who answers questions at a stand, and in which languages."""

    stand = models.ForeignKey(Stand, on_delete=models.CASCADE, related_name="staff")
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)  # for the organisers only
    is_named = models.BooleanField(default=False)  # agrees that the name stands on the public page
    speaks_german = models.BooleanField(default=True)
    speaks_english = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return f"staff {self.pk} of stand {self.stand_id}"


class InformationDesk(models.Model):
    """A desk that tells about a programme."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="desks")
    stand = models.ForeignKey(Stand, on_delete=models.SET_NULL, null=True, blank=True, related_name="desks")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="desks"
    )
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    title = InBothLanguages()
    text = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="a_desk_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.title_de


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
