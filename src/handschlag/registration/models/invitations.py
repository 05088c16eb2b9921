"""Personal links to an event."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.directory.models import Actor
from handschlag.events.models import Event
from handschlag.registration.models.registrations import Registration


class EventInvitation(models.Model):
    """Somebody is asked to come. The secret of the link is kept as a hash only."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    organisation = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, choices=[("de", "de"), ("en", "en")], default="de")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    registration = models.OneToOneField(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)  # the person cannot come
    # Who cannot come has named this colleague; without `sent_at` the organisers have not invited them yet.
    suggested_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="suggested"
    )

    class Meta:
        ordering: ClassVar = ["-invited_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "email"], name="a_person_is_invited_to_an_event_once")
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to event {self.event_id}"
