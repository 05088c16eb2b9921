"""Accounts of others: looked for, blocked, exported, erased; each asked again who asks, and written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handschlag.accounts.actions import handling
from handschlag.accounts.forms.account import AccountSearchForm, EraseOtherForm
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.accounts.screens.people import account_screen, accounts_screen
from handschlag.accounts.views.account import GET_OR_POST
from handschlag.accounts.views.decorators import confirmation_required
from handschlag.common.refusals import Refusal


def _administrator(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.HANDLE_ACCOUNT)
    return by


def _shown(request: HttpRequest, template: str, user_id: int, by: Subject, **more: object) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id)
    is_own = user.pk == by.user_id
    context = {**account_screen(user, now=timezone.now()), "is_own": is_own, **more}
    return render(request, template, context)


@never_cache
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts, or those that are looked for."""
    _administrator(request)
    form = AccountSearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    screen = accounts_screen(text=text, page=request.GET.get("page", ""))
    return render(request, "accounts/people.html", {"form": form, **screen})


@never_cache
@require_GET
def account_page(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account, and what can be done with it."""
    return _shown(request, "accounts/person.html", user_id, _administrator(request))


@confirmation_required
@require_http_methods(GET_OR_POST)
def block(request: HttpRequest, user_id: int) -> HttpResponse:
    """What blocking means; then it is blocked."""
    by = _administrator(request)
    if request.method != "POST":
        return _shown(request, "accounts/person_block.html", user_id, by)
    try:
        handling.block_account(user_id=user_id, by=by, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
    else:
        messages.success(request, _("The account has been blocked. The person is notified by email."))
    return redirect("accounts:person", user_id)


@confirmation_required
@require_POST
def unblock(request: HttpRequest, user_id: int) -> HttpResponse:
    """The account signs in again."""
    by = _administrator(request)
    try:
        handling.unblock_account(user_id=user_id, by=by, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
    else:
        messages.success(request, _("The account has been unblocked. The person is notified by email."))
    return redirect("accounts:person", user_id)


@confirmation_required
@require_POST
def export(request: HttpRequest, user_id: int) -> HttpResponse:
    """What is kept about the person, as a file to hand over."""
    by, now = _administrator(request), timezone.now()
    try:
        found = handling.export_account(user_id=user_id, by=by, now=now)
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
        return redirect("accounts:person", user_id)
    answer = JsonResponse(dict(found), json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"handschlag-{user_id}-{timezone.localdate(now)}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@confirmation_required
@require_http_methods(GET_OR_POST)
def erase(request: HttpRequest, user_id: int) -> HttpResponse:
    """What goes, in numbers; then it goes."""
    by = _administrator(request)
    form = EraseOtherForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            handling.erase_account_of(user_id=user_id, by=by, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal_message(refusal))
        else:
            messages.success(
                request, _("The account has been deleted. The person is notified by email for the last time.")
            )
            return redirect("accounts:people")
    return _shown(request, "accounts/person_erase.html", user_id, by, form=form)
