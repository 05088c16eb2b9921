"""Which badges, on which paper, in which language."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BadgesForm(forms.Form):
    who = forms.ChoiceField(
        label=_("Badges to print"),
        choices=[
            ("new", _("new badges, and badges that have changed since printing")),
            ("all", _("everyone attending")),
        ],
        initial="new",
        widget=forms.RadioSelect,
    )
    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[("a4", _("A4 sheet, four badges to cut out")), ("a6", _("A6, one badge per sheet"))],
        initial="a4",
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("de", _("German")), ("en", _("English"))],
        initial="de",
        widget=forms.RadioSelect,
        help_text=_("Only the event name is different."),
    )
    # One person, from the list or the desk: then nothing else is asked.
    person = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
