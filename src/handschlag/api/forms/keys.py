"""A key is made."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine

DAYS = ((30, _("30 days")), (180, _("180 days")), (365, _("one year")))


class OwnKeyForm(forms.Form):
    name = OneLine(
        label=_("Purpose of the key"),
        max_length=80,
        help_text=_("The name of the program that reads with it, so that you know it again."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, initial=180)


class KeyForm(OwnKeyForm):
    has_names = forms.BooleanField(
        label=_("It reads names, email addresses and purposes, too"),
        required=False,
        help_text=_("Otherwise people are numbers. Only tick this if the program needs it."),
    )
