"""Which actor belongs to which network, and since when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.directory.models.actors import Actor
from handschlag.directory.models.networks import Network, SourceKind


class Membership(models.Model):
    """An actor in a network; many to many, with dates.

    `is_origin` says that the actor came into the directory by this network, which may therefore edit it.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="memberships")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    is_origin = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["actor", "network"], condition=Q(until__isnull=True), name="one_open_membership"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} in network {self.network_id}"


class NamedMember(models.Model):
    """A public source names an actor with a network, as a member, founder or partner: nobody entered it.

    `words` are those of the source. It counts as no membership.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="named_by")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="named_members")
    words = models.CharField(max_length=200)
    source = models.CharField(max_length=400)
    source_kind = models.CharField(max_length=13, choices=SourceKind.choices)
    copied_on = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor", "network", "source"], name="a_source_names_it_once")
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} named with network {self.network_id}"


class MemberProposalState(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MemberProposal(models.Model):
    """A network would like to name an actor that others entered; it is no member until they agree."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="member_proposals")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="member_proposals")
    since = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=9, choices=MemberProposalState.choices, default=MemberProposalState.OPEN
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "actor"], condition=Q(state="open"), name="a_member_is_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="a_decided_member_proposal_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} proposed to network {self.network_id}"
