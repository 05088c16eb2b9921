"""The search across everything, and what it proposes while somebody types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.web.parameters import page_number
from handschlag.directory.queries import hits, suggesting
from handschlag.directory.rules.criteria import PARAMETERS, Criteria
from handschlag.directory.screens.search import proposals, search_screen


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of hits across everything; without words it shows ways in."""
    page = hits.page_of_hits(
        Criteria.of(request.GET), number=page_number(request), today=timezone.localdate()
    )
    return render(request, "directory/search.html", {"screen": search_screen(page)})


@cached_for_visitors(parameters=PARAMETERS)
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A list for the box while somebody types; a plain page for everybody else."""
    text = Criteria.of(request.GET).text
    found = proposals(suggesting.propose(text, today=timezone.localdate()))
    is_part = request.headers.get("HX-Request") == "true"
    template = "directory/parts/proposals.html" if is_part else "directory/suggest.html"
    response = render(request, template, {"text": text, "proposals": found})
    patch_vary_headers(response, ["HX-Request"])
    return response
