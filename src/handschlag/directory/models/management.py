"""Who looks after a network, and what was done: managers, invitations, join requests, history, merges."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.directory.models.actors import Actor
from handschlag.directory.models.networks import Network


class ManagedNetwork(models.Model):
    """A person looks after a network."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="managed_networks"
    )
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="managers")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "network"], name="manager_of_a_network_once")
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} for network {self.network_id}"


class Invitation(models.Model):
    """A colleague is asked to look after a network too; the link works once, and only for a time."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to network {self.network_id}"


class JoinState(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class JoinRequest(models.Model):
    """An organisation asks to become a member of a network."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="join_requests")
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    message = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=8, choices=JoinState.choices, default=JoinState.OPEN)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="a_decided_join_request_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"join request {self.pk} to network {self.network_id}"


class Revision(models.Model):
    """What an entry looked like after a change: the whole of it, so that it can be restored."""

    kind = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id", "number"], name="revisions_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} at {self.number}"


class Merge(models.Model):
    """Two actors were one; `moved` holds what is needed to take them apart again."""

    kept = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    merged = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"actor {self.merged_id} into {self.kept_id}"
