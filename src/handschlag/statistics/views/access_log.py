"""The access log of an event, as a page and as a file."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.common.table_files.downloads import dated_name, download
from handschlag.events.web.console import console_context
from handschlag.statistics.actions import protecting
from handschlag.statistics.queries.access_log import APPS, entries
from handschlag.statistics.screens.access_log import log_document, log_filters, log_rows
from handschlag.statistics.screens.documents import file_of
from handschlag.statistics.views.protection import team

PAGE = 50
FURTHEST = 200  # pages
LINES = 50_000


def _day_of(request: HttpRequest, name: str) -> date | None:
    """None where nothing, or no day, is given."""
    try:
        return parse_date(request.GET.get(name, "")[:10])
    except ValueError:
        return None


@never_cache
@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """Who saw or changed what of this event; for whoever handles its registrations."""
    event, by = team(request, slug)
    only = request.GET.get("only") == "reading"
    first, last = _day_of(request, "first"), _day_of(request, "last")
    text = request.GET.get("page", "")
    number = min(int(text), FURTHEST) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    app = request.GET.get("app", "")
    app = app if app in APPS else ""
    rows = entries(event, only_reading=only, first=first, last=last, app=app)
    found = list(rows[number * PAGE : (number + 1) * PAGE + 1])
    query = request.GET.copy()
    query["page"] = str(number + 1)
    shown = {
        "rows": log_rows(found[:PAGE]),
        "filters": log_filters(event, app=app, only_reading=only),
        "app": app,
        "only_reading": only,
        "first": first,
        "last": last,
        "older": query.urlencode() if len(found) > PAGE else "",
    }
    context = console_context(event, by, current="statistics:log", **shown)
    return render(request, "statistics/log.html", context)


@require_safe
def log_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The access log as a table, at most 50,000 rows; that it was taken is written down."""
    event, by = team(request, slug)
    protecting.take_log(event=event, by=by, now=timezone.now())
    rows = entries(event, only_reading=False, first=None, last=None)[:LINES]
    return download(file_of(log_document(event, rows), "xlsx"), dated_name(event.slug, "access-log", "xlsx"))
