"""What people type to come in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.addresses import normalised_address


class AddressForm(forms.Form):
    """An address to which a code is sent."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )

    def clean_email(self) -> str:
        return normalised_address(self.cleaned_data["email"])


class CodeForm(forms.Form):
    """The code that came by mail; blanks and dashes are welcome."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Eight digits, for instance 4829 1364"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordSignInForm(AddressForm):
    password = forms.CharField(
        label=_("Password"),
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
            raise ValidationError(_("This passkey was not recognised."), code="incorrect_code")
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (ValidationError, KeyError, TypeError, ValueError) as wrong:
            raise ValidationError(_("This passkey was not recognised."), code="incorrect_code") from wrong


class PasskeySignInForm(_SignedChallenge, LoginWebAuthnForm):
    """What a passkey answers to our challenge; the library checks it."""


class PasskeyConfirmForm(_SignedChallenge, ReauthenticateWebAuthnForm):
    """The same for somebody who is signed in: only their own passkeys count."""
