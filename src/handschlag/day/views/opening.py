"""A new incident: kept first, then computed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.day.actions import incident_opening, proposing
from handschlag.day.forms.incidents import IncidentForm
from handschlag.day.models import REAL, Incident, IncidentKind
from handschlag.day.queries.subjects import subjects_for
from handschlag.day.screens.new_incident import kind_links
from handschlag.day.views.control import CURRENT, back, on_the_day
from handschlag.day.views.trying import UNFIT
from handschlag.events.web.console import console_context
from handschlag.matching.models import Service
from handschlag.matching.screens.planning.refusal_messages import refusal_message


def _kind_in(text: str) -> IncidentKind:
    return IncidentKind(text) if text in REAL else IncidentKind.LATE


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for an incident; it leads to the control room, where the incident is open."""
    event, by, service = on_the_day(request, slug)
    kind, is_supposed = _kind_in(request.GET.get("kind", "")), request.GET.get("supposed") == "1"
    data = request.POST if request.method == "POST" else None
    form = IncidentForm(
        data,
        kind=kind,
        choices=subjects_for(service, kind),
        now=timezone.now(),
        initial={"is_supposed": is_supposed},
    )
    if data is not None and form.is_valid():
        try:
            incident = _opened(service, form, by=by)
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
            return redirect(request.get_full_path())
        _compute(request, incident, by=by)
        return back(slug, incident.pk)
    context = console_context(
        event,
        by,
        current=CURRENT,
        kinds=kind_links(slug, kind, is_supposed=is_supposed),
        kind=kind,
        form=form,
        is_supposed=is_supposed,
    )
    return render(request, "day/new.html", context, status=200 if data is None else UNFIT)


def _opened(service: Service, form: IncidentForm, *, by: Subject) -> Incident:
    said = form.cleaned_data
    return incident_opening.open_incident(
        service_id=service.pk,
        kind=form.kind,
        about=form.about(),
        from_at=said["from_at"],
        until_at=said.get("until_at"),
        is_supposed=said.get("is_supposed", False),
        by=by,
        now=timezone.now(),
    )


def _compute(request: HttpRequest, incident: Incident, *, by: Subject) -> None:
    """Whatever comes of it, the incident is kept."""
    try:
        proposing.propose(incident_id=incident.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
