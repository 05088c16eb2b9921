"""The weekly email: what is new about what somebody follows, each line with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from handschlag.accounts.queries.addressees import addressee
from handschlag.common import mail
from handschlag.common.mail import sealed
from handschlag.common.times import USUAL_ZONE, at_place
from handschlag.following.models import Subscription, WeeklyEmail
from handschlag.following.queries.bounces import KIND
from handschlag.following.queries.subscriptions import end_in_email
from handschlag.following.rules.grouping import WrittenLine, grouped
from handschlag.following.rules.weeks import MOST_LINES

TEMPLATE: Final = "following/mail/weekly"
SEAL: Final = "news"


def send_news(subscription: Subscription, email: WeeklyEmail, *, now: datetime) -> None:
    """To the person, in the language in which the lines are written."""
    user = subscription.user
    with translation.override(email.language), at_place(USUAL_ZONE):
        end = _address("following:end", mail.seal(SEAL, subscription.pk, to=user.email))
        mail.send(
            to=user.email,
            template=TEMPLATE,
            context=_words_of(email, end=end),
            language=email.language,
            now=now,
            recipient=addressee(user),
            unsubscribe=end,
            origin=mail.Origin(kind=KIND),
        )


def register_seals() -> None:
    """What opens the seal in a stored email; for `AppConfig.ready`."""
    sealed.register_seal(SEAL, end_in_email)


def _words_of(email: WeeklyEmail, *, end: str) -> dict[str, Any]:
    lines = [WrittenLine.read(one) for one in email.lines]
    return {
        "number": len(lines),
        "week": email.week,
        "groups": grouped(lines, MOST_LINES),
        "more": max(0, len(lines) - MOST_LINES),
        "all_url": _address("following:email", email.pk),
        "own_url": _address("following:overview"),
        "end_url": end,
    }


def _address(name: str, *words: Any) -> str:
    return settings.BASE_URL + reverse(name, args=words)
