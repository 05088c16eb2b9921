"""Coming in: by a code, a password or a passkey; and going out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handschlag.accounts import codes_and_links, emails, limits, sessions
from handschlag.accounts import limits as tallies
from handschlag.accounts.codes_and_links import LIFETIME_MINUTES, CodeFault, normalised_address
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.limits import PASSKEYS_FROM_A_PLACE, LimitFault
from handschlag.accounts.models import Code, CodePurpose, Method, User, subject_of
from handschlag.accounts.policy import Action, may
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _


class SignInFault(Reason):
    BLOCKED = "blocked", _("This account is blocked. Write to us if you do not know why.")
    WRONG_PASSWORD = (
        "wrong_password",
        _("Email address and password do not match. If you have no password, ask for a code."),
    )
    UNKNOWN_PASSKEY = "unknown_passkey", _("This passkey was not recognised.")
    NO_ADDRESS = "no_address", _("Your organisation did not say which email address is yours.")
    FOREIGN_ADDRESS = (
        "foreign_address",
        _("Your organisation named an address from another domain. Sign in with a code instead."),
    )


class AccountFault(Reason):
    """Why an account is not changed."""

    STALE = (
        "stale",
        _("Your account was changed in another browser window. Check the current details and save again."),
    )
    SAME_ADDRESS = "same_address", _("This is your address already.")
    ADDRESS_TAKEN = (
        "address_taken",
        _("Another account has this address. Sign in there, or delete it first."),
    )
    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("You are the last administrator. Give the role to someone else first, then delete your account."),
    )
    NEEDS_A_PASSKEY = (
        "needs_a_passkey",
        _("Your role needs a passkey: confirm with one that you have before you change passkeys."),
    )
    OWN_ACCOUNT = "own_account", _("This is your own account. Change it under “Your account”.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("Someone has blocked or unblocked this account in the meantime."),
    )
    UNKNOWN = "unknown", _("This account no longer exists.")
    ONLY_ADMINISTRATOR = (
        "only_administrator",
        _("This is the last administrator. Appoint another one first."),
    )


def fault_of_changing_passkeys(*, needs_one: bool, has_one: bool, used_one: bool) -> AccountFault | None:
    """Where a role needs a passkey, they are changed by whoever has one, not by whoever reads mail."""
    if needs_one and has_one and not used_one:
        return AccountFault.NEEDS_A_PASSKEY
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _IdentityProvider:
    """One provider of OpenID Connect; `domains` are the addresses that it may speak for."""

    id: str
    name: str
    domains: Sequence[str]


def all_providers() -> Sequence[_IdentityProvider]:
    """Those that are configured, in the order of the settings."""
    return [
        _IdentityProvider(
            id=app["provider_id"],
            name=app["name"],
            domains=app["settings"]["domains"],
        )
        for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ]


def provider_name(provider_id: str) -> str:
    """The name of an organisation; its id where it is no longer configured."""
    return next((one.name for one in all_providers() if one.id == provider_id), provider_id)


def domains_of(provider_id: str) -> Sequence[str]:
    """The mail domains that the organisation answers for; empty where it is not configured."""
    return next((one.domains for one in all_providers() if one.id == provider_id), ())


def code_of_link(token: str, *, now: datetime) -> Code:
    """The code in whose letter the link stands; a refusal where it opens nothing any more."""
    uid = codes_and_links.uid_in_link(token, key=settings.SECRET_KEY)
    code = Code.objects.filter(uid=uid, purpose=CodePurpose.SIGN_IN).first() if uid else None
    if code is None:
        raise Refusal(CodeFault.NO_SUCH_LINK)
    fault = codes_and_links.code_fault(expires_at=code.expires_at, used_at=code.used_at, tries=0, now=now)
    if fault is not None:
        raise Refusal(fault)
    return code


def address_of_code(code_id: int, *, purpose: CodePurpose) -> str | None:
    """Where a code of this browser was sent; None where there is none."""
    return Code.objects.filter(pk=code_id, purpose=purpose).values_list("email", flat=True).first()


def send_code(
    *,
    purpose: CodePurpose,
    email: str,
    place: str,
    language: str,
    now: datetime,
    user_id: int | None = None,
    known: str = "",
) -> Code:
    """A code is on its way, the same for every address: whether it has an account is not even looked up.

    `known` names a browser that signed in at this address before: it is counted by itself.
    """
    email = normalised_address(email)
    _count_code(email, place=place, user_id=user_id, purpose=purpose, known=known, now=now)
    with transaction.atomic():
        code = Code.objects.create(
            purpose=purpose,
            email=email,
            user_id=user_id,
            sent_at=now,
            expires_at=now + codes_and_links.LIFETIME,
        )
        emails.send_code(code, language=language, now=now)
    return code


def _count_code(
    email: str, *, place: str, user_id: int | None, purpose: CodePurpose, known: str, now: datetime
) -> None:
    """Refused where there were too many; what strangers ask for is not counted against the owner."""
    if purpose is CodePurpose.NEW_ADDRESS:
        tallies.count(limits.CODES_FOR_A_NEW_ADDRESS, email, now=now)
    if user_id is not None:
        tallies.count(limits.CODES_FOR_A_KNOWN_BROWSER, f"person {user_id}", now=now)
    elif known:
        tallies.count(limits.CODES_FOR_A_KNOWN_BROWSER, f"{email} {known}", now=now)
    else:
        there = LimitFault.LETTERS_ARE_THERE
        tallies.count(limits.CODES_FROM_A_PLACE, place, now=now)
        from_here = f"{email} {place}"
        tallies.count(limits.CODES_FOR_AN_ADDRESS_FROM_A_PLACE, from_here, now=now, fault=there)
        tallies.count(limits.CODES_FOR_AN_ADDRESS, email, now=now, fault=there)


def use_link(*, token: str, now: datetime) -> Code:
    """The link of a letter has been used, once; how often its code was tried does not matter."""
    code = code_of_link(token, now=now)
    if Code.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now) != 1:
        raise Refusal(CodeFault.USED)
    return code


def use_code(
    *,
    code_id: int,
    purpose: CodePurpose,
    typed: str,
    now: datetime,
    user_id: int | None = None,
) -> Code:
    """The code has been used, once, by the person it was sent to.

    Not one transaction on purpose: a wrong try stays counted although it is refused. One statement counts, so
    that a hundred guesses at once are a hundred tries.
    """
    code = Code.objects.filter(pk=code_id, purpose=purpose).first()
    if code is None or code.user_id != user_id:
        raise Refusal(CodeFault.NONE_SENT)
    worth_something = Code.objects.filter(
        pk=code.pk, used_at__isnull=True, expires_at__gt=now, tries__lt=codes_and_links.TRIES
    )
    if worth_something.update(tries=F("tries") + 1) != 1:
        code.refresh_from_db()
        fault = codes_and_links.code_fault(
            expires_at=code.expires_at, used_at=code.used_at, tries=code.tries, now=now
        )
        raise Refusal(fault or CodeFault.NONE_SENT)
    if not codes_and_links.is_right(
        codes_and_links.as_typed(typed), uid=str(code.uid), key=settings.SECRET_KEY
    ):
        code.refresh_from_db()
        raise Refusal(CodeFault.WRONG, left=codes_and_links.TRIES - code.tries)
    if Code.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now) != 1:
        raise Refusal(CodeFault.USED)
    return code


def sign_in_by_code(*, code_id: int, typed: str, language: str, now: datetime) -> User:
    """The person who reads mail at this address; a new address has an account from now on."""
    code = use_code(code_id=code_id, purpose=CodePurpose.SIGN_IN, typed=typed, now=now)
    return require_active(account_of(email=code.email, language=language, now=now))


def sign_in_by_link(*, token: str, language: str, now: datetime) -> User:
    """The person who has the letter, in whatever browser."""
    code = use_link(token=token, now=now)
    return require_active(account_of(email=code.email, language=language, now=now))


def sign_in_by_password(*, email: str, password: str, place: str, now: datetime, known: str = "") -> User:
    """The person with this address and password. A wrong address takes as long as a wrong password.

    `known` names a browser that signed in at this address before: no stranger's tries count against it.
    """
    email = normalised_address(email)
    counted = (
        [(limits.PASSWORDS_FOR_A_KNOWN_BROWSER, f"{email} {known}")]
        if known
        else [
            (limits.PASSWORDS_FROM_A_PLACE, place),
            (limits.PASSWORDS_FOR_AN_ADDRESS_FROM_A_PLACE, f"{email} {place}"),
            (limits.PASSWORDS_FOR_AN_ADDRESS, email),
        ]
    )
    for limit, who in counted:
        tallies.count(limit, who, now=now)
    user = User.objects.filter(email=email).first()
    if user is None:
        make_password(password)
    if user is None or not user.check_password(password):
        raise Refusal(SignInFault.WRONG_PASSWORD)
    for limit, who in counted:
        if limit is not limits.PASSWORDS_FROM_A_PLACE:
            tallies.reset_attempts(limit, who, now=now)
    return require_active(user)


@transaction.atomic
def sign_in_by_passkey(*, authenticator_id: int, now: datetime) -> User:
    """The person whose device has signed the challenge."""
    passkey = Authenticator.objects.select_related("user").get(pk=authenticator_id)
    passkey.last_used_at = now
    passkey.save(update_fields=["last_used_at"])
    return require_active(passkey.user)


def account_of(*, email: str, language: str, now: datetime, name: str = "") -> User:
    """The account with this address, whose owner has been proven; made where there is none."""
    email = normalised_address(email)
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user
    try:
        with transaction.atomic():
            made = User.objects.create_user(email=email, language=language, name=name)
            audit.record(verb="account.create", target=made, by_id=made.pk, now=now)
            return made
    except IntegrityError:
        # Two browsers of one person at once: the other one was a moment earlier.
        return User.objects.get(email=email)


def require_active(user: User) -> User:
    """The same person; raises `Refusal` where the account is blocked."""
    if not user.is_active:
        raise Refusal(SignInFault.BLOCKED)
    return user


class DemoFault(StrEnum):
    NOT_IN_A_DEMO = "not_in_a_demo"
    NOT_A_DEMO_PERSON = "not_a_demo_person"


def sign_in_as_demo(*, email: str) -> User:
    """The made-up person whom a demo lets anybody be. Refused outside a demo, and for real people in one."""
    if settings.MODE != "demo":
        raise Refusal(DemoFault.NOT_IN_A_DEMO)
    user = User.objects.filter(email=normalised_address(email), is_demo=True, is_active=True).first()
    if user is None:
        raise Refusal(DemoFault.NOT_A_DEMO_PERSON)
    return user


class AddressForm(forms.Form):
    """An address to which a code is sent."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )

    def clean_email(self) -> str:
        return normalised_address(self.cleaned_data["email"])


