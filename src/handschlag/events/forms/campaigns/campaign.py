"""What editors say about a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.controls.fields import OneLine, TidyText


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class CampaignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
    title_de = OneLine(label=gettext_lazy("Title"), max_length=200)
    title_en = OneLine(label=gettext_lazy("Title in English"), max_length=200, required=False)
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=_day_input())
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=_day_input())
    entry_opens_at = forms.DateTimeField(
        label=gettext_lazy("Hosts can enter activities from"), required=False, widget=_moment()
    )
    entry_closes_at = forms.DateTimeField(label=gettext_lazy("until"), required=False, widget=_moment())
    description_de = TidyText(label=gettext_lazy("Topic"), required=False)
    description_en = TidyText(label=gettext_lazy("Topic, in English"), required=False)
    rules_de = TidyText(label=gettext_lazy("Rules for hosts"), required=False)
    rules_en = TidyText(label=gettext_lazy("Rules for hosts, in English"), required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first day."))
        opens, closes = data.get("entry_opens_at"), data.get("entry_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("entry_closes_at", _("This is before entries open."))
        return data
