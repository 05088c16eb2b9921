"""How entries change: history, proposals that wait for an editor, pairs that may be one, merges."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.directory.models.actors import Actor


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
