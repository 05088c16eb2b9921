"""What a list says of somebody's offers and needs, until that person confirms it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.registration.models import Registration


class ProfileDraft(models.Model):
    """Nobody but the person and the organisers sees it; `statements` has direction, text and kind of each."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="profile_draft")
    statements = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"draft for registration {self.registration_id}"
