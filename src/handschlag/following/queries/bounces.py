"""Whose weekly email did not arrive."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from handschlag.accounts.queries.addressees import ACCOUNT
from handschlag.common.models import MailPerson, MailState
from handschlag.following.models import Subscription

KIND: Final = "following.weekly"
LOOKED_BACK: Final = timedelta(days=30)


def readers_out_of_reach(*, now: datetime) -> list[int]:
    """Those whose email came back, or was refused, after what they said last."""
    rows = MailPerson.objects.filter(
        kind=ACCOUNT,
        is_recipient=True,
        mail__kind=KIND,
        mail__state__in=(MailState.BOUNCED, MailState.FAILED),
        mail__created_at__gt=now - LOOKED_BACK,
    ).exclude(mail__error="gone")
    returned = dict(rows.order_by("mail__created_at").values_list("object_id", "mail__created_at"))
    told = Subscription.objects.filter(user__in=returned, paused_at=None).values_list("user", F("told_until"))
    return [user for user, until in told if returned[user] >= until]
