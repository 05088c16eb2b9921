"""What people type about their own account."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User


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
