"""Another system is to be called."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.matching.hooks.meeting_events import MeetingEventKind


class EndpointForm(forms.Form):
    url = OneLine(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https:// and is open to the internet."),
        widget=forms.URLInput(),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events that trigger a call"),
        choices=[(kind.value, _(kind.label)) for kind in MeetingEventKind],
        widget=forms.CheckboxSelectMultiple,
        initial=list(MeetingEventKind),
    )
