"""The pages of this floor: the description for everybody, keys for organisers."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.api.actions import keys as actions
from handschlag.api.forms.keys import KeyForm
from handschlag.api.queries.keys import keys_of
from handschlag.api.screens.keys import key_rows
from handschlag.api.screens.reference import reference_screen
from handschlag.api.views.examples import examples
from handschlag.api.views.openapi import document
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.events.web.console import console_context

KEYS, UNFIT = "api:keys", 422


@cached_for_visitors
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The description of the interface with examples, for everybody."""
    screen = reference_screen(document())
    return render(request, "api/reference.html", {"screen": screen, "examples": list(examples(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, slug: str) -> HttpResponse:
    """The new key is part of the answer to the form, and of nothing else."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    now = timezone.now()
    form = KeyForm(request.POST if request.method == "POST" else None)
    key = _made(event, form, by=by, now=now) if form.is_bound and form.is_valid() else ""
    shown = {
        "rows": key_rows(keys_of(event.pk), now=now),
        "form": KeyForm() if key else form,
        "new_key": key,
    }
    status = UNFIT if form.is_bound and not key else 200
    return render(request, "api/keys.html", console_context(event, by, current=KEYS, **shown), status=status)


def _made(event: Event, form: KeyForm, *, by: Subject, now: datetime) -> str:
    """The key, or nothing and the reason at the form."""
    try:
        return actions.make(event_id=event.pk, **form.cleaned_data, by=by, now=now).key
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return ""


@require_POST
def revoke(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Revokes a key of the event, then leads to its keys; 404 for a key of another event."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    if not keys_of(event.pk).filter(pk=number).exists():
        raise Http404
    try:
        actions.revoke(event_id=event.pk, key_id=number, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The key has been revoked and can no longer be used."))
    return redirect(KEYS, slug=slug)
