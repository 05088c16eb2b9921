"""What this floor keeps about people with an account; it goes with the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.following.models import Following, Subscription, WeeklyEmail


def _export(user_id: int) -> Mapping[str, Any]:
    subscription = Subscription.objects.filter(user=user_id).first()
    return {
        "followed": [
            {"kind": one.kind, "key": one.key, "since": one.since.isoformat()}
            for one in Following.objects.filter(user=user_id)
        ],
        "told_by": subscription
        and {
            "email": subscription.is_by_email,
            "feed": subscription.is_by_feed,
            "paused_at": subscription.paused_at and subscription.paused_at.isoformat(),
            "pause_reason": subscription.pause_reason,
            "told_until": subscription.told_until.isoformat(),
        },
        "weekly_emails": [
            {
                "week": one.week.isoformat(),
                "sent_at": one.sent_at.isoformat(),
                "language": one.language,
                "lines": one.lines,
            }
            for one in WeeklyEmail.objects.filter(user=user_id)
        ],
    }


HOLDER: Final = DataHolder(name="following", export=_export)
