"""Keys with which other systems read one event, or more often than others what is public."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Event


class ApiKey(models.Model):
    """A key for one event, or somebody's own without one. The key itself is not kept, only its hash."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="api_keys", null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(has_names=False), name="an_own_key_reads_no_names"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.pk} of event {self.event_id}" if self.event_id else f"own key {self.pk}"
