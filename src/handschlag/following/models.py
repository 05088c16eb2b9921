"""What people follow, how they are told, and what they were told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from handschlag.common import audit

KEY_LENGTH = 400


class FollowedKind(models.TextChoices):
    """What can be followed. What `key` is stands behind it."""

    NETWORK = "network", pgettext_lazy("followed", "Networks")  # its number
    FIELD = "field", pgettext_lazy("followed", "Technology fields")  # its slug
    LAND = "land", pgettext_lazy("followed", "Federal states")  # its slug
    PROGRAMME = "programme", pgettext_lazy("followed", "Funding programmes")  # its slug
    SEARCH = "search", pgettext_lazy("followed", "Searches")  # the query string of its address
    CALL = "call", pgettext_lazy("followed", "Funding calls")  # its slug


class Following(models.Model):
    """Somebody follows something. What the key stands for is said by the app that it belongs to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in FollowedKind.values])
    key = models.CharField(max_length=KEY_LENGTH)
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="one_follows_a_thing_once"),
            models.CheckConstraint(
                condition=Q(kind__in=FollowedKind.values) & ~Q(key=""), name="something_known_is_followed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} followed by user {self.user_id}"


class PauseReason(models.TextChoices):
    OWN_WISH = "own_wish"
    CAME_BACK = "came_back"  # an email did not arrive


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def emailed(self) -> SubscriptionQuerySet:
        """Those who get the weekly email."""
        return self.filter(is_by_email=True, paused_at=None, user__is_active=True)

    def of_feed(self, token: str) -> SubscriptionQuerySet:
        """Whose feed it is; nobody for a wrong or an old address, and where the feed is turned off."""
        pk, _dash, feed_number = _unsigned(_FEED, token).partition("-")
        if not pk:
            return self.none()
        return self.filter(is_by_feed=True, user__is_active=True, pk=int(pk), feed_number=int(feed_number))

    def of_end_link(self, token: str) -> SubscriptionQuerySet:
        """Whose emails the link ends; nobody for one that was not made here."""
        pk = _unsigned(_END, token)
        return self.filter(pk=int(pk)) if pk else self.none()


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

    objects = SubscriptionQuerySet.as_manager()

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

    @property
    def feed_token(self) -> str:
        """What stands in the secret address of the feed, until it is renewed."""
        return _signer(_FEED).sign(f"{self.pk}-{self.feed_number}")

    @property
    def end_token(self) -> str:
        """What stands in the address that ends the emails."""
        return _signer(_END).sign(str(self.pk))

    def change(self, verb: str, *, now: datetime, by_id: int | None, **values: Any) -> None:
        """Saves these values, with an audit entry; the row is locked by whoever calls."""
        Subscription.objects.filter(pk=self.pk).update(**values, version=F("version") + 1)
        audit.record(verb=verb, target=self, by_id=by_id, now=now)


class WeeklyEmail(models.Model):
    """What somebody was told in one week; there is one of a week at most, whoever sends it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_emails")
    week = models.DateField()  # its Monday
    lines = models.JSONField(default=list)  # each a `news.WrittenLine`
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-week", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "week"], name="one_email_a_week"),
        ]

    def __str__(self) -> str:
        return f"news of {self.week} for user {self.user_id}"


_FEED, _END = "following.feed", "following.end"


def _signer(salt: str) -> Signer:
    return Signer(key=settings.SECRET_KEY, salt=salt, sep=".")


def _unsigned(salt: str, token: str) -> str:
    """What was signed; empty for anything else."""
    try:
        return _signer(salt).unsign(token)
    except BadSignature:
        return ""
