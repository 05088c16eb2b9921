"""What this app adds to hooks of the apps below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.accounts.hooks import Basis, DataHolder, Processing
from handschlag.common.audit import AuditVerbs
from handschlag.following.models import Following, Subscription, WeeklyEmail

AUDIT_VERBS: Final = AuditVerbs(
    verbs={
        "following.begun": _("began to follow something"),
        "following.chosen": _("chose how to be told of what is followed"),
        "following.emails_ended": _("ended the weekly emails"),
        "following.ended": _("stopped following something"),
        "following.feed_renewed": _("personal feed given a new address"),
        "following.paused": _("weekly emails paused"),
        "following.resumed": _("weekly emails resumed"),
    },
    kinds={
        "following.following": pgettext_lazy("kind", "something followed"),
        "following.subscription": pgettext_lazy("kind", "choice of how to be told"),
        "following.weeklyemail": pgettext_lazy("kind", "weekly email"),
    },
)

PROCESSING: Final = Processing(
    key="following.told",
    what=_("What someone follows, how they are told, and what the weekly emails said"),
    whose=_("people with an account who follow something"),
    purpose=_("telling them what is new"),
    seen_by=_("the person alone"),
    kept=_("until they stop following or delete the account; emails for half a year"),
    basis=Basis.CONSENT,
)


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
