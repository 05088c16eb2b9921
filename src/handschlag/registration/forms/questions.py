"""The fields for own questions, and the form in which organisers ask them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.controls.fields import OneLine, TidyText
from handschlag.registration.models import Question, QuestionAudience, QuestionKind
from handschlag.registration.rules.questions import (
    FIELD,
    LONGEST_ANSWER,
    LONGEST_OPTION,
    MOST_DAYS,
    MOST_OPTIONS,
    options_in,
    options_text,
)

_KINDS: Final = (
    (QuestionKind.TEXT, _("Text")),
    (QuestionKind.NUMBER, _("Number")),
    (QuestionKind.CHOICE, _("One of several options")),
    (QuestionKind.SEVERAL, _("Any number of options")),
)
_AUDIENCES: Final = (
    (QuestionAudience.ORGANISERS, _("organisers only")),
    (QuestionAudience.PARTICIPANTS, _("also on the list of participants")),
)
_COLUMNS: Final = (
    *("kind", "label_de", "label_en", "hint_de", "hint_en"),
    *("is_required", "audience", "kept_days"),
)
_MISSING: Final = _("This question needs an answer.")


def answer_field(question: Question, *, is_required: bool) -> forms.Field:
    """The field in which somebody answers."""
    hints = [question.hint]
    if question.audience == QuestionAudience.PARTICIPANTS:
        hints.append(str(_("Other participants see this answer in the list of participants.")))
    shown: dict[str, Any] = {
        "label": question.label,
        "help_text": " ".join(filter(None, hints)),
        "required": is_required,
        "error_messages": {"required": _MISSING},
    }
    options = [(german, pick(german, english)) for german, english in question.options]
    match question.kind:
        case QuestionKind.NUMBER:
            return forms.IntegerField(min_value=0, max_value=1_000_000_000, **shown)
        case QuestionKind.CHOICE:
            none = [] if is_required else [("", _("no answer"))]
            return forms.ChoiceField(choices=[*none, *options], widget=forms.RadioSelect, **shown)
        case QuestionKind.SEVERAL:
            tick = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=options, widget=tick, **shown)
    return TidyText(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2}), **shown)


def field_of(question: Question) -> str:
    """The name of its field."""
    return f"{FIELD}{question.pk}"


def said_in(value: Any) -> tuple[str, ...]:
    """What a field gives, as answers are kept."""
    if value in (None, ""):
        return ()
    return tuple(value) if isinstance(value, list) else (str(value),)


def initial_answer(question: Question, said: Sequence[str]) -> Any:
    """What the field shows of an earlier answer."""
    if question.kind == QuestionKind.SEVERAL:
        return list(said)
    return said[0] if said else ""


class QuestionForm(forms.Form):
    """One question, as organisers write it."""

    label_de = OneLine(label=_("Question in German"), max_length=200)
    label_en = OneLine(label=_("Question in English"), max_length=200, required=False)
    hint_de = OneLine(label=_("Hint in German"), max_length=300, required=False)
    hint_en = OneLine(label=_("Hint in English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Answer"), choices=_KINDS, widget=forms.RadioSelect)
    options = TidyText(
        label=_("Options"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line: German, then a bar and English, for example “Rot | Red”."),
    )
    is_required = forms.BooleanField(label=_("An answer is required."), required=False)
    audience = forms.ChoiceField(
        label=_("Who sees the answers"), choices=_AUDIENCES, widget=forms.RadioSelect
    )
    kept_days = forms.IntegerField(
        label=_("Days after the event until the answers are deleted"), min_value=0, max_value=MOST_DAYS
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        options = options_in(given.get("options", ""))
        has_options = given.get("kind") in {QuestionKind.CHOICE, QuestionKind.SEVERAL}
        if has_options and len(options) < 2:
            self.add_error("options", _("Enter at least two options."))
        if len(options) > MOST_OPTIONS or any(
            len(word) > LONGEST_OPTION for pair in options for word in pair
        ):
            self.add_error(
                "options",
                _("At most %(most)s options of %(length)s characters each.")
                % {"most": MOST_OPTIONS, "length": LONGEST_OPTION},
            )
        return given

    def values(self) -> dict[str, Any]:
        """The columns of the question; only for a form that is valid."""
        given = self.cleaned_data
        has_options = given["kind"] in {QuestionKind.CHOICE, QuestionKind.SEVERAL}
        options = options_in(given["options"]) if has_options else []
        return {**{name: given[name] for name in _COLUMNS}, "options": options}


def initial_question(question: Question | None) -> dict[str, Any]:
    """What the form shows at first."""
    if question is None:
        return {"kind": QuestionKind.TEXT, "audience": QuestionAudience.ORGANISERS, "kept_days": 30}
    shown = {name: getattr(question, name) for name in _COLUMNS}
    return {**shown, "options": options_text(question.options)}
