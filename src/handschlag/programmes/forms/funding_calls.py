"""Which funding calls to see, and one funding call as an editor writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.timezone import is_aware
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.common.times import local
from handschlag.design.controls.fields import OneLine, TidyText, WebAddress
from handschlag.programmes.actions.funding_calls import CallContent
from handschlag.programmes.labels import CALL_LANGUAGES
from handschlag.programmes.models import FundingCall, Programme
from handschlag.programmes.queries.call_desk import DeskFilter
from handschlag.programmes.rules.funding_calls import CallCriteria, CallStatus
from handschlag.programmes.rules.tables import Question, finder_questions

ALL: Final = ("", _("all"))
LONGEST_TEXT: Final = 4000


def _answers(question: Question) -> list[tuple[str, str]]:
    found = next(one for one in finder_questions() if one.question is question)
    return [(answer, pick(words.de, words.en)) for answer, words in found.answers.items()]


def _line(label: Any, longest: int, *, language: str = "", required: bool = False, hint: Any = "") -> OneLine:
    widget = forms.TextInput(attrs={"lang": language} if language else {})
    return OneLine(label=label, max_length=longest, required=required, help_text=hint, widget=widget)


def _prose(label: Any, language: str) -> TidyText:
    widget = forms.Textarea(attrs={"rows": 8, "lang": language})
    return TidyText(label=label, max_length=LONGEST_TEXT, required=False, widget=widget)


class _Moment(forms.DateTimeField):
    """Day and time on the clocks of Germany; hours that do not exist or come twice are refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return local(value) if isinstance(value, datetime) and is_aware(value) else value


class CallsFilter(forms.Form):
    """What is not understood is said beside the field."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    field = forms.ChoiceField(label=_("Technology field"), required=False)
    who = forms.ChoiceField(label=_("Who may apply"), required=False)

    def __init__(self, data: Any, *, programmes: Mapping[str, str], fields: Mapping[str, str]) -> None:
        super().__init__(data)
        choices: dict[str, Sequence[tuple[str, Any]]] = {
            "status": [(one.value, _(one.label)) for one in CallStatus],
            "programme": list(programmes.items()),
            "field": list(fields.items()),
            "who": _answers(Question.WHO),
        }
        for name, offered in choices.items():
            self.fields[name].choices = [ALL, *offered]  # type: ignore[attr-defined]

    def wanted(self) -> CallCriteria | None:
        """The filters; None where one of them is not understood."""
        if not self.is_valid():
            return None
        given = {name: (value,) for name, value in self.cleaned_data.items() if value}
        return CallCriteria(**given)


class DeskCallsFilter(forms.Form):
    """Which calls an editor sees."""

    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=(
            (DeskFilter.ALL.value, _("all")),
            (DeskFilter.DRAFT.value, _("drafts")),
            (DeskFilter.PUBLIC.value, _("published")),
            (DeskFilter.WITHDRAWN.value, _("withdrawn")),
        ),
    )


class FundingCallForm(forms.Form):
    """One call. Only the title is needed for a draft."""

    title_de = _line(_("Title, German"), 200, language="de", required=True)
    title_en = _line(_("Title, English"), 200, language="en")
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), required=False, empty_label=_("another one")
    )
    programme_name_de = _line(
        _("Name of another programme, German"), 160, hint=_("If the programme has no page here.")
    )
    programme_name_en = _line(_("Name of another programme, English"), 160)
    funder_de = _line(_("Who funds, German"), 200)
    funder_en = _line(_("Who funds, English"), 200)
    opens_at = _Moment(label=_("Applications from"), required=False, help_text=_("German time."))
    closes_at = _Moment(
        label=_("Deadline"),
        required=False,
        help_text=_("German time, to the minute. From then on the funding call is shown as closed."),
    )
    second_closes_at = _Moment(
        label=_("Deadline for full proposals"),
        required=False,
        help_text=_("Only for calls in two stages: the deadline above is the one for outlines."),
    )
    applicants_de = _line(_("Who may apply, in words, German"), 400, language="de")
    applicants_en = _line(_("Who may apply, in words, English"), 400, language="en")
    fields_ = forms.MultipleChoiceField(
        label=_("Technology fields"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("None means that the funding call is open to every field."),
    )
    amount_de = _line(_("Amount, German"), 300, language="de")
    amount_en = _line(_("Amount, English"), 300, language="en")
    text_de = _prose(_("Description, German"), "de")
    text_en = _prose(_("Description, English"), "en")
    contact = _line(
        _("Contact for questions"), 300, hint=_("An office with phone or email, not a person if possible.")
    )
    language = forms.ChoiceField(
        label=_("Language of the application"),
        required=False,
        choices=(("", _("not known")), *CALL_LANGUAGES.items()),
    )
    source_title = _line(_("Name of the source"), 160)
    source_url = WebAddress(label=_("Address of the source"), max_length=400, required=False)
    read_on = forms.DateField(
        label=_("Read on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, fields: Mapping[str, str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["programme"].queryset = Programme.objects.all()  # type: ignore[attr-defined]
        self.fields["fields_"].choices = list(fields.items())  # type: ignore[attr-defined]
        for one in finder_questions():
            self.fields[f"for_{one.question.value}"] = forms.MultipleChoiceField(
                label=pick(one.words.de, one.words.en),
                required=False,
                choices=_answers(one.question),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("For the programme finder. No answer chosen means that each of them fits."),
            )

    def content(self) -> CallContent:
        """What the action takes."""
        given = dict(self.cleaned_data)
        programme = given.pop("programme")
        answers = {one.value: given.pop(f"for_{one.value}") for one in Question}
        return CallContent(
            programme_id=programme.pk if programme else None,
            conditions={name: chosen for name, chosen in answers.items() if chosen},
            fields=given.pop("fields_"),
            **given,
        )


def call_form_of(call: FundingCall, *, fields: Mapping[str, str]) -> FundingCallForm:
    """The form, filled with what the call says now."""
    names = set(CallContent.__dataclass_fields__) - {"programme_id", "conditions", "fields"}
    first = {name: getattr(call, name) for name in names}
    answers = {f"for_{name}": chosen for name, chosen in call.conditions.items()}
    first |= {"programme": call.programme_id, "fields_": call.fields, **answers}
    return FundingCallForm(initial=first, fields=fields)