class CodeForm(forms.Form):
    """The code that came by mail; blanks and dashes are welcome."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Eight digits, for instance 4829 1364"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordSignInForm(AddressForm):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """The password of somebody who is signed in."""

    password = PasswordSignInForm.base_fields["password"]


class _SignedChallenge:
    """A passkey's answer that is no answer is a wrong one, whatever shape it has."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Authenticator:
        answer = self.cleaned_data["credential"]
        if not isinstance(answer, dict) or not isinstance(answer.get("response"), dict):
            raise ValidationError(gettext_lazy("This passkey was not recognised."), code="incorrect_code")
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (ValidationError, KeyError, TypeError, ValueError) as wrong:
            raise ValidationError(
                gettext_lazy("This passkey was not recognised."), code="incorrect_code"
            ) from wrong


class PasskeySignInForm(_SignedChallenge, LoginWebAuthnForm):
    """What a passkey answers to our challenge; the library checks it."""


class PasskeyConfirmForm(_SignedChallenge, ReauthenticateWebAuthnForm):
    """The same for somebody who is signed in: only their own passkeys count."""


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
    messages.success(request, gettext("You are signed in."))
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
            code = send_code(
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
            user = sign_in_by_code(
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
        code: Code = send_code(
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
        messages.success(request, gettext("We have sent a new code. The old one no longer works."))
    return redirect(sessions.with_next("account_confirm_login_code", request))


@never_cache
@require_http_methods(GET_OR_POST)
def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter signs any browser in; by a button, because programs look at what mail links to."""
    now = timezone.now()
    try:
        email = code_of_link(token, now=now).email
        if request.method == "POST":
            user = sign_in_by_link(token=token, language=language(), now=now)
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
            user = sign_in_by_password(
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
            user = sign_in_by_passkey(authenticator_id=form.cleaned_data["credential"].pk, now=timezone.now())
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
    messages.success(request, gettext("You are signed out."))
    response = redirect("pages:start")
    response["Clear-Site-Data"] = '"storage"'
    return response
