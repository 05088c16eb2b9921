"""How often may be asked, and how often still: draft-ietf-httpapi-ratelimit-headers-10 names both headers."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from django.http import HttpRequest, HttpResponseBase

from handschlag.accounts.actions import limits
from handschlag.accounts.queries.limits import tries_left
from handschlag.accounts.rules.limits import Limit


def count_call(request: HttpRequest, limit: Limit, who: str, *, now: datetime) -> None:
    """Counts one more call; the answer will say how many are left."""
    try:
        limits.count(limit, who, now=now)
    finally:
        seconds = ceil((limit.end_of_window(now) - now).total_seconds())
        left = tries_left(limit, who, now=now)
        within = int(limit.within.total_seconds())
        request.META["handschlag.rate"] = {
            "RateLimit-Policy": f'"{limit.name}";q={limit.most};w={within}',
            "RateLimit": f'"{limit.name}";r={left};t={seconds}',
        }


def say_what_is_left(request: HttpRequest, response: HttpResponseBase) -> None:
    """Where calls are counted, in the headers of every answer."""
    for name, value in request.META.get("handschlag.rate", {}).items():
        response[name] = value
