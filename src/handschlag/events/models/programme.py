"""The programme: sessions, speakers, tracks, published versions, tables on their way in."""

from __future__ import annotations

import json
import uuid
import zlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.common.table_import.drafts import TableDraft
from handschlag.directory.models import Actor, Network
from handschlag.events.models.events import Event
from handschlag.events.models.venue import Room


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


class ProgrammeVersion(models.Model):
    """The programme as it was published. `content` is decoded by `rules/programme`; it never changes."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="programme_versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "number"], name="a_version_of_a_programme_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of event {self.event_id}"


class ProgrammeImportState(models.TextChoices):
    CHECKED = "checked"
    APPLIED = "applied"


class ProgrammeImport(TableDraft):
    """One file on its way into the programme: at most a sheet of sessions and one of speakers."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="programme_imports")
    packed = models.BinaryField()
    state = models.CharField(
        max_length=7, choices=ProgrammeImportState.choices, default=ProgrammeImportState.CHECKED
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"import {self.pk} for event {self.event_id}"

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """Kind, name, first row and rows of each; nothing where the file has been deleted."""
        found: list[dict[str, Any]] = json.loads(zlib.decompress(bytes(self.packed))) if self.packed else []
        return found

    @staticmethod
    def pack(sheets: list[dict[str, Any]]) -> bytes:
        return zlib.compress(json.dumps(sheets, ensure_ascii=False, separators=(",", ":")).encode(), level=6)

    def columns_of(self, kind: str) -> dict[int, str]:
        """What the columns of this sheet hold."""
        return {int(index): str(name) for index, name in self.columns.get(kind, {}).items()}
