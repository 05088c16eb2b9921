"""Invitations to a network's team."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from handschlag.accounts.models import PersonalLink
from handschlag.directory.models import Invitation


def waiting_invitations(network_id: int, now: datetime) -> QuerySet[Invitation]:
    """Those that can still be accepted: not accepted, not revoked and not expired; the longest first."""
    rows = Invitation.objects.filter(network_id=network_id, expires_at__gt=now)
    return rows.filter(accepted_at__isnull=True, revoked_at__isnull=True).order_by("invited_at")


def invitation_of(link: PersonalLink) -> Invitation | None:
    """The invitation that this link is for, with its network and who wrote it."""
    return Invitation.objects.select_related("network", "invited_by").filter(link=link).first()
