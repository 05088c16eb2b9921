"""A person's own account: name, language, address, password, sessions."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts import emails, sessions
from handschlag.accounts.access import confirmation_required, signed_in_user
from handschlag.accounts.codes_and_links import LIFETIME_MINUTES, normalised_address
from handschlag.accounts.emails import Notice
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import Code, CodePurpose, RoleGrant, Session, User, addressee
from handschlag.accounts.policy import Action, Role, Subject, may, require
from handschlag.accounts.sign_in import (
    AccountFault,
    AddressForm,
    CodeForm,
    address_of_code,
    fault_of_changing_passkeys,
    provider_name,
    send_code,
    use_code,
)
from handschlag.common import audit, mail
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal

UNUSED_MONTHS = 24
NOTICE = timedelta(days=30)
CODES = timedelta(days=1)
LINKS = timedelta(days=90)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one where it has no such day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _own(by: Subject) -> User:
    """The account of whoever asks."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=by.user_id is not None)
    return User.objects.get(pk=by.user_id or 0)


@transaction.atomic
def edit_account(*, name: str, language: str, version: int, by: Subject, now: datetime) -> None:
    """Name and language are as given; refused where the account was changed meanwhile."""
    user = _own(by)
    seen = User.objects.filter(pk=user.pk, version=version)
    if seen.update(name=name, language=language, version=F("version") + 1) != 1:
        raise Refusal(AccountFault.STALE)
    changes: dict[str, Any] = {"language": [user.language, language]} if language != user.language else {}
    if name != user.name:
        changes["name"] = ["changed", "changed"]  # the trail holds no names
    audit.record(verb="account.edit", target=user, by_id=user.pk, now=now, changes=changes)


def ask_for_address(*, email: str, by: Subject, place: str, now: datetime) -> Code:
    """A code is on its way to the new address; nothing has changed yet."""
    user = _own(by)
    if normalised_address(email) == user.email:
        raise Refusal(AccountFault.SAME_ADDRESS)
    return send_code(
        purpose=CodePurpose.NEW_ADDRESS,
        email=email,
        user_id=user.pk,
        place=place,
        language=user.language,
        now=now,
    )


def change_address(*, code_id: int, typed: str, by: Subject, session_key: str, now: datetime) -> User:
    """The account has the address to which the code went, and only this browser is still signed in.

    The old address is told. That the new one is taken is said to nobody but whoever reads mail there.
    Letters to the old one stay the person's: codes to sign in were sent without asking whose address it is.
    """
    user = _own(by)
    code = use_code(
        code_id=code_id,
        purpose=CodePurpose.NEW_ADDRESS,
        typed=typed,
        now=now,
        user_id=user.pk,
    )
    former = user.email
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=code.email, version=F("version") + 1)
            Code.objects.filter(Q(user=user, used_at__isnull=True) | Q(email=former)).delete()
            mail.note_recipient(Mail.objects.filter(to=former), addressee(user))
            Session.objects.filter(user=user).exclude(session_key=session_key).delete()
            audit.record(verb="account.address", target=user, by_id=user.pk, now=now)
            emails.send_notice(Notice.ADDRESS_CHANGED, user, now=now, to=former)
    except IntegrityError as taken:
        raise Refusal(AccountFault.ADDRESS_TAKEN) from taken
    user.refresh_from_db()
    return user


@transaction.atomic
def set_password(*, password: str, by: Subject, now: datetime) -> User:
    """The account has this password; every session but the one at hand ends with the old one."""
    user = _own(by)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(verb="password.set", target=user, by_id=user.pk, now=now)
    emails.send_notice(Notice.PASSWORD_SET, user, now=now)
    return user


@transaction.atomic
def remove_password(*, by: Subject, now: datetime) -> User:
    """The account has no password; codes by mail still sign in."""
    user = _own(by)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(verb="password.remove", target=user, by_id=user.pk, now=now)
    emails.send_notice(Notice.PASSWORD_REMOVED, user, now=now)
    return user


