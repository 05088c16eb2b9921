"""The programmes that fund or join networks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors, keep_until
from handschlag.programmes import queries
from handschlag.programmes.models import Programme
from handschlag.programmes.queries import funding_calls
from handschlag.programmes.queries.programme_panels import panels, summaries
from handschlag.programmes.rules.funding_calls import CallCriteria
from handschlag.programmes.screens import chain
from handschlag.programmes.screens.facts import facts_screen
from handschlag.programmes.screens.funding_calls import call_rows, turning_point
from handschlag.programmes.screens.programmes import programme_screen, programmes_screen

MOST_CALLS = 5  # on the page of a programme


@cached_for_visitors
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The list of all programmes, funding apart from the rest."""
    today = timezone.localdate()
    found = queries.all_programmes()
    told = summaries([programme.pk for programme in found], today=today)
    screen = programmes_screen(found, told, today=today)
    return render(request, "programmes/programmes.html", {"screen": screen})


@cached_for_visitors
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a programme with its facts; 404 where there is none."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.programme_at(slug)
    if found is None:
        raise Http404
    calls = funding_calls.found_calls(funding_calls.calls_of(found.pk), CallCriteria(), now=now)
    context = {
        "screen": programme_screen(found, today=today),
        "panels": panels(found.pk, today=today),
        "facts": facts_screen(found, queries.facts_about([found.pk]), today=today),
        "chain": _chain_of(found),
        "calls": call_rows(calls[:MOST_CALLS], now=now),
    }
    response = render(request, "programmes/programme.html", context)
    return keep_until(response, turning_point(calls, now=now))


def _chain_of(programme: Programme) -> dict[str, Any] | None:
    """How it interlocks with others; nothing where it is none of those."""
    if programme.slug not in chain.slugs():
        return None
    return chain.chain_screen(queries.programmes_at(chain.slugs()), here=programme.slug)
