"""What accounts, letters and the audit trail do with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing
from handschlag.accounts.rules.retention import UNUSED_MONTHS


def _mail_days() -> str:
    return gettext("%(days)s days after writing") % {"days": settings.KEEP_MAIL_DAYS}


def _unused() -> str:
    return gettext("until the person deletes it, or %(months)s months without use") % {
        "months": UNUSED_MONTHS
    }


PROCESSINGS: Final = (
    Processing(
        key="accounts.accounts",
        what=_("Email address, name, language, passkeys, sessions, roles"),
        whose=_("people with an account"),
        purpose=_("signing in, and knowing who may do what"),
        seen_by=_("administrators; the person"),
        kept=lazy(_unused, str)(),
        basis=Basis.CONTRACT,
    ),
    Processing(
        key="accounts.letters",
        what=_("Emails sent by the platform, with their address"),
        whose=_("people who get emails"),
        purpose=_("sending emails and finding out why one did not arrive"),
        seen_by=_("administrators"),
        kept=lazy(_mail_days, str)(),
        basis=Basis.CONTRACT,
    ),
    Processing(
        key="accounts.trail",
        what=_("Log of actions by number, without names or content"),
        whose=_("people who change or read something"),
        purpose=_("proof of every change, access log"),
        seen_by=_("administrators; the event’s team for its event"),
        kept=_("as long as the platform; without the person once their account is deleted"),
        basis=Basis.DUTY,
    ),
)
