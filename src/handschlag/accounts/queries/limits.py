"""How often something may still be tried."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from handschlag.accounts.models import Tally
from handschlag.accounts.rules import limits
from handschlag.accounts.rules.limits import Limit


def tries_left(limit: Limit, who: str, *, now: datetime) -> int:
    """How many tries are left in the window that `now` lies in."""
    key = limits.key_of(limit, who, key=settings.SECRET_KEY)
    counted = Tally.objects.filter(key=key, ends_at=limit.end_of_window(now)).values_list("count", flat=True)
    return max(0, limit.most - (counted.first() or 0))
