"""An organisation asks to join a network; the network answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine, TidyText, WebAddress


class JoinForm(forms.Form):
    """`topic` is a trap: people do not see it, and programs that fill in everything do."""

    organisation = OneLine(label=_("Your organisation"), max_length=200)
    place = OneLine(label=_("Place"), max_length=100, required=False)
    website = WebAddress(label=_("Website"), required=False)
    contact_name = OneLine(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("We send you a link. The network can see your request after you have opened it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = TidyText(
        label=_("What brings you to this network?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    consent = forms.BooleanField(
        label=_("The network may read these details to decide about my request and to answer it."),
        error_messages={"required": _("Without your consent we cannot pass the request on.")},
    )
    topic = forms.CharField(required=False)


class AnswerForm(forms.Form):
    """Words that go with an answer."""

    answer = TidyText(label=_("Short message"), max_length=2000, required=False)


class DeclineForm(forms.Form):
    answer = TidyText(
        label=_("Reason (polite)"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The organisation gets exactly this text."),
    )
