"""What this floor does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing

PROCESSINGS: Final = (
    Processing(
        key="following.told",
        what=_("What someone follows, how they are told, and what the weekly emails said"),
        whose=_("people with an account who follow something"),
        purpose=_("telling them what is new"),
        seen_by=_("the person alone"),
        kept=_("until they stop following or delete the account; emails for half a year"),
        basis=Basis.CONSENT,
    ),
)
