"""Which sessions a person wants to hear."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.events.models import Session
from handschlag.registration.models.registrations import Registration


class SessionWish(models.TextChoices):
    MUST = "must"
    LIKE = "like"


class SeatState(models.TextChoices):
    NONE = "none"  # the session has no seats to book
    SEATED = "seated"
    WAITING = "waiting"


class SessionChoice(models.Model):
    """A person wants to hear a session, and whether a seat is kept."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="choices")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="choices")
    wish = models.CharField(max_length=4, choices=SessionWish.choices, default=SessionWish.LIKE)
    seat = models.CharField(max_length=7, choices=SeatState.choices, default=SeatState.NONE)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["chosen_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "session"], name="a_session_is_chosen_once")
        ]

    def __str__(self) -> str:
        return f"registration {self.registration_id} for session {self.session_id}"
