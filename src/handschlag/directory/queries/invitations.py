"""Invitations to a network's team."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from handschlag.directory.models import Invitation


def waiting_invitations(network_id: int, now: datetime) -> QuerySet[Invitation]:
    """Those that can still be accepted: not accepted, not revoked and not expired."""
    return Invitation.objects.filter(
        network_id=network_id, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
