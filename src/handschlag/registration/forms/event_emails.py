"""Organisers' own words for an email: a sentence, or a whole text with placeholders."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.controls.fields import OneLine, TidyText
from handschlag.events.hooks.event_emails import EventEmail
from handschlag.events.models import EmailWording
from handschlag.events.rules.email_texts import FaultKind, TextFault, sentence_faults, text_faults
from handschlag.registration.actions.event_emails import OwnWords

USUAL, SENTENCE, TEXT = "usual", "sentence", "text"
_LONGEST_SENTENCE: Final = 600
_FIELDS: Final = {
    USUAL: (),
    SENTENCE: ("sentence_de", "sentence_en"),
    TEXT: ("subject_de", "text_de", "subject_en", "text_en"),
}


def _sentence(label: Any) -> TidyText:
    widget = forms.Textarea(attrs={"rows": 3})
    return TidyText(label=label, required=False, max_length=_LONGEST_SENTENCE, widget=widget)


def _text(label: Any) -> TidyText:
    return TidyText(label=label, required=False, widget=forms.Textarea(attrs={"rows": 12}))


class WordingForm(forms.Form):
    """The usual words, with a sentence more, or a text of one's own; both languages or none."""

    way = forms.ChoiceField(
        label=gettext_lazy("Words of this email"),
        choices=[
            (USUAL, gettext_lazy("The usual text")),
            (SENTENCE, gettext_lazy("The usual text and a sentence of our own")),
            (TEXT, gettext_lazy("A text of our own")),
        ],
        widget=forms.RadioSelect,
    )
    sentence_de = _sentence(gettext_lazy("Sentence, German"))
    sentence_en = _sentence(gettext_lazy("Sentence, English"))
    subject_de = OneLine(label=gettext_lazy("Subject, German"), required=False, max_length=120)
    text_de = _text(gettext_lazy("Text, German"))
    subject_en = OneLine(label=gettext_lazy("Subject, English"), required=False, max_length=120)
    text_en = _text(gettext_lazy("Text, English"))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, email: EventEmail, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Only what was chosen is looked at."""
        for name in _FIELDS.get(self.cleaned_data.get("way", ""), ()):
            text = self.cleaned_data.get(name, "")
            if name not in self.errors and (words := self._fault_words(name, text)):
                self.add_error(name, ValidationError(words))
        return self.cleaned_data

    def _fault_words(self, name: str, text: str) -> list[str]:
        if not text:
            return [_("Fill in both languages.")]
        allowed, required = self.email.placeholders, self.email.required
        if name.startswith("text_"):
            return [said_of(one) for one in text_faults(text, allowed=allowed, required=required)]
        return [said_of(one) for one in sentence_faults(text, allowed=allowed)]

    def words(self) -> OwnWords:
        return OwnWords(**{name: self.cleaned_data[name] for name in _FIELDS[self.cleaned_data["way"]]})


def shown_words(row: EmailWording | None) -> dict[str, Any]:
    """What the form shows of the words that are kept."""
    if row is None:
        return {"way": USUAL, "seen": 0}
    kept = {name: getattr(row, name) for names in _FIELDS.values() for name in names}
    return {"way": TEXT if row.text_de else SENTENCE, "seen": row.version, **kept}


def said_of(fault: TextFault) -> str:
    """What is wrong with a text, and where."""
    known = {"name": f"{{{fault.name}}}", "line": fault.line, "nearest": f"{{{fault.nearest}}}"}
    said = {
        FaultKind.UNKNOWN: _("Line %(line)s: %(name)s is no placeholder of this email."),
        FaultKind.BRACE: _("Line %(line)s: a curly bracket is missing its other half."),
        FaultKind.MISSING: _("%(name)s is missing. This email needs it."),
        FaultKind.TWICE: _("Line %(line)s: %(name)s can stand here only once."),
        FaultKind.NOT_ALONE: _("Line %(line)s: %(name)s needs a line of its own."),
        FaultKind.ORDER: _("Line %(line)s: %(name)s comes before {link}."),
    }[fault.kind]
    did_you_mean = " " + _("Did you mean %(nearest)s?") if fault.nearest else ""
    return (said + did_you_mean) % known
