"""Every page of the console: its shell around its screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handschlag.accounts.rules.policy import Subject
from handschlag.events.models import Event
from handschlag.events.web.console import console_context

CONFLICT = 409
UNFIT = 422


def page(
    request: HttpRequest,
    template: str,
    *,
    event: Event,
    by: Subject,
    current: str,
    screen: object = None,
    status: int = 200,
    **values: object,
) -> HttpResponse:
    """`current` names the entry of the sidebar that is marked; the template reads the plain `values`."""
    context = console_context(event, by, current=current, screen=screen, **values)
    return render(request, f"events/organise/{template}.html", context, status=status)
