"""The form by which visitors report something."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from handschlag.pages.models import ReportKind
from handschlag.pages.rules.reports import LONGEST_TEXT, SLOWEST

SALT = "pages.report"
LONG_AGO = SLOWEST * 2  # how old a form is taken to be whose seal is broken
KINDS = (
    (ReportKind.MISSING_NETWORK, _("A network is missing")),
    (ReportKind.ERROR, _("Report an error here")),
    (ReportKind.OTHER, _("Something else")),
)


def sealed_time(now: datetime) -> str:
    """When the form was shown, in a way that nobody can make up."""
    return signing.dumps(now.timestamp(), salt=SALT)


class ReportForm(forms.Form):
    """`homepage` is a trap: people do not see it, and leave it empty."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=KINDS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your report"),
        help_text=_("For a missing network: its name, its place, and what it works on."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    about = forms.CharField(
        label=_("Page concerned"), required=False, max_length=300, help_text=_("Its address or name")
    )
    source = forms.URLField(
        label=_("Source"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Link to a public page that confirms it. Without a source we cannot add anything."),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        required=False,
        help_text=_("Only if you want an answer"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    homepage = forms.CharField(label=_("Leave this field empty"), required=False, max_length=200)
    shown = forms.CharField(widget=forms.HiddenInput)

    def age(self, now: datetime) -> timedelta:
        """How long ago the form was shown."""
        try:
            at = signing.loads(self.cleaned_data["shown"], salt=SALT)
        except signing.BadSignature:
            return LONG_AGO
        return timedelta(seconds=now.timestamp() - float(at))

    def renew(self, now: datetime) -> None:
        """Another try begins: what was typed stays, the seal is new."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "shown": sealed_time(now)}
