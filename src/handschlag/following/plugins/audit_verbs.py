"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "following.begun": _("began to follow something"),
    "following.chosen": _("chose how to be told of what is followed"),
    "following.emails_ended": _("ended the weekly emails"),
    "following.ended": _("stopped following something"),
    "following.feed_renewed": _("personal feed given a new address"),
    "following.paused": _("weekly emails paused"),
    "following.resumed": _("weekly emails resumed"),
}
_KINDS: Final[Labels] = {
    "following.following": pgettext_lazy("kind", "something followed"),
    "following.subscription": pgettext_lazy("kind", "choice of how to be told"),
    "following.weeklyemail": pgettext_lazy("kind", "weekly email"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)
