"""How people are told: their choice, their secret addresses, and what they were told."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer

from handschlag.following.models import Subscription, WeeklyEmail

_FEED, _END = "following.feed", "following.end"


def subscription_of(user_id: int) -> Subscription | None:
    """Their choice; None for somebody who never followed anything."""
    return Subscription.objects.filter(user=user_id).first()


def feed_token(subscription: Subscription) -> str:
    """What stands in the secret address of the feed, until it is renewed."""
    return _signed(_FEED, f"{subscription.pk}-{subscription.feed_number}")


def subscription_of_feed(token: str) -> Subscription | None:
    """Whose feed it is; None for a wrong or an old address, and where the feed is turned off."""
    number, _dash, feed_number = _read(_FEED, token).partition("-")
    rows = Subscription.objects.select_related("user").filter(is_by_feed=True, user__is_active=True)
    return rows.filter(pk=int(number), feed_number=int(feed_number)).first() if number else None


def end_token(subscription: Subscription) -> str:
    """What stands in the address that ends the emails."""
    return _signed(_END, str(subscription.pk))


def subscription_to_end(token: str) -> Subscription | None:
    """Whose emails the address ends; None for one that was not made here."""
    number = _read(_END, token)
    return Subscription.objects.select_related("user").filter(pk=int(number)).first() if number else None


def end_in_email(subscription_id: int, to: str) -> str | None:
    """The token for the address in an email, as long as that goes to its person."""
    found = Subscription.objects.filter(pk=subscription_id, user__email=to).first()
    return end_token(found) if found else None


def emails_of(user_id: int) -> list[WeeklyEmail]:
    """What they were told, the newest first."""
    return list(WeeklyEmail.objects.filter(user=user_id))


def _signed(salt: str, value: str) -> str:
    return Signer(key=settings.SECRET_KEY, salt=salt, sep=".").sign(value)


def _read(salt: str, token: str) -> str:
    """What was signed; empty for anything else."""
    try:
        return Signer(key=settings.SECRET_KEY, salt=salt, sep=".").unsign(token)
    except BadSignature:
        return ""
