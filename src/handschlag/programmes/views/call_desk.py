"""Editors keep the funding calls: drafts, one call, publish, withdraw, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in, page_number
from handschlag.programmes.actions import funding_calls as actions
from handschlag.programmes.forms.funding_calls import DeskCallsFilter, FundingCallForm, call_form_of
from handschlag.programmes.models import FundingCall
from handschlag.programmes.queries import call_desk
from handschlag.programmes.queries.call_desk import DeskFilter
from handschlag.programmes.queries.call_fields import field_words
from handschlag.programmes.rules.funding_calls import UNTOLD
from handschlag.programmes.screens.funding_calls import call_row, calls_list

UNFIT: Final = 422


def _editor(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.EDIT_PROGRAMME)
    return by


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """All calls for editors, and what they should look at."""
    _editor(request)
    now, form = timezone.now(), DeskCallsFilter(request.GET)
    wanted = DeskFilter(form.cleaned_data["state"]) if form.is_valid() else DeskFilter.ALL
    found = list(call_desk.desk_calls(wanted))
    context = {
        "form": form,
        "screen": calls_list(found, page=page_number(request), now=now),
        "query": f"state={wanted.value}" if wanted.value else "",
        "to_do": call_desk.to_do(now=now, today=timezone.localdate()),
    }
    status = 200 if form.is_valid() else UNFIT
    return render(request, "programmes/calls/desk.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for a new call; it becomes a draft."""
    by, now, today = _editor(request), timezone.now(), timezone.localdate()
    fields = field_words()
    form = FundingCallForm(
        request.POST if request.method == "POST" else None, fields=fields, initial={"read_on": today}
    )
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: actions.add(content=form.content(), by=by, now=now, today=today))
        if made is not None:
            messages.success(request, _("Saved as a draft. Publish it when it is complete."))
            return redirect("programmes:call_edit", pk=made.pk)
    status = UNFIT if request.method == "POST" else 200
    return render(request, "programmes/calls/new.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a call; a change of a published one is public at once."""
    by, now, today = _editor(request), timezone.now(), timezone.localdate()
    call, fields = _wanted(pk), field_words()
    form, version = call_form_of(call, fields=fields), call.version
    if request.method == "POST":
        form = FundingCallForm(request.POST, fields=fields)
        version = number_in(request.POST, "version")

        def act() -> FundingCall:
            return actions.edit(
                call_id=pk, version=version, content=form.content(), by=by, now=now, today=today
            )

        if form.is_valid() and _tried(form, act) is not None:
            messages.success(request, _("The change is saved."))
            return redirect("programmes:call_edit", pk=pk)
    context = {
        "form": form,
        "row": call_row(call, now=now),
        "last": call_desk.last_edit(call),
        "version": version,  # the one the editor saw: sending the form again overwrites nobody's change
    }
    status = UNFIT if request.method == "POST" else 200
    return render(request, "programmes/calls/edit.html", context, status=status)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a draft or a withdrawn call on the public pages."""
    return _done(request, pk, actions.publish, _("The funding call is public."))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a call off all pages; it can be published again."""
    return _done(request, pk, actions.withdraw, _("Withdrawn. You can publish it again."))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back the last change."""
    _editor(request)
    last, words = call_desk.last_edit(_wanted(pk)), _("Undone: the funding call is as before.")
    if last is not None and UNTOLD & last.changes.keys():
        words = _("Undone: the funding call is as before. Only the contact stays as it is.")
    return _done(request, pk, actions.undo, words)


def _done(request: HttpRequest, pk: int, act: Callable[..., Any], words: str) -> HttpResponse:
    by, version = _editor(request), number_in(request.POST, "version")
    _wanted(pk)
    try:
        act(call_id=pk, version=version, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, words)
    return redirect("programmes:call_edit", pk=pk)


def _tried(form: FundingCallForm, act: Callable[[], FundingCall]) -> FundingCall | None:
    """What was made; what was refused is said in the form."""
    try:
        return act()
    except Refusal as no:
        form.add_error(no.details.get("field"), refusal_message(no.reason))
        return None


def _wanted(pk: int) -> FundingCall:
    found = call_desk.call_for_editors(pk)
    if found is None:
        raise Http404
    return found
