"""Something was tried once more, or too often."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from handschlag.accounts.models import Tally
from handschlag.accounts.rules import limits
from handschlag.accounts.rules.limits import Limit, LimitFault
from handschlag.common.refusals import Reason, Refusal


@transaction.atomic
def count(limit: Limit, who: str, *, now: datetime, fault: Reason = LimitFault.TOO_OFTEN) -> None:
    """One more try is counted; refused where there were as many as allowed, without counting on.

    One statement decides, so that a hundred requests at once are counted as a hundred.
    """
    key, ends_at = limits.key_of(limit, who, key=settings.SECRET_KEY), limit.end_of_window(now)
    Tally.objects.bulk_create([Tally(key=key, ends_at=ends_at)], ignore_conflicts=True)
    below = Tally.objects.filter(key=key, ends_at=ends_at, count__lt=limit.most)
    if below.update(count=F("count") + 1) != 1:
        raise Refusal(fault, again_at=ends_at)


@transaction.atomic
def reset_attempts(limit: Limit, who: str, *, now: datetime) -> None:
    """Whoever got in starts anew."""
    key = limits.key_of(limit, who, key=settings.SECRET_KEY)
    Tally.objects.filter(key=key, ends_at=limit.end_of_window(now)).delete()
