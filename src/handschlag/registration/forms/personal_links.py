"""Who has lost a personal link says with which address they registered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.registration.forms.fields import EMAIL_FAULTS


class LostLinkForm(forms.Form):
    """One address."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The address with which you registered."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=EMAIL_FAULTS,
    )

    def clean_email(self) -> str:
        """As registrations keep it."""
        return normalised_address(self.cleaned_data["email"])
