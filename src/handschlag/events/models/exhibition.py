"""The exhibition: stands on the hall plan, exhibits, information desks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.directory.models import Actor, Network
from handschlag.events.models.conferences import Event
from handschlag.events.models.venues import Drawn, Zone
from handschlag.programmes.models import Programme


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
