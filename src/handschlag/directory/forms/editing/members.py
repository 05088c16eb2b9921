"""Who is a member, and since when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.directory.forms.editing.days import whole_day


def _since_field() -> forms.DateField:
    field = whole_day()
    field.label = _("Member since")
    field.help_text = _("Leave it empty if you do not know the day.")
    return field


class FindActorForm(forms.Form):
    """The name of the organisation that is to become a member."""

    name = OneLine(
        label=_("Name of the organisation"),
        max_length=200,
        help_text=_("We first check whether it is already in the directory."),
    )


class SinceForm(forms.Form):
    since = _since_field()


class EndForm(forms.Form):
    """The last day of memberships."""

    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day > self.today:
            raise forms.ValidationError(_("This date is in the future. End the membership on that day."))
        return day


class DatesForm(forms.Form):
    """Both days of one membership."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    since = _since_field()
    until = forms.DateField(
        label=_("Ended on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: the membership goes on."),
    )
