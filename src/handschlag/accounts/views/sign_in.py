"""Coming in: by a code, a password or a passkey; and going out."""

from __future__ import annotations

from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handschlag.accounts.actions import codes, limits, sign_in
from handschlag.accounts.forms.sign_in import AddressForm, CodeForm, PasskeySignInForm, PasswordSignInForm
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import Code, CodePurpose, User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.queries.codes import address_of_code, code_of_link
from handschlag.accounts.queries.identity_providers import all_providers
from handschlag.accounts.rules.codes import LIFETIME_MINUTES
from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.rules.limits import PASSKEYS_FROM_A_PLACE
from handschlag.accounts.rules.policy import Action, may
from handschlag.accounts.web import sessions
from handschlag.common.refusals import Refusal

CODE = "accounts_code"
GET_OR_POST = ["GET", "HEAD", "POST"]


def language() -> str:
    """The language of this request in two letters; German where none is set."""
    return (get_language() or "de")[:2]


def _refused(form: Form, refusal: Refusal, *, field: str | None = None) -> None:
    """The form says why it was refused, in words."""
    form.add_error(field, refusal_message(refusal))


def _come_in(request: HttpRequest, user: User, method: Method) -> HttpResponse:
    """Signed in, and back to where the person was."""
    back = sessions.safe_next(request)
    sessions.sign_in(request, user, method=method, now=timezone.now())
    messages.success(request, _("You are signed in."))
    return redirect(back or _desk_of(user))


def _desk_of(user: User) -> str:
    """Where somebody's work waits, by the name of its address; a role that sleeps opens no desk."""
    subject = subject_of(user)
    if may(subject, Action.PUBLISH_NETWORK):
        return "directory:moderation"
    return "directory:manage" if may(subject, Action.EDIT_NETWORK, owns=True) else "accounts:profile"


@never_cache
@require_http_methods(GET_OR_POST)
def login(request: HttpRequest) -> HttpResponse:
    """An address is given, and a code is sent to it."""
    if request.user.is_authenticated:
        return redirect(sessions.safe_next(request) or "accounts:profile")
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            code = codes.send_code(
                purpose=CodePurpose.SIGN_IN,
                email=form.cleaned_data["email"],
                place=sessions.place(request),
                known=sessions.known_browser(request, form.cleaned_data["email"]),
                language=language(),
                now=timezone.now(),
            )
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            request.session[CODE] = code.pk
            return redirect(sessions.with_next("account_confirm_login_code", request))
    context = {"form": form, "back": sessions.safe_next(request), "organisations": all_providers()}
    return render(request, "accounts/login.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def login_code(request: HttpRequest) -> HttpResponse:
    """The code that came by mail is typed in the browser that asked for it."""
    email = address_of_code(request.session.get(CODE, 0), purpose=CodePurpose.SIGN_IN)
    if request.user.is_authenticated or email is None:
        return redirect(sessions.with_next("account_login", request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_in.sign_in_by_code(
                code_id=request.session.get(CODE, 0),
                typed=form.cleaned_data["code"],
                language=language(),
                now=timezone.now(),
            )
        except Refusal as refusal:
            _refused(form, refusal, field="code")
        else:
            return _come_in(request, user, Method.CODE)
    back = sessions.safe_next(request)
    context = {"form": form, "back": back, "email": email, "minutes": LIFETIME_MINUTES}
    return render(request, "accounts/login_code.html", context)


@never_cache
@require_POST
def login_code_again(request: HttpRequest) -> HttpResponse:
    """A new code takes the place of the old one."""
    email = address_of_code(request.session.get(CODE, 0), purpose=CodePurpose.SIGN_IN)
    if email is None:
        return redirect(sessions.with_next("account_login", request))
    try:
        code: Code = codes.send_code(
            purpose=CodePurpose.SIGN_IN,
            email=email,
            place=sessions.place(request),
            known=sessions.known_browser(request, email),
            language=language(),
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
    else:
        request.session[CODE] = code.pk
        messages.success(request, _("We have sent a new code. The old one no longer works."))
    return redirect(sessions.with_next("account_confirm_login_code", request))


@never_cache
@require_http_methods(GET_OR_POST)
def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter signs any browser in; by a button, because programs look at what mail links to."""
    now = timezone.now()
    try:
        email = code_of_link(token, now=now).email
        if request.method == "POST":
            user = sign_in.sign_in_by_link(token=token, language=language(), now=now)
            return _come_in(request, user, Method.CODE)
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
        return redirect("account_login")
    response = render(request, "accounts/login_link.html", {"email": email})
    response["Referrer-Policy"] = "strict-origin"
    return response


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(GET_OR_POST)
def login_password(request: HttpRequest) -> HttpResponse:
    """Address and password, for those who have set one."""
    if request.user.is_authenticated:
        return redirect(sessions.safe_next(request) or "accounts:profile")
    form = PasswordSignInForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_in.sign_in_by_password(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                place=sessions.place(request),
                known=sessions.known_browser(request, form.cleaned_data["email"]),
                now=timezone.now(),
            )
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            return _come_in(request, user, Method.PASSWORD)
    context = {"form": form, "back": sessions.safe_next(request)}
    return render(request, "accounts/login_password.html", context)


@never_cache
@require_GET
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """What a passkey has to sign, for a person who is signed in or for whoever it may be."""
    try:
        limits.count(PASSKEYS_FROM_A_PLACE, sessions.place(request), now=timezone.now())
    except Refusal as refusal:
        return JsonResponse({"fault": refusal_message(refusal)}, status=429)
    known = request.user if isinstance(request.user, User) else None
    return JsonResponse({"request_options": auth.begin_authentication(known)})


@never_cache
@require_POST
def login_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey has signed our challenge."""
    form = PasskeySignInForm(request.POST)
    if form.is_valid():
        try:
            user = sign_in.sign_in_by_passkey(
                authenticator_id=form.cleaned_data["credential"].pk, now=timezone.now()
            )
        except Refusal as refusal:
            messages.error(request, refusal_message(refusal))
        else:
            return _come_in(request, user, Method.PASSKEY)
    else:
        messages.error(request, form.errors["credential"][0])
    return redirect(sessions.with_next("account_login", request))


@never_cache
@require_http_methods(GET_OR_POST)
def logout(request: HttpRequest) -> HttpResponse:
    """Signed out, by a button only: a link that somebody else wrote cannot do it.

    What pages keep on the device goes with it, such as the desk's list of an event.
    """
    if request.method != "POST":
        return render(request, "accounts/logout.html") if request.user.is_authenticated else redirect("/")
    sessions.sign_out(request)
    messages.success(request, _("You are signed out."))
    response = redirect("pages:start")
    response["Clear-Site-Data"] = '"storage"'
    return response
