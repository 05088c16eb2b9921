"""What people follow, how they are told, and what they were told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.following.rules.news import FollowedKind

KEY_LENGTH = 400


class Following(models.Model):
    """Somebody follows something. What the key stands for is said by the app that it belongs to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in FollowedKind])
    key = models.CharField(max_length=KEY_LENGTH)
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="one_follows_a_thing_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FollowedKind]) & ~Q(key=""),
                name="something_known_is_followed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} followed by user {self.user_id}"


class PauseReason(models.TextChoices):
    OWN_WISH = "own_wish"
    CAME_BACK = "came_back"  # an email did not arrive


class Subscription(models.Model):
    """How somebody is told of what they follow: by an email a week, by a feed, by both."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_subscription"
    )
    is_by_email = models.BooleanField(default=True)
    is_by_feed = models.BooleanField(default=False)
    feed_number = models.PositiveSmallIntegerField(default=1)  # of the secret address: another one ends it
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=9, choices=PauseReason.choices, blank=True)
    told_until = models.DateTimeField()  # what is older was told, or was there before anything was followed
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, pause_reason="")
                | Q(paused_at__isnull=False, pause_reason__in=PauseReason.values),
                name="a_pause_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"news for user {self.user_id}"

    @property
    def is_emailed(self) -> bool:
        """Whether the next email comes."""
        return self.is_by_email and self.paused_at is None


class WeeklyEmail(models.Model):
    """What somebody was told in one week; there is one of a week at most, whoever sends it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_emails")
    week = models.DateField()  # its Monday
    lines = models.JSONField(default=list)
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-week", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "week"], name="one_email_a_week"),
        ]

    def __str__(self) -> str:
        return f"news of {self.week} for user {self.user_id}"
