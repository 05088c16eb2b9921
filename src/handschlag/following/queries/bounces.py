"""Whose weekly email did not arrive."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q

from handschlag.accounts.queries.addressees import ACCOUNT
from handschlag.common.models import MailPerson, MailState
from handschlag.following.models import Subscription

KIND: Final = "following.weekly"
LOOKED_BACK: Final = timedelta(days=30)
# The address is refused for good; an outage of our own mail server, or a refused text, says nothing about it.
_UNREACHABLE: Final = Q(mail__state=MailState.BOUNCED) | Q(
    mail__state=MailState.FAILED, mail__error__startswith="SMTPRecipientsRefused 5"
)


def readers_out_of_reach(*, now: datetime) -> list[int]:
    """Those whose email came back, or whose address was refused, after what they said last."""
    rows = MailPerson.objects.filter(
        _UNREACHABLE,
        kind=ACCOUNT,
        is_recipient=True,
        mail__kind=KIND,
        mail__created_at__gt=now - LOOKED_BACK,
    )
    returned = dict(rows.order_by("mail__created_at").values_list("object_id", "mail__created_at"))
    told = Subscription.objects.filter(user__in=returned, paused_at=None).values_list("user", F("told_until"))
    return [user for user, until in told if returned[user] >= until]
