"""Keys of the interface; whom to call when something happens, what has happened, and every call."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
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


class Stop(models.TextChoices):
    BY_HAND = "by_hand"
    FAILING = "failing"  # a call failed as often as it may be tried


class Endpoint(models.Model):
    """An address of another system that is called. Its secret is computed, not stored."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="endpoints")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)  # of what it is told
    secret_number = models.PositiveSmallIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    waits_until = models.DateTimeField(null=True, blank=True)  # after a failed call
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop = models.CharField(max_length=8, choices=Stop.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "url"], name="an_endpoint_once"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stop="") | (Q(stopped_at__isnull=False) & ~Q(stop="")),
                name="a_stopped_endpoint_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"endpoint {self.pk} of event {self.event_id}"


class Occurrence(models.Model):
    """Something has happened; written in the transaction in which it did. Numbers, no names."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    content = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class Delivery(models.Model):
    """One endpoint is told of one occurrence: at least once, always under the same `uid`."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="deliveries")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=7, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)  # somebody is calling
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["endpoint", "state"], name="deliveries_that_wait")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "occurrence"], name="a_delivery_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(tried_at__isnull=False), name="what_is_done_was_tried"
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.uid}"


class ApiRefusal(Reason):
    TOO_MANY_KEYS = "too_many_keys", _("You have reached the maximum number of keys. Revoke one first.")
    NOT_SO_LONG = "not_so_long", _("This period is too long. Choose a shorter one.")
    TOO_MANY_ENDPOINTS = "too_many_endpoints", _("There are ten systems already. Remove one first.")
    ENDPOINT_THERE = "endpoint_there", _("This address is called already.")
    NOT_IN_THIS_STATE = "not_in_this_state", _("That was changed in the meantime.")
    ALREADY_REVOKED = "already_revoked", _("This key was revoked already.")
