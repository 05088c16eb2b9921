"""Somebody without a registration stands at the desk: what they say, and until when partners may answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

LEAD: Final = timedelta(minutes=10)  # between the desk and the first meeting that is asked for
ANSWER: Final = timedelta(minutes=5)  # before a meeting its offer ends
MOST: Final = 3  # meetings that are asked for


class WalkInRefusal(Reason):
    TAKEN = (
        "taken",
        _("One of these times has just been taken. Nothing was saved. These times are free now."),
    )
    NO_CONSENT = "no_consent", _("Without consent this person is not included in matchmaking.")
    NO_OFFER = "no_offer", _("This offer has expired.")
    TOO_LATE = "too_late", _("This offer has expired or been answered.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn:
    """Four facts, an address and a category where there is one. `language` is that of the sheet."""

    name: str
    organisation: str
    offers: str
    needs: str
    email: str = ""
    language: str = "de"
    speaks: tuple[str, ...] = ("de",)
    category_id: int | None = None


def value_of(partner: int, starts_at: datetime, place: int) -> str:
    """One meeting as the page writes it, and as a form sends it back."""
    return f"{partner} {place} {starts_at.isoformat()}"


def earliest_at(now: datetime) -> datetime:
    """What begins before that is too soon: the sheet has to be printed, and the partner to be asked."""
    return now + LEAD


def offer_ends_at(starts_at: datetime, now: datetime) -> datetime:
    """Until then the partner can say yes; at least a minute is left.

    >>> from datetime import UTC
    >>> at = datetime(2027, 4, 20, 11, 10, tzinfo=UTC)
    >>> offer_ends_at(at, at - timedelta(minutes=30)).minute
    5
    """
    return max(starts_at - ANSWER, now + timedelta(minutes=1))
