"""Somebody's own keys: with one, programs read what is public more often."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.api.actions import keys as actions
from handschlag.api.forms.keys import OwnKeyForm
from handschlag.api.queries import keys as queries
from handschlag.api.screens.keys import key_rows
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal

PAGE, UNFIT = "api:own_keys", 422


def _somebody(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    return by


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_keys(request: HttpRequest) -> HttpResponse:
    """The new key is part of the answer to the form, and of nothing else."""
    by, now = _somebody(request), timezone.now()
    form = OwnKeyForm(request.POST if request.method == "POST" else None)
    key = _made(form, by=by, now=now) if form.is_bound and form.is_valid() else ""
    shown = {
        "rows": key_rows(queries.own_keys(by.user_id), now=now),
        "form": OwnKeyForm() if key else form,
        "new_key": key,
    }
    status = UNFIT if form.is_bound and not key else 200
    return render(request, "api/own_keys.html", shown, status=status)


def _made(form: OwnKeyForm, *, by: Subject, now: datetime) -> str:
    """The key, or nothing and the reason at the form."""
    try:
        return actions.make_own(**form.cleaned_data, by=by, now=now).key
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return ""


@require_POST
def revoke_own(request: HttpRequest, number: int) -> HttpResponse:
    """Revokes one of the person's own keys, then leads to them; 404 for another's."""
    by = _somebody(request)
    if not queries.own_keys(by.user_id).filter(pk=number).exists():
        raise Http404
    try:
        actions.revoke_own(key_id=number, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The key has been revoked and can no longer be used."))
    return redirect(PAGE)
