"""People are invited to matchmaking or reminded, after the team has seen what they get."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.web.console import console_context
from handschlag.matching.actions import reminding
from handschlag.matching.models import Service
from handschlag.matching.rules.reminders import Missing
from handschlag.matching.screens.preparing.refusal_messages import refusal_message
from handschlag.matching.screens.preparing.reminders import reminders_screen
from handschlag.matching.views.preparing.frame import GET_OR_POST, own
from handschlag.matching.web.not_yet import no_matching_yet


def _wanted(text: str) -> Missing | None:
    return next((one for one in Missing if one.value == text), None)


@never_cache
@require_http_methods(GET_OR_POST)
def reminders(request: HttpRequest, slug: str) -> Any:
    """Who gets which email, with an example; the button sends them."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    if request.method == "POST":
        _send(request, service, by)
        return redirect("matching:readiness", slug=slug)
    screen = reminders_screen(event, service, _wanted(request.GET.get("missing", "")), now=timezone.now())
    context = console_context(event, by, current="matching:readiness", screen=screen)
    return render(request, "matching/preparing/reminders.html", context)


def _send(request: HttpRequest, service: Service, by: Subject) -> None:
    chosen = _wanted(request.POST.get("missing", ""))
    number = number_in(request.POST, "expected")
    try:
        reminding.ask_to_remind(
            service_id=service.pk,
            wanted=frozenset({chosen} if chosen else Missing),
            expected=number,
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no))
        return
    text = ngettext("%(n)s email is being sent.", "%(n)s emails are being sent.", number)
    messages.success(request, text % {"n": number})


@require_POST
def take_in(request: HttpRequest, slug: str) -> Any:
    """Everybody who has agreed takes part now."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    try:
        number = reminding.take_in_agreed(service_id=service.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        text = ngettext(
            "%(n)s person takes part in matchmaking now.",
            "%(n)s people take part in matchmaking now.",
            number,
        )
        messages.success(request, text % {"n": number})
    return redirect("matching:readiness", slug=slug)
