"""The map of Germany: who is where."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.directory.queries.map import points
from handschlag.directory.rules.chart import PARAMETERS as CHART_PARAMETERS
from handschlag.directory.rules.chart import Chart
from handschlag.directory.rules.criteria import PARAMETERS, Criteria
from handschlag.directory.rules.projection import SHEET
from handschlag.directory.screens.map import map_screen

VIEW_BOX = f"0 0 {SHEET.width:g} {SHEET.height:g}"


@cached_for_visitors(parameters=(*PARAMETERS, *CHART_PARAMETERS))
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The page of the map, with filters and drawing as the address asks for them."""
    criteria, chart = Criteria.of(request.GET), Chart.of(request.GET)
    screen = map_screen(criteria, chart, today=timezone.localdate())
    return render(request, "directory/map.html", {"screen": screen, "view_box": VIEW_BOX})


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def map_points(request: HttpRequest) -> HttpResponse:
    """Asked again and again, answered in full only when something has changed."""
    criteria, chart = Criteria.of(request.GET), Chart.of(request.GET)
    found = points(criteria, chart.show, today=timezone.localdate())
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8")
