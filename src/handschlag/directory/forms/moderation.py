"""An editor's answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import TidyText


class ReturnForm(forms.Form):
    comment = TidyText(
        label=_("Requested changes"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The author gets this by email. Their text is kept."),
    )
