"""Keys with which other systems read one event."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Event


class ApiKey(models.Model):
    """A key for one event. The key itself is not kept, only its hash."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    has_names = models.BooleanField(default=False)  # names, addresses and purposes are read as well
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_key_has_a_name"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_key_is_valid_for_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.pk} of event {self.event_id}"
