"""Suggestions while somebody types; every page works without them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.directory.queries.gazetteer import suggest_places
from handschlag.directory.rules.criteria import clean
from handschlag.directory.screens.editing.places import place_options


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Places are public: whoever enters one sees the same list."""
    options = place_options(suggest_places(clean(request.GET.get("place", ""))[:100]))
    return render(request, "directory/editing/parts/options.html", {"options": options})
