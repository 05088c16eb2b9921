"""What apps do with personal data, and why: the lines of the record of processing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

from handschlag.common.hooks import Hook


class Basis(StrEnum):
    """Why it is lawful: article 6 (1) of the GDPR, a, b, c and f."""

    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """A line of the record of processing; `key` begins with the app.

    `days` after an event it is erased by itself. `count(event_id)` says how many entries about people the
    app keeps for an event; None where the number is for nobody else either.
    """

    key: str
    what: str | Promise
    whose: str | Promise
    purpose: str | Promise
    seen_by: str | Promise
    kept: str | Promise
    basis: Basis
    days: Callable[[], int] | None = None
    count: Callable[[int], int] | None = None


processing_records: Final = Hook[Processing]("accounts.processing_records")
