"""Passkeys: added, named, removed."""

from __future__ import annotations

from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts import account, sessions
from handschlag.accounts.access import confirmation_required, signed_in_user
from handschlag.accounts.account import GET_OR_POST, NewPasskeyForm, PasskeyNameForm
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import Method
from handschlag.common.refusals import Refusal


@confirmation_required
@require_http_methods(GET_OR_POST)
def add(request: HttpRequest) -> HttpResponse:
    """A device is asked for a new passkey; it verifies the person, and the server checks its answer."""
    user, now = signed_in_user(request), timezone.now()
    form = NewPasskeyForm(request.POST or None)
    if form.is_valid():
        try:
            account.add_passkey(
                name=form.cleaned_data["name"],
                credential=form.cleaned_data["credential"],
                used_one=sessions.has_passkey(request, now=now),
                by=user.subject,
                now=now,
            )
        except Refusal as refusal:
            messages.error(request, refusal_message(refusal))
            return redirect("accounts:prove")
        sessions.confirm(request, method=Method.PASSKEY, now=now)
        messages.success(request, _("The passkey is added. Next time you can sign in with it."))
        return redirect("accounts:profile")
    options = {"creation_options": auth.begin_registration(user, True)}
    return render(request, "accounts/passkey_add.html", {"form": form, "options": options})


@confirmation_required
@require_http_methods(GET_OR_POST)
def rename(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """The form for the name of an own passkey; 404 where it is not one's own."""
    user = signed_in_user(request)
    passkey = get_object_or_404(account.passkeys(user.pk), pk=passkey_id)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.data["name"]})
    if form.is_valid():
        account.rename_passkey(
            passkey_id=passkey_id, name=form.cleaned_data["name"], by=user.subject, now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/passkey_rename.html", {"form": form})


@confirmation_required
@require_http_methods(GET_OR_POST)
def remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Asks first, then removes an own passkey; may ask for a passkey to be shown before."""
    user, now = signed_in_user(request), timezone.now()
    passkey = get_object_or_404(account.passkeys(user.pk), pk=passkey_id)
    if request.method == "POST":
        try:
            account.remove_passkey(
                passkey_id=passkey_id,
                used_one=sessions.has_passkey(request, now=now),
                by=user.subject,
                now=now,
            )
        except Refusal as refusal:
            messages.error(request, refusal_message(refusal))
            return redirect("accounts:prove")
        messages.success(request, _("The passkey is removed."))
        return redirect("accounts:profile")
    return render(request, "accounts/passkey_remove.html", {"name": passkey.data["name"]})
