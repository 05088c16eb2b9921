"""Who looks after a network: managers, invitations, join requests."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.accounts.models import PersonalLink
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
    link = models.OneToOneField(PersonalLink, on_delete=models.SET_NULL, null=True, related_name="+")
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
    UNCONFIRMED = "unconfirmed"
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class JoinRequest(models.Model):
    """An organisation asks to become a member of a network.

    Nobody but its sender knows of it before the address is confirmed. The names of people in it are
    deleted with the row, some time after the decision: see `rules/joining.py`.
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="join_requests")
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.CharField(max_length=200)
    place = models.CharField(max_length=100, blank=True)
    website = models.URLField(max_length=300, blank=True)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    message = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=2, choices=[("de", "de"), ("en", "en")], default="de")
    state = models.CharField(max_length=11, choices=JoinState.choices, default=JoinState.UNCONFIRMED)
    link = models.OneToOneField(PersonalLink, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "open"], decided_at__isnull=True)
                | Q(state__in=["accepted", "declined"], decided_at__isnull=False),
                name="a_decided_join_request_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="unconfirmed") | Q(confirmed_at__isnull=False),
                name="a_join_request_is_confirmed_before_it_is_read",
            ),
        ]

    def __str__(self) -> str:
        return f"join request {self.pk} to network {self.network_id}"
