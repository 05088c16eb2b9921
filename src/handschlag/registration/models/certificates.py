"""Certificates of attendance."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.registration.models.registrations import Registration


class Certificate(models.Model):
    """A person has taken a certificate. The code on it is kept as a hash; revoked it is no longer valid."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="certificate")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["issued_at", "pk"]

    def __str__(self) -> str:
        return f"certificate of registration {self.registration_id}"
