"""The organisers' pages about calls to other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.api.actions import endpoints as actions
from handschlag.api.forms.webhooks import EndpointForm
from handschlag.api.queries.webhooks import endpoints_of, log_of
from handschlag.api.screens.webhooks import call_rows, endpoint_row
from handschlag.api.views.pages import KEYS, UNFIT
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.events.web.console import console_context

WAYS: Final[dict[str, tuple[Any, str | Promise]]] = {
    "ping": (actions.ping, _("A test call has been sent.")),
    "stop": (actions.stop, _("Calls have been stopped. New events are saved until you restart.")),
    "start": (actions.start, _("It is called again.")),
    "remove": (actions.remove, _("It is removed, with its log.")),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def endpoints(request: HttpRequest, slug: str) -> HttpResponse:
    """The new secret is part of the answer to the form, and of nothing else."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    now = timezone.now()
    form = EndpointForm(request.POST if request.method == "POST" else None)
    secret = _added(event, form, by=by, now=now) if form.is_bound and form.is_valid() else ""
    shown = {
        "rows": [endpoint_row(row, now=now) for row in endpoints_of(event.pk)],
        "form": EndpointForm() if secret else form,
        "secret": secret,
    }
    context = console_context(event, by, current=KEYS, **shown)
    status = UNFIT if form.is_bound and not secret else 200
    return render(request, "api/endpoints.html", context, status=status)


def _added(event: Event, form: EndpointForm, *, by: Subject, now: datetime) -> str:
    """The secret, or nothing and the reason at the form."""
    try:
        return actions.add(event_id=event.pk, **form.cleaned_data, by=by, now=now).secret
    except Refusal as no:
        form.add_error("url", refusal_message(no.reason))
        return ""


@never_cache
@require_safe
def endpoint(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of one endpoint and its calls, for the team of the event."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    return _shown(request, event, by, number=number)


def _shown(request: HttpRequest, event: Event, by: Subject, *, number: int, secret: str = "") -> HttpResponse:
    row = get_object_or_404(endpoints_of(event.pk), pk=number)
    shown = endpoint_row(row, now=timezone.now()) | {"calls": call_rows(log_of(row)), "secret": secret}
    return render(request, "api/endpoint.html", console_context(event, by, current=KEYS, **shown))


@never_cache
@require_POST
def change(request: HttpRequest, slug: str, number: int, way: str) -> HttpResponse:
    """Does what its button says to an endpoint; a renewed secret is shown this once."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    if not endpoints_of(event.pk).filter(pk=number).exists():
        raise Http404
    if way == "renew":
        secret = actions.renew(endpoint_id=number, by=by, now=timezone.now()).secret
        return _shown(request, event, by, number=number, secret=secret)
    if way not in WAYS:
        raise Http404
    act, word = WAYS[way]
    try:
        act(endpoint_id=number, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, str(word))
    return redirect("api:endpoints", slug) if way == "remove" else redirect("api:endpoint", slug, number)
