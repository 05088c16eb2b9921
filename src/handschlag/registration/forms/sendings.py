"""A message to many: to whom, in which words, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from handschlag.design.controls.fields import OneLine, TidyText
from handschlag.events.hooks.event_emails import email_of
from handschlag.events.rules.email_texts import sentence_faults, text_faults
from handschlag.registration.actions.sendings import Message
from handschlag.registration.emails.messages import MESSAGE
from handschlag.registration.forms.event_emails import said_of
from handschlag.registration.hooks.audiences import audiences

FRAME_DE = "Guten Tag, {name},\n\n\n\n{link}\n\n{reason}"
FRAME_EN = "Hello {name},\n\n\n\n{link}\n\n{reason}"


def _text(label: Any, frame: str, language: str) -> TidyText:
    area = forms.Textarea(attrs={"rows": 12, "lang": language})
    return TidyText(label=label, initial=frame, widget=area)


class SendingForm(forms.Form):
    """Both languages: each person gets the message in their own."""

    audience = forms.ChoiceField(label=gettext_lazy("Recipients"))
    subject_de = OneLine(label=gettext_lazy("Subject, German"), max_length=120)
    text_de = _text(gettext_lazy("Text, German"), FRAME_DE, "de")
    subject_en = OneLine(label=gettext_lazy("Subject, English"), max_length=120)
    text_en = _text(gettext_lazy("Text, English"), FRAME_EN, "en")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [(one.key, one.title) for one in audiences]
        self.fields["audience"].choices = [("", gettext_lazy("Please choose")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Placeholders are those of a message."""
        email = email_of(MESSAGE)
        for name in ("subject_de", "subject_en"):
            self._note(name, sentence_faults(self.cleaned_data.get(name, ""), allowed=email.placeholders))
        for name in ("text_de", "text_en"):
            text = self.cleaned_data.get(name, "")
            self._note(name, text_faults(text, allowed=email.placeholders, required=email.required))
        return self.cleaned_data

    def _note(self, name: str, faults: Any) -> None:
        if name not in self.errors and faults:
            self.add_error(name, ValidationError([said_of(one) for one in faults]))

    def message(self) -> Message:
        names = ("audience", "subject_de", "subject_en", "text_de", "text_en")
        return Message(**{name: self.cleaned_data[name] for name in names})


class SendAtForm(forms.Form):
    """When a message goes out; empty for now."""

    send_at = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label=gettext_lazy("Send at"),
        required=False,
        help_text=gettext_lazy("Empty: now. The time is that of the event."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
