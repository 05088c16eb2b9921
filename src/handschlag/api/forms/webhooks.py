"""Another system is to be called."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.api.labels import KINDS
from handschlag.design.controls.fields import OneLine


class EndpointForm(forms.Form):
    url = OneLine(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https:// and is open to the internet."),
        widget=forms.URLInput(),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events that trigger a call"),
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=list(KINDS),
    )
