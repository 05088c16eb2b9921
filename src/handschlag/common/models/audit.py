"""The audit trail."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One write: who, what, on which object, and which fields. Never changed, never deleted by hand."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.object_id}"
