"""The programme: sessions in rooms, with tracks, speakers and materials."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.directory.models import Actor, Network
from handschlag.events.models.conferences import Event
from handschlag.events.models.venues import Room


class SessionKind(models.TextChoices):
    OPENING = "opening"
    TALK = "talk"
    PANEL = "panel"
    DISCUSSION = "discussion"
    WORKSHOP = "workshop"
    BREAK = "break"
    RECEPTION = "reception"
    OTHER = "other"


class SessionLanguage(models.TextChoices):
    GERMAN = "de"
    ENGLISH = "en"
    BOTH = "both"


class Track(models.Model):
    """A thread of sessions."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tracks")
    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    name = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name_de"], name="a_track_of_an_event_once")
        ]

    def __str__(self) -> str:
        return self.name_de


class Session(models.Model):
    """One item of the programme. This row is the organisers' draft; the public reads the last version."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=SessionKind.choices, default=SessionKind.TALK)
    track = models.ForeignKey(
        Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions")
    # Both or neither: what has no time yet waits beside the grid.
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_time_invented = models.BooleanField(default=False)
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    abstract_de = models.TextField(blank=True)
    abstract_en = models.TextField(blank=True)
    language = models.CharField(max_length=4, choices=SessionLanguage.choices, default=SessionLanguage.GERMAN)
    # Seats that can be booked; None: no booking, whoever comes finds a seat or stands.
    seats = models.PositiveIntegerField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    # How often time or room changed since it was first published: iCalendar's SEQUENCE.
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    title = InBothLanguages()
    abstract = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["event", "starts_at"], name="sessions_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="session_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title_de


class Speaker(models.Model):
    """Somebody who speaks at an event: a name, and where from."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120)
    role_de = models.CharField(max_length=200, blank=True)
    role_en = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    network = models.ForeignKey(Network, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about_de = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)

    role = InBothLanguages()
    about = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return f"speaker {self.pk}"


class SpeakerPart(models.TextChoices):
    SPEAKER = "speaker"
    MODERATOR = "moderator"
    PANELLIST = "panellist"


class SessionSpeaker(models.Model):
    """Who speaks in a session, as what, in which order."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speaking")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="speaking")
    part = models.CharField(max_length=9, choices=SpeakerPart.choices, default=SpeakerPart.SPEAKER)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "speaker"], name="a_speaker_of_a_session_once")
        ]

    def __str__(self) -> str:
        return f"speaker {self.speaker_id} in session {self.session_id}"


class Material(models.Model):
    """Slides or a paper, elsewhere on the web."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    title = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.title_de
