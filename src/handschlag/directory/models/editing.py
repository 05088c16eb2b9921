"""Who looks after a network, and how entries change: history, proposals, pairs that may be one, merges."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.accounts.models import PersonalLink
from handschlag.directory.models.networks import Actor, Network


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


class Revision(models.Model):
    """What an entry looked like after a change: the whole of it, so that it can be restored.

    `number` is the version of the entry that it holds; `verb` says what was done.
    """

    kind = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    verb = models.CharField(max_length=60, default="edited")
    is_unreviewed = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id", "number"], name="revisions_are_numbered")
        ]
        indexes: ClassVar = [
            models.Index(fields=["-at"], condition=Q(is_unreviewed=True), name="revisions_to_look_at")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} at {self.number}"


class ProposalState(models.TextChoices):
    OPEN = "open"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


LIVE = [ProposalState.OPEN, ProposalState.RETURNED]


class Proposal(models.Model):
    """Changes to an entry that an editor has yet to publish.

    `changes` maps facts to their new values, in the form that a revision has them. An entry has at most one
    live proposal: it is open, or was returned with a comment and may be taken up again.
    """

    kind = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    changes = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(state__in=LIVE), name="one_live_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="a_decided_proposal_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk} for {self.kind} {self.object_id}"


class DuplicatePair(models.Model):
    """Two actors that may be one, and why; a pair that was looked at and is none stays remembered."""

    first = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    likeness = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-likeness", "first_id", "second_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_found_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_pair_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"actors {self.first_id} and {self.second_id}"


class Merge(models.Model):
    """Two actors were one; `moved` holds what is needed to take them apart again."""

    kept = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    merged = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="an_actor_is_merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"actor {self.merged_id} into {self.kept_id}"
