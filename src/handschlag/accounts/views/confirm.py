"""Showing once more that it is me: by a code, the password or a passkey."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handschlag.accounts import entrance
from handschlag.accounts.actions import codes, sign_in
from handschlag.accounts.forms.sign_in import CodeForm, PasskeyConfirmForm, PasswordForm
from handschlag.accounts.models import CodePurpose
from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.screens.confirm import confirm_screen
from handschlag.accounts.views.account import GET_OR_POST
from handschlag.accounts.views.doors import person
from handschlag.accounts.words import worded
from handschlag.common.refusals import Refusal

CONFIRM = "accounts_confirm"


def back(request: HttpRequest, method: Method) -> HttpResponse:
    entrance.confirm(request, method=method, now=timezone.now())
    return redirect(entrance.safe_next(request) or "accounts:profile")


@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The ways to show who I am."""
    screen = confirm_screen(user=person(request), back=entrance.safe_next(request))
    forms = {"password_form": PasswordForm()}
    return render(request, "accounts/confirm.html", {"screen": screen, **forms})


@never_cache
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A code goes to the address of the account."""
    user = person(request)
    try:
        code = codes.send_code(
            purpose=CodePurpose.CONFIRM,
            email=user.email,
            user_id=user.pk,
            place=entrance.place(request),
            language=user.language,
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, worded(refusal))
        return redirect(entrance.with_next("account_reauthenticate", request))
    request.session[CONFIRM] = code.pk
    return redirect(entrance.with_next("accounts:confirm_code", request))


@never_cache
@require_http_methods(GET_OR_POST)
def by_code(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if CONFIRM not in request.session:
        return redirect(entrance.with_next("account_reauthenticate", request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            codes.use_code(
                code_id=request.session[CONFIRM],
                purpose=CodePurpose.CONFIRM,
                typed=form.cleaned_data["code"],
                now=timezone.now(),
                user_id=user.pk,
            )
        except Refusal as refusal:
            form.add_error("code", worded(refusal))
        else:
            del request.session[CONFIRM]
            return back(request, Method.CODE)
    screen = confirm_screen(user=user, back=entrance.safe_next(request))
    return render(request, "accounts/confirm_code.html", {"form": form, "screen": screen})


@never_cache
@sensitive_post_parameters("password")
@require_POST
def by_password(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            sign_in.sign_in_by_password(
                email=user.email,
                password=form.cleaned_data["password"],
                place=entrance.place(request),
                known=f"person {user.pk}",
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("password", worded(refusal))
        else:
            return back(request, Method.PASSWORD)
    screen = confirm_screen(user=user, back=entrance.safe_next(request))
    return render(request, "accounts/confirm.html", {"screen": screen, "password_form": form})


@never_cache
@require_POST
def by_passkey(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = PasskeyConfirmForm(request.POST, user=user)
    if form.is_valid():
        sign_in.sign_in_by_passkey(authenticator_id=form.cleaned_data["credential"].pk, now=timezone.now())
        return back(request, Method.PASSKEY)
    messages.error(request, form.errors["credential"][0])
    return redirect(entrance.with_next("account_reauthenticate", request))


@never_cache
@require_GET
def prove(request: HttpRequest) -> HttpResponse:
    """An administrator's role wants a passkey: use one, or add the first."""
    screen = confirm_screen(user=person(request), back=entrance.safe_next(request))
    return render(request, "accounts/prove.html", {"screen": screen})
