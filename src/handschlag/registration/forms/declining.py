"""Whom somebody names who cannot come."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.addresses import normalised_address


class ColleagueForm(forms.Form):
    """A name and an address."""

    name = forms.CharField(label=_("Name of the person"), max_length=120)
    email = forms.EmailField(label=_("Email address"), max_length=254)

    def clean_email(self) -> str:
        """As invitations keep it."""
        return normalised_address(self.cleaned_data["email"])
