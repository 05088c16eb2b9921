"""How this floor words its refusals and moments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.api.rules.refusals import ApiRefusal
from handschlag.common.rules.call_addresses import AddressFault
from handschlag.common.times import format_short_moment

WORDS: Final[dict[StrEnum, str | Promise]] = {
    ApiRefusal.TOO_MANY_KEYS: _("You have reached the maximum number of keys. Revoke one first."),
    ApiRefusal.NOT_SO_LONG: _("This period is too long. Choose a shorter one."),
    ApiRefusal.TOO_MANY_ENDPOINTS: _("There are ten systems already. Remove one first."),
    ApiRefusal.ENDPOINT_THERE: _("This address is called already."),
    ApiRefusal.NOT_IN_THIS_STATE: _("That was changed in the meantime."),
    AddressFault.NO_ADDRESS: _("Enter a valid internet address."),
    AddressFault.NOT_HTTPS: _("The address must begin with https://."),
    AddressFault.HAS_PASSWORD: _("The address must not contain a name or password."),
    AddressFault.NOT_OPEN: _("This address is not open to the internet."),
    ApiRefusal.ALREADY_REVOKED: _("This key was revoked already."),
}


def refusal_message(reason: StrEnum) -> str:
    """The refusal in the reader's language; raises `KeyError` for one of another floor."""
    return str(WORDS[reason])


def moment(at: datetime | None) -> str:
    """Date and time in short; empty where there is none."""
    return format_short_moment(at) if at else ""
