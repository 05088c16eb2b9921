"""Setting up matching: dates and answers, times and tables, the last look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.common.refusals import Refusal
from handschlag.events.rules.house import VenueRefusal
from handschlag.events.web.console import console_context
from handschlag.matching.actions import furnishing, setting_up
from handschlag.matching.forms.preparing import CapacityForm, SetUpForm
from handschlag.matching.screens.preparing import capacity as capacity_screens
from handschlag.matching.screens.preparing import setting_up as screens
from handschlag.matching.screens.preparing.refusal_messages import refusal_message
from handschlag.matching.views.preparing.frame import GET_OR_POST, UNFIT, own
from handschlag.matching.web.not_yet import no_matching_yet

FOLDER = "matching/preparing"


@never_cache
@require_http_methods(GET_OR_POST)
def set_up(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for the key dates; saved for the first time, it leads to times and tables."""
    event, by, service = own(request, slug)
    now = timezone.now()
    values = setting_up.values_of(service) if service else screens.first_values(event)
    initial = {**values, "seen": service.version if service else 0}
    form = SetUpForm(request.POST if request.method == "POST" else None, initial=initial)
    fault = ""
    if form.is_bound and form.is_valid():
        try:
            if service is None:
                setting_up.create(event_id=event.pk, settings=form.settings(), by=by, now=now)
            else:
                seen = form.cleaned_data["seen"] or 0
                setting_up.change(service_id=service.pk, settings=form.settings(), seen=seen, by=by, now=now)
        except Refusal as no:
            fault = refusal_message(no)
        else:
            messages.success(request, _("Saved."))
            return redirect("matching:capacity" if service is None else "matching:set_up", slug=slug)
    screen = screens.set_up_screen(event, service, now=now)
    context = console_context(
        event, by, current="matching:set_up", screen=screen, service=service, form=form, fault=fault
    )
    return render(request, f"{FOLDER}/set_up.html", context, status=UNFIT if form.is_bound else 200)


@never_cache
@require_safe
def capacity(request: HttpRequest, slug: str) -> HttpResponse:
    """The proof stands at once; the samples are made when somebody asks."""
    event, by, service = own(request, slug)
    is_tried = "people" in request.GET
    first = capacity_screens.first_inputs(event, service)
    form = CapacityForm(request.GET if is_tried else first)
    inputs = form.inputs() if form.is_valid() else None
    screen = capacity_screens.capacity_screen(event, service, form, inputs=inputs, is_tried=is_tried)
    context = console_context(event, by, current="matching:set_up", screen=screen, service=service)
    return render(request, f"{FOLDER}/capacity.html", context)


@require_POST
def take_places(request: HttpRequest, slug: str) -> HttpResponse:
    """As many tables as were chosen, and on to the rules."""
    event, by, service = own(request, slug)
    form = CapacityForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Check your entries: with these numbers we cannot calculate a result."))
        return redirect("matching:capacity", slug=slug)
    try:
        made = furnishing.furnish(
            event_id=event.pk, number=form.cleaned_data["places"], by=by, now=timezone.now()
        )
    except Refusal as no:
        full = _("The event is fully booked.") if no.reason is VenueRefusal.FULL else refusal_message(no)
        messages.warning(request, full)
        return redirect("matching:capacity", slug=slug)
    text = ngettext("%(n)s table was added.", "%(n)s tables were added.", made) % {"n": made}
    messages.success(request, text)
    return redirect("matching:rules" if service else "matching:set_up", slug=slug)


@never_cache
@require_http_methods(GET_OR_POST)
def opening(request: HttpRequest, slug: str) -> Any:
    """The page that opens and closes matchmaking; nobody is notified."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    if request.method == "POST":
        is_open = request.POST.get("open") == "yes"
        try:
            setting_up.set_open(service_id=service.pk, is_open=is_open, by=by, now=timezone.now())
        except Refusal as no:
            messages.warning(request, refusal_message(no))
        else:
            messages.success(request, _("Matchmaking is open.") if is_open else _("Matchmaking is closed."))
        return redirect("matching:opening", slug=slug)
    screen = screens.opening_screen(event, service, now=timezone.now())
    context = console_context(event, by, current="matching:set_up", screen=screen, service=service)
    return render(request, f"{FOLDER}/opening.html", context)
