"""The report of an event, and who had few meetings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.matching.queries.called import everybody
from handschlag.statistics.actions import exporting
from handschlag.statistics.queries.few import planned_by_person
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.screens.few import few_screen
from handschlag.statistics.screens.report import report_screen
from handschlag.statistics.views.frame import framed, own


@never_cache
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    event, by, service = own(request, slug)
    if service is None:
        return render(request, "statistics/no_report.html", framed(event, by, current="report"))
    now = timezone.now()
    found = reported(service, now=now)
    screen = report_screen(event, found.figures, names=found.names, phase=found.phase, now=now)
    return render(request, "statistics/report.html", framed(event, by, current="report", screen=screen))


@never_cache
@require_safe
def few(request: HttpRequest, slug: str) -> HttpResponse:
    """Names stand here, so it is written down who looks."""
    event, by, service = own(request, slug)
    if service is None:
        return redirect("statistics:report", slug=slug)
    now = timezone.now()
    exporting.look_at_few(service=service, by=by, now=now)
    screen = few_screen(
        event,
        reported(service, now=now).figures,
        people=everybody(service),
        planned=planned_by_person(service),
    )
    return render(request, "statistics/few.html", framed(event, by, current="report", screen=screen))
