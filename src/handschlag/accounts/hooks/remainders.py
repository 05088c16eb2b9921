"""What stays when somebody is erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What it is, why, and until when; `key` begins with the app."""

    key: str
    what: str | Promise
    why: str | Promise
    until: str | Promise


account_remainders: Final = Hook[Remainder]("accounts.account_remainders")
registration_remainders: Final = Hook[Remainder]("accounts.registration_remainders")
