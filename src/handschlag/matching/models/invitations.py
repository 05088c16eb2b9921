"""Who was invited to matchmaking: people who are registered and take no part yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.registration.models import Registration


class JoinInvitation(models.Model):
    """The last email that asked somebody to take part."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="join_invitation"
    )
    sent_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"invitation of registration {self.registration_id}"
