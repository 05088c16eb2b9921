"""Actors that look for partners all year, and their interest in one another."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.directory.models import Actor


class PartnerSearch(models.Model):
    """An actor takes part, because its people said so; without this row nobody compares it with anybody.

    `listed_version` is the version of the actor that its list rests on. `offered` and `needed` are codes of
    the vocabulary, kept so that whoever may fit a changed actor is found without reading everybody's texts.
    """

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, related_name="partner_search")
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    listed_at = models.DateTimeField(null=True, blank=True)
    listed_version = models.PositiveIntegerField(default=0)
    offered = models.JSONField(default=list)
    needed = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"partner search of actor {self.actor_id}"


class SuggestedPartner(models.Model):
    """One line of an actor's list, with the engine's reasons as data; it goes when one of the two leaves."""

    search = models.ForeignKey(PartnerSearch, on_delete=models.CASCADE, related_name="suggested")
    partner = models.ForeignKey(PartnerSearch, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["search", "partner"], name="a_partner_is_suggested_once"),
            models.CheckConstraint(
                condition=~Q(search=F("partner")), name="nobody_is_suggested_to_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"partner {self.partner_id} for {self.search_id}"


class UnwantedPartner(models.Model):
    """An actor would rather not; private to its own people, and nothing that others see depends on it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor", "other"], name="a_partner_is_unwanted_once"),
            models.CheckConstraint(condition=~Q(actor=F("other")), name="nobody_is_unwanted_to_themselves"),
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} would rather not have {self.other_id}"


class InterestState(models.TextChoices):
    OPEN = "open"
    AGREED = "agreed"  # both said yes: each sees who speaks for the other
    DECLINED = "declined"  # the other side alone knows: for whoever asked it looks like an open one
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # the time for an answer is over, or one of the two has left


UNDECIDED = (InterestState.OPEN, InterestState.DECLINED)
LIVE_INTERESTS = (*UNDECIDED, InterestState.AGREED)


class Interest(models.Model):
    """One actor would like to talk with another, and says about what. `pair` names the two in order."""

    asker = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="interests_sent")
    asked = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="interests_received")
    pair = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=InterestState.choices, default=InterestState.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    is_put_off = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "expires_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(state__in=LIVE_INTERESTS), name="one_live_interest_of_a_pair"
            ),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="nobody_is_interested_in_themselves"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(answered_at__isnull=False), name="a_yes_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(answered_at__isnull=True),
                name="an_open_interest_has_no_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"interest {self.pk}"