def _passkeys_of(user: User, *, used_one: bool) -> Any:
    """The passkeys of somebody who may change them."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    fault = fault_of_changing_passkeys(
        needs_one=bool(user.granted & (settings.PASSKEY_FOR | {Role.ADMINISTRATOR})),
        has_one=kept.exists(),
        used_one=used_one,
    )
    if fault:
        raise Refusal(fault)
    return kept


@transaction.atomic
def add_passkey(
    *, name: str, credential: dict[str, Any], used_one: bool, by: Subject, now: datetime
) -> Authenticator:
    """One more device signs in. The credential has been checked against its challenge."""
    user = _own(by)
    _passkeys_of(user, used_one=used_one)
    data = {"name": name, "credential": credential}
    made = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data=data, created_at=now, last_used_at=None
    )
    audit.record(
        verb="passkey.add", target=user, by_id=user.pk, now=now, changes={"passkey": [None, made.pk]}
    )
    emails.send_notice(Notice.PASSKEY_ADDED, user, now=now)
    return made


@transaction.atomic
def rename_passkey(*, passkey_id: int, name: str, by: Subject, now: datetime) -> None:
    """The passkey is called so, if it is one of theirs."""
    user = _own(by)
    passkey = Authenticator.objects.select_for_update().get(
        pk=passkey_id, user=user, type=Authenticator.Type.WEBAUTHN
    )
    passkey.data = {**passkey.data, "name": name}
    passkey.save(update_fields=["data"])
    changes = {"passkey": [passkey_id, passkey_id]}
    audit.record(verb="passkey.rename", target=user, by_id=user.pk, now=now, changes=changes)


@transaction.atomic
def remove_passkey(*, passkey_id: int, used_one: bool, by: Subject, now: datetime) -> None:
    """The device signs in no more, if it is one of theirs."""
    user = _own(by)
    _passkeys_of(user, used_one=used_one).get(pk=passkey_id).delete()
    changes = {"passkey": [passkey_id, None]}
    audit.record(verb="passkey.remove", target=user, by_id=user.pk, now=now, changes=changes)
    emails.send_notice(Notice.PASSKEY_REMOVED, user, now=now)


@transaction.atomic
def end_other_sessions(*, but: str, by: Subject, now: datetime) -> int:
    """Every browser but this one is signed out; how many that were."""
    user = _own(by)
    ended, _ = Session.objects.filter(user=user).exclude(session_key=but).delete()
    audit.record(verb="sessions.end", target=user, by_id=user.pk, now=now, changes={"sessions": [ended, 0]})
    return ended


@transaction.atomic
def forget_organisation(*, connection_id: int, by: Subject, now: datetime) -> None:
    """An organisation's sign-in no longer opens the account; the code by mail does."""
    user = _own(by)
    SocialAccount.objects.get(pk=connection_id, user=user).delete()
    changes = {"organisation": [connection_id, None]}
    audit.record(verb="organisation.forget", target=user, by_id=user.pk, now=now, changes=changes)


class AccountForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("The name others see, for example in the history of a page"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our emails"),
        choices=[("de", "Deutsch"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewPasswordForm(forms.Form):
    """A new password; length counts, signs of all kinds do not."""

    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_("At least 12 characters. You can use several words."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class PasskeyNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("So that you recognise it later, for instance: my phone"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewPasskeyForm(PasskeyNameForm):
    """A device's answer to our challenge, checked by the library; it must have verified the person."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        answer = self.cleaned_data["credential"]
        if not isinstance(answer, dict):
            raise ValidationError(_("This device did not answer as expected. Try again."))
        try:
            auth.parse_registration_response(answer)
            is_verified = auth.complete_registration(answer).is_user_verified()
        except (ValidationError, KeyError, TypeError, ValueError) as wrong:
            raise ValidationError(_("This device did not answer as expected. Try again.")) from wrong
        if not is_verified:
            raise ValidationError(_("Your device has to ask you for a fingerprint, your face or a PIN."))
        return answer


class EraseForm(forms.Form):
    """Whoever erases an account says that they know what is lost."""

    is_understood = forms.BooleanField(
        label=_("I have read what is deleted. This cannot be undone."),
        error_messages={"required": _("Tick the box to delete your account.")},
    )


class EraseOtherForm(forms.Form):
    """An administrator says that they know what is lost."""

    is_understood = forms.BooleanField(
        label=_("I have read what is deleted. This cannot be undone."),
        error_messages={"required": _("Tick the box if you want to delete this account.")},
    )


class AccountSearchForm(forms.Form):
    """A part of an address or of a name."""

    q = forms.CharField(
        label=_("Email address or name"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PersonSearchForm(forms.Form):
    """Whom an administrator looks for: a whole address, or a part of one."""

    q = forms.CharField(
        label=_("Email address"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passkey:
    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


def passkeys(user_id: int) -> QuerySet[Authenticator]:
    """The passkeys of one person, as rows."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user_id=user_id, type=Authenticator.Type.WEBAUTHN
    ).order_by("pk")
    return found


def has_passkey(user_id: int) -> bool:
    """Whether this person has a passkey at all."""
    return passkeys(user_id).exists()


def passkeys_of(user_id: int) -> Sequence[_Passkey]:
    """The passkeys of one person, in the order in which they were added."""
    return [
        _Passkey(id=row.pk, name=row.data["name"], added_at=row.created_at, last_used_at=row.last_used_at)
        for row in passkeys(user_id)
    ]


def organisations_of(user_id: int) -> Sequence[tuple[int, str]]:
    """Id and provider of each organisation whose sign-in opens this account."""
    return list(SocialAccount.objects.filter(user_id=user_id).order_by("pk").values_list("pk", "provider"))


def sessions_of(user_id: int, *, now: datetime) -> Sequence[Session]:
    """Where one person is signed in, the latest first."""
    return list(Session.objects.filter(user_id=user_id, expire_date__gt=now).defer("session_data"))


def grants_of(user_id: int) -> Sequence[RoleGrant]:
    """The roles of one person with those who gave them."""
    return list(RoleGrant.objects.filter(user_id=user_id).select_related("granted_by").order_by("granted_at"))


def profile_screen(*, user: User, session_key: str, now: datetime) -> dict[str, Any]:
    """The browser that asks is known by `session_key` and comes first."""
    sessions = sessions_of(user.pk, now=now)
    return {
        "account": user,
        "passkeys": passkeys_of(user.pk),
        "organisations": [(pk, provider_name(provider)) for pk, provider in organisations_of(user.pk)],
        "grants": grants_of(user.pk),
        "sessions": sorted(sessions, key=lambda session: session.session_key != session_key),
        "session_key": session_key,
        "has_others": any(session.session_key != session_key for session in sessions),
        "needs_passkey": bool(user.granted & settings.PASSKEY_FOR),
        "may_grant": may(user.subject, Action.GRANT_ROLE),
        "months": UNUSED_MONTHS,
        "days": NOTICE.days,
    }


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
            edit_account(**form.cleaned_data, by=user.subject, now=timezone.now())
        except Refusal as refusal:
            form = _renewed(form, refusal, user)
        else:
            messages.success(request, gettext("Saved."))
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
            code = ask_for_address(
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
            change_address(
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
            messages.success(request, gettext("Your account has a new address: %(email)s") % {"email": email})
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
        changed = set_password(password=form.cleaned_data["password"], by=user.subject, now=timezone.now())
        update_session_auth_hash(request, changed)
        messages.success(request, gettext("The password is set. All other browsers are signed out."))
        return redirect("accounts:profile")
    has_password = user.has_usable_password()
    return render(request, "accounts/password.html", {"form": form, "has_password": has_password})


@confirmation_required
@require_POST
def remove_password_page(request: HttpRequest) -> HttpResponse:
    """Removes the own password; this browser stays signed in, the others do not."""
    changed = remove_password(by=signed_in_user(request).subject, now=timezone.now())
    update_session_auth_hash(request, changed)
    messages.success(request, gettext("The password is removed. You sign in with a code from now on."))
    return redirect("accounts:profile")


@never_cache
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """All my other browsers are signed out."""
    end_other_sessions(
        but=request.session.session_key or "", by=signed_in_user(request).subject, now=timezone.now()
    )
    messages.success(request, gettext("All other browsers are signed out."))
    return redirect("accounts:profile")
