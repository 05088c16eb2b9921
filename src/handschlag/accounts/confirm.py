"""Showing once more that it is me: by a code, the password or a passkey."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handschlag.accounts import sessions, sign_in
from handschlag.accounts.access import signed_in_user
from handschlag.accounts.account import GET_OR_POST, has_passkey
from handschlag.accounts.codes_and_links import LIFETIME_MINUTES
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import CodePurpose, Method, User
from handschlag.accounts.sign_in import CodeForm, PasskeyConfirmForm, PasswordForm
from handschlag.common.refusals import Refusal

CONFIRM = "accounts_confirm"


def _back(request: HttpRequest, method: Method) -> HttpResponse:
    sessions.confirm(request, method=method, now=timezone.now())
    return redirect(sessions.safe_next(request) or "accounts:profile")


@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The ways to show who I am."""
    return _ways(request, signed_in_user(request), PasswordForm())


def _ways(request: HttpRequest, user: User, form: PasswordForm) -> HttpResponse:
    context = {
        "back": sessions.safe_next(request),
        "email": user.email,
        "has_passkey": has_passkey(user.pk),
        "has_password": user.has_usable_password(),
        "password_form": form,
    }
    return render(request, "accounts/confirm.html", context)


@never_cache
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A code goes to the address of the account."""
    user = signed_in_user(request)
    try:
        code = sign_in.send_code(
            purpose=CodePurpose.CONFIRM,
            email=user.email,
            user_id=user.pk,
            place=sessions.place(request),
            language=user.language,
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
        return redirect(sessions.with_next("account_reauthenticate", request))
    request.session[CONFIRM] = code.pk
    return redirect(sessions.with_next("accounts:confirm_code", request))


@never_cache
@require_http_methods(GET_OR_POST)
def by_code(request: HttpRequest) -> HttpResponse:
    """The form for the code that was sent; where none was, it leads to the choice of ways."""
    user = signed_in_user(request)
    if CONFIRM not in request.session:
        return redirect(sessions.with_next("account_reauthenticate", request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            sign_in.use_code(
                code_id=request.session[CONFIRM],
                purpose=CodePurpose.CONFIRM,
                typed=form.cleaned_data["code"],
                now=timezone.now(),
                user_id=user.pk,
            )
        except Refusal as refusal:
            form.add_error("code", refusal_message(refusal))
        else:
            del request.session[CONFIRM]
            return _back(request, Method.CODE)
    back = sessions.safe_next(request)
    context = {"form": form, "back": back, "email": user.email, "minutes": LIFETIME_MINUTES}
    return render(request, "accounts/confirm_code.html", context)


@never_cache
@sensitive_post_parameters("password")
@require_POST
def by_password(request: HttpRequest) -> HttpResponse:
    """Takes the own password, then leads back; tries count as they do at sign-in."""
    user = signed_in_user(request)
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            sign_in.sign_in_by_password(
                email=user.email,
                password=form.cleaned_data["password"],
                place=sessions.place(request),
                known=f"person {user.pk}",
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("password", refusal_message(refusal))
        else:
            return _back(request, Method.PASSWORD)
    return _ways(request, user, form)


@never_cache
@require_POST
def by_passkey(request: HttpRequest) -> HttpResponse:
    """Takes an own passkey, then leads back; a wrong one leads to the choice of ways."""
    user = signed_in_user(request)
    form = PasskeyConfirmForm(request.POST, user=user)
    if form.is_valid():
        sign_in.sign_in_by_passkey(authenticator_id=form.cleaned_data["credential"].pk, now=timezone.now())
        return _back(request, Method.PASSKEY)
    messages.error(request, form.errors["credential"][0])
    return redirect(sessions.with_next("account_reauthenticate", request))


@never_cache
@require_GET
def prove(request: HttpRequest) -> HttpResponse:
    """An administrator's role wants a passkey: use one, or add the first."""
    user = signed_in_user(request)
    context = {"back": sessions.safe_next(request), "has_passkey": has_passkey(user.pk)}
    return render(request, "accounts/prove.html", context)
