"""Phones that want to hear of changes at once, and what is on its way to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.matching.models import Participant


class PushKey(models.Model):
    """The platform's own pair of keys, by which push services know it; there is one."""

    number = models.PositiveSmallIntegerField(default=1, unique=True)
    public = models.CharField(max_length=100)
    sealed = models.TextField()  # the private half, readable only with the platform's secret
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number=1), name="there_is_one_push_key"),
        ]

    def __str__(self) -> str:
        return f"push key {self.pk}"


class PushSubscription(models.Model):
    """One device of one person: where its browser's push service takes messages, and how to seal them."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="push_subscriptions")
    device = models.UUIDField()  # made by the page, so that one device is told once in every language
    endpoint = models.CharField(max_length=1024, unique=True)
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "device"], name="a_device_subscribes_once"),
        ]

    def __str__(self) -> str:
        return f"push subscription {self.pk}"


class PushState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"  # somebody has it in hand until the lease ends
    RECEIVED = "received"  # by the push service
    REPLACED = "replaced"  # by a newer one: the device fetches the newest day anyway
    FAILED = "failed"


class PushMessage(models.Model):
    """One device is told of one change; always under the same `uid`, however often it is tried."""

    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="messages")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=PushState.choices, default=PushState.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # the token of the lease
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["waiting", "sending"]), name="pushes_on_their_way"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="a_push_in_hand_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_at__isnull=False),
                name="a_received_push_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"push message {self.pk}"
