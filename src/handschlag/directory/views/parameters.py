"""What the public pages share: which page is asked for, and what stands where something is no more."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from handschlag.directory.queries.public import Whereabouts
from handschlag.directory.rules.criteria import Criteria, Sort


def criteria_of(request: HttpRequest) -> Criteria:
    """What an address asks for; whoever names a place wants the nearest first."""
    criteria = Criteria.of(request.GET)
    if criteria.near and "sort" not in request.GET:
        return replace(criteria, sort=Sort.DISTANCE)
    return criteria


def elsewhere(request: HttpRequest, found: Whereabouts, *, name: str) -> HttpResponse:
    """The answer where an address has no entry: another address, gone for good, or never there."""
    if found.moved_to:
        answer = HttpResponsePermanentRedirect(reverse(name, args=[found.moved_to]))
        answer["Cache-Control"] = (
            "no-cache"  # a merge may be undone; browsers keep the answer for ever otherwise
        )
        return answer
    if found.is_gone:
        return render(request, "directory/gone.html", status=410)
    raise Http404
