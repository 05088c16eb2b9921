"""Who is there: one row for each thing that a desk did, never changed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.registration.models.registrations import Registration


class CheckIn(models.Model):
    """A desk let somebody in, or took that back. `key` is made on the device: sent twice it counts once."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="check_ins")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    is_undone = models.BooleanField(default=False)
    at = models.DateTimeField()  # by the device's clock
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"check-in {self.pk} of registration {self.registration_id}"
