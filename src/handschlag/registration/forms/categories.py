"""The form in which organisers name a category of participants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine


class CategoryForm(forms.Form):
    """`values()` are the columns."""

    name_de = OneLine(label=_("Name in German"), max_length=80)
    name_en = OneLine(label=_("Name in English"), max_length=80, required=False)
    capacity = forms.IntegerField(
        label=_("Number of places"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("Empty: as many as the event has. Whoever finds it full waits in its own line."),
    )
    is_open = forms.BooleanField(
        label=_("People may choose it when they register."), required=False, initial=True
    )

    def values(self) -> dict[str, Any]:
        """The columns; only for a form that is valid."""
        return dict(self.cleaned_data)
