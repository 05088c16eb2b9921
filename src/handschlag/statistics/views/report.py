"""The report of an event, and who had few meetings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.events.web.console import console_context
from handschlag.matching.queries.display_names import everybody
from handschlag.statistics.actions import exporting
from handschlag.statistics.queries.comparing import earlier_of
from handschlag.statistics.queries.few_meetings import planned_by_person
from handschlag.statistics.queries.funnel import days_of
from handschlag.statistics.queries.networks import names_of
from handschlag.statistics.queries.public import kept_of
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.rules.published import decoded
from handschlag.statistics.screens.few_meetings import few_screen
from handschlag.statistics.screens.kept_figures import kept_screen
from handschlag.statistics.screens.report import report_screen
from handschlag.statistics.views.frame import own


@never_cache
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' report; once people are erased it shows the figures kept from before."""
    event, by, service = own(request, slug)
    now, earlier = timezone.now(), earlier_of(event)
    found = None if service is None else reported(service, now=now)
    kept = kept_of(event) if found is None or not found.figures.people else None
    if kept is not None:
        names = names_of(decoded(kept.content["public"]).networks)
        screen = kept_screen(event, kept, earlier, names=names, now=now)
        context = console_context(event, by, current="statistics:report", screen=screen)
        return render(request, "statistics/kept.html", context)
    if service is None or found is None:
        context = console_context(event, by, current="statistics:report")
        return render(request, "statistics/no_report.html", context)
    days = days_of(service, found.figures)
    screen = report_screen(
        event, found.figures, earlier, names=found.names, days=days, phase=found.phase, now=now
    )
    context = console_context(event, by, current="statistics:report", screen=screen)
    return render(request, "statistics/report.html", context)


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
        reported(service, now=now).figures, people=everybody(service), planned=planned_by_person(service)
    )
    return render(
        request, "statistics/few.html", console_context(event, by, current="statistics:report", screen=screen)
    )
