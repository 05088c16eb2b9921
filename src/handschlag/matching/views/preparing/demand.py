"""The map of demand, the needs behind a cell, and the counts as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, table_download
from handschlag.events.web.console import console_context
from handschlag.matching.actions import access_log
from handschlag.matching.screens.preparing.demand import demand_screen
from handschlag.matching.screens.preparing.needs import demand_lines, needs_screen
from handschlag.matching.views.preparing.frame import GET_OR_POST, own
from handschlag.matching.web.not_yet import no_matching_yet

FOLDER = "matching/preparing"


@never_cache
@require_safe
def demand(request: HttpRequest, slug: str) -> Any:
    """The page of demand for the event's own team; leads to the key dates where none are saved."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    screen = demand_screen(event, service)
    context = console_context(event, by, current="matching:demand", now=timezone.now(), **screen)
    return render(request, f"{FOLDER}/demand.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def needs(request: HttpRequest, slug: str) -> Any:
    """Names of few people stand here only after a second click, which is written down."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    given = request.POST if request.method == "POST" else request.GET
    network, field = given.get("network", ""), given.get("field", "")
    number = int(network) if network.isdecimal() and len(network) < 16 else 0
    is_asked = request.method == "POST"
    screen = needs_screen(service, network=number, field=field, shows_names=is_asked)
    if screen is None:
        raise Http404
    if is_asked:
        access_log.look_at_needs(service=service, field=field, by=by, now=timezone.now())
    context = console_context(event, by, current="matching:demand", screen=screen)
    return render(request, f"{FOLDER}/needs.html", context)


@require_safe
def demand_export(request: HttpRequest, slug: str, ending: str) -> Any:
    """The demand as a table, counts only; the log keeps who took it. 404 for unknown endings."""
    event, by, service = own(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    access_log.note_export(service=service, by=by, now=timezone.now())
    return table_download(demand_lines(service), dated_name(event.slug, "demand", ending))
