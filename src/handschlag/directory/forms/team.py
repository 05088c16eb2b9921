"""Colleagues are invited."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = (("de", _("German")), ("en", _("English")))


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language of the email"), choices=LANGUAGES, widget=forms.RadioSelect, initial="de"
    )
