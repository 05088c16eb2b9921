"""The deadlines of funding calls as a calendar to subscribe to."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.events.rules.calendar import written
from handschlag.events.screens.funding_deadlines import deadlines
from handschlag.programmes.queries.funding_calls import public_calls


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def funding_deadlines(_request: HttpRequest) -> HttpResponse:
    """Every public call with a deadline to come, stamped with the last change: equal calls, equal file."""
    now = timezone.now()
    found = list(public_calls().filter(Q(closes_at__gt=now) | Q(second_closes_at__gt=now)))
    stamp = max((one.changed_at for one in found), default=now)
    response = HttpResponse(written(deadlines(found), now=stamp), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="funding-deadlines.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
