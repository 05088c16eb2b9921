"""A person's own account: name, language, address, password, sessions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.actions import account
from handschlag.accounts.forms.account import AccountForm, NewPasswordForm
from handschlag.accounts.forms.sign_in import AddressForm, CodeForm
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import CodePurpose, User
from handschlag.accounts.queries.codes import address_of_code
from handschlag.accounts.rules.codes import LIFETIME_MINUTES
from handschlag.accounts.screens.profile import profile_screen
from handschlag.accounts.views.decorators import confirmation_required, signed_in_user
from handschlag.accounts.web import sessions
from handschlag.common.refusals import Refusal

GET_OR_POST = ["GET", "HEAD", "POST"]
NEW_ADDRESS = "accounts_new_address"


@never_cache
@require_http_methods(GET_OR_POST)
def profile(request: HttpRequest) -> HttpResponse:
    """Everything about me here; name and language are changed on the spot."""
    user = signed_in_user(request)
    initial = {"name": user.name, "language": user.language, "version": user.version}
    form = AccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            account.edit_account(**form.cleaned_data, by=user.subject, now=timezone.now())
        except Refusal as refusal:
            form = _renewed(form, refusal, user)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:profile")
    screen = profile_screen(user=user, session_key=request.session.session_key or "", now=timezone.now())
    return render(request, "accounts/profile.html", {"form": form, **screen})


def _renewed(form: AccountForm, refusal: Refusal, user: User) -> AccountForm:
    """What the person typed, on top of what is saved now: saving again overwrites it knowingly."""
    again = AccountForm({**form.cleaned_data, "version": user.version})
    again.full_clean()
    again.add_error(None, refusal_message(refusal))
    return again


@confirmation_required
@require_http_methods(GET_OR_POST)
def address(request: HttpRequest) -> HttpResponse:
    """A new address is named; a code goes there."""
    user = signed_in_user(request)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            code = account.ask_for_address(
                email=form.cleaned_data["email"],
                by=user.subject,
                place=sessions.place(request),
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("email", refusal_message(refusal))
        else:
            request.session[NEW_ADDRESS] = code.pk
            return redirect("accounts:address_code")
    return render(request, "accounts/address.html", {"form": form})


@never_cache
@require_http_methods(GET_OR_POST)
def address_code(request: HttpRequest) -> HttpResponse:
    """The code that went to the new address proves it."""
    user = signed_in_user(request)
    code_id = request.session.get(NEW_ADDRESS, 0)
    email = address_of_code(code_id, purpose=CodePurpose.NEW_ADDRESS)
    if email is None:
        return redirect("accounts:address")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            account.change_address(
                code_id=code_id,
                typed=form.cleaned_data["code"],
                by=user.subject,
                session_key=request.session.session_key or "",
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("code", refusal_message(refusal))
        else:
            del request.session[NEW_ADDRESS]
            request.session.cycle_key()
            sessions.note_address(request, email)
            messages.success(request, _("Your account has a new address: %(email)s") % {"email": email})
            return redirect("accounts:profile")
    context = {"form": form, "email": email, "minutes": LIFETIME_MINUTES}
    return render(request, "accounts/address_code.html", context)


@confirmation_required
@sensitive_post_parameters("password")
@require_http_methods(GET_OR_POST)
def password(request: HttpRequest) -> HttpResponse:
    """A password is set or replaced; the other browsers are signed out by it."""
    user = signed_in_user(request)
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        changed = account.set_password(
            password=form.cleaned_data["password"], by=user.subject, now=timezone.now()
        )
        update_session_auth_hash(request, changed)
        messages.success(request, _("The password is set. All other browsers are signed out."))
        return redirect("accounts:profile")
    has_password = user.has_usable_password()
    return render(request, "accounts/password.html", {"form": form, "has_password": has_password})


@confirmation_required
@require_POST
def remove_password(request: HttpRequest) -> HttpResponse:
    """Removes the own password; this browser stays signed in, the others do not."""
    changed = account.remove_password(by=signed_in_user(request).subject, now=timezone.now())
    update_session_auth_hash(request, changed)
    messages.success(request, _("The password is removed. You sign in with a code from now on."))
    return redirect("accounts:profile")


@never_cache
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """All my other browsers are signed out."""
    account.end_other_sessions(
        but=request.session.session_key or "", by=signed_in_user(request).subject, now=timezone.now()
    )
    messages.success(request, _("All other browsers are signed out."))
    return redirect("accounts:profile")
